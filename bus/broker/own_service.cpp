// SPDX-License-Identifier: MIT
#include "bus/broker/own_service.hpp"

#include "bus/base/codec.hpp"

namespace rapport::bus {
namespace {

constexpr std::string_view version = RAPPORT_VERSION;

struct Method {
    std::string name, doc;
    static constexpr auto fields =
        describe(Field{"name", &Method::name, "as it is called"}, Field{"doc", &Method::doc, "what it does"});
};

struct Info {
    std::string name, version, instance, doc;
    std::vector<Method> methods;
    static constexpr auto fields =
        describe(Field{"name", &Info::name, "the service"}, Field{"version", &Info::version, "of the program"},
                 Field{"instance", &Info::instance, "the process"}, Field{"doc", &Info::doc, "what it is for"},
                 Field{"methods", &Info::methods, "what it answers"});
};

struct Stats {
    std::string name, version, instance;
    Instant started;
    std::int64_t num_requests = 0, num_errors = 0, waiting = 0, in_hand = 0, events = 0, malformed = 0,
                 unknown_tokens = 0, unreachable = 0, denied = 0, connections = 0, connections_refused = 0;
    static constexpr auto fields = describe(
        Field{"name", &Stats::name, "the service"}, Field{"version", &Stats::version, "of the program"},
        Field{"instance", &Stats::instance, "the process"}, Field{"started", &Stats::started, "since when it counts"},
        Field{"num_requests", &Stats::num_requests, "to all services"},
        Field{"num_errors", &Stats::num_errors, "of them answered with an error"},
        Field{"waiting", &Stats::waiting, "requests that wait for credit"},
        Field{"in_hand", &Stats::in_hand, "requests in workers' hands"}, Field{"events", &Stats::events, "passed on"},
        Field{"malformed", &Stats::malformed, "messages that were none"},
        Field{"unknown_tokens", &Stats::unknown_tokens, "answers to nothing that their sender held"},
        Field{"unreachable", &Stats::unreachable, "answers to clients that were gone"},
        Field{"denied", &Stats::denied, "requests, registrations, subscriptions and events without the grant"},
        Field{"connections", &Stats::connections, "of peers there are"},
        Field{"connections_refused", &Stats::connections_refused, "with a key that is not let in, or too many"});
};

struct MethodStats {
    std::string name;
    std::int64_t requests = 0, errors = 0;
    double average_ms = 0;
    static constexpr auto fields = describe(
        Field{"name", &MethodStats::name, "as it is called"}, Field{"requests", &MethodStats::requests, "answered"},
        Field{"errors", &MethodStats::errors, "of them with an error"},
        Field{"average_ms", &MethodStats::average_ms, "from arrival at the bus to the answer's departure"});
};

struct ServiceStats {
    std::string name;
    std::int64_t instances = 0, credit = 0, waiting = 0, in_hand = 0, requests = 0, errors = 0;
    std::vector<MethodStats> methods;
    static constexpr auto fields = describe(Field{"name", &ServiceStats::name, "the service"},
                                            Field{"instances", &ServiceStats::instances, "processes that serve it now"},
                                            Field{"credit", &ServiceStats::credit, "requests that they take at a time"},
                                            Field{"waiting", &ServiceStats::waiting, "requests that wait for credit"},
                                            Field{"in_hand", &ServiceStats::in_hand, "requests in their hands"},
                                            Field{"requests", &ServiceStats::requests, "answered"},
                                            Field{"errors", &ServiceStats::errors, "of them with an error"},
                                            Field{"methods", &ServiceStats::methods, "the same for each"});
};

struct Services {
    std::vector<ServiceStats> services;
    static constexpr auto fields = describe(Field{"services", &Services::services, "by name"});
};

std::int64_t number(std::uint64_t count) { return static_cast<std::int64_t>(count); }

ServiceStats stats_of(const Service& service) {
    ServiceStats stats{service.name};
    stats.instances = number(service.workers.size());
    for (const Worker* const worker : service.workers) {
        stats.credit += worker->credit;
        stats.in_hand += worker->in_hand;
    }
    stats.waiting = number(service.waiting.size());
    stats.requests = number(service.count.requests);
    stats.errors = number(service.count.errors);
    for (const auto& [name, count] : service.methods) {
        const double ms = std::chrono::duration<double, std::milli>(count.total).count();
        stats.methods.push_back({name, number(count.requests), number(count.errors),
                                 count.requests ? ms / static_cast<double>(count.requests) : 0});
    }
    return stats;
}

Info info(const std::string& instance) {
    return {"bus",
            std::string(version),
            instance,
            "passes requests to services and events to subscribers",
            {{"$ping", "is it there"},
             {"$info", "this"},
             {"$stats", "what it has passed on"},
             {"services", "who serves what, and how busy they are"}}};
}

}  // namespace

OwnService::OwnService(Link& link, const Switchboard& switchboard, const EventRelay& events, const Guard& guard)
    : link_(link),
      switchboard_(switchboard),
      events_(events),
      guard_(guard),
      instance_(to_text(new_uuid(SystemClock().now()))),
      started_(SystemClock().now()) {}

void OwnService::answer(const Peer& client, std::string_view service, std::string_view body) {
    using enum mdp::ClientCommand;
    const auto say = [&](mdp::ClientCommand command, std::string_view frame) {
        link_.to_client(client, command, service, frame);
    };
    if (service == "mmi.service") return say(final, switchboard_.serves(body) || is_reserved(body) ? "200" : "404");
    if (service != "bus") return say(final, "501");

    const auto asked = parse_request(body);
    if (!asked)
        return say(final, make_error(0, Error(Code::invalid_argument, "the body is no [0, msgid, method, [params]]")));
    // As any service answers: what each instance says, then how many did. 0.1 has one answer.
    const auto one_instance = [&](const std::string& own) {
        if (client.speaks == mdp::Version::v01) return say(final, make_reply(asked->msgid, own));
        say(partial, make_reply(asked->msgid, own));
        say(final, make_reply(asked->msgid, encode(Asked{1, 1})));
    };
    if (asked->method == "$ping") return one_instance(encode(Ping{"bus", instance_}));
    if (asked->method == "$info") return one_instance(encode(info(instance_)));
    if (asked->method == "$stats") return one_instance(stats());
    if (asked->method == "services") return say(final, make_reply(asked->msgid, services()));
    say(final, make_error(asked->msgid, Error(Code::unimplemented, "the bus has no such method; see $info")));
}

std::string OwnService::stats() const {
    Stats stats{"bus", std::string(version), instance_, started_};
    for (const auto& [name, service] : switchboard_.services()) {
        stats.num_requests += number(service->count.requests);
        stats.num_errors += number(service->count.errors);
        stats.waiting += number(service->waiting.size());
    }
    stats.in_hand = number(switchboard_.in_hand());
    stats.events = number(events_.events());
    stats.malformed = number(switchboard_.dropped().malformed);
    stats.unknown_tokens = number(switchboard_.dropped().unknown_tokens);
    stats.unreachable = number(switchboard_.dropped().unreachable);
    stats.denied = number(guard_.counts().denied);
    stats.connections = number(guard_.counts().connections);
    stats.connections_refused = number(guard_.counts().refused + guard_.counts().too_many);
    return encode(stats);
}

std::string OwnService::services() const {
    std::map<std::string_view, const Service*> sorted;
    for (const auto& [name, service] : switchboard_.services()) sorted.emplace(name, service.get());
    Services all;
    for (const auto& [name, service] : sorted) all.services.push_back(stats_of(*service));
    return encode(all);
}

}  // namespace rapport::bus
