// SPDX-License-Identifier: MIT
#include "bus/broker/own_service.hpp"

#include "bus/base/codec.hpp"

namespace rapport::bus {
namespace {

constexpr std::string_view version = RAPPORT_VERSION;

struct OwnMethod {
    std::string name, doc;
    static constexpr auto fields =
        describe(Field{"name", &OwnMethod::name, "as it is called"}, Field{"doc", &OwnMethod::doc, "what it does"});
};

struct Info {
    std::string name, version, instance, doc;
    std::vector<OwnMethod> methods;
    static constexpr auto fields =
        describe(Field{"name", &Info::name, "the service"}, Field{"version", &Info::version, "of the program"},
                 Field{"instance", &Info::instance, "the process"}, Field{"doc", &Info::doc, "what it is for"},
                 Field{"methods", &Info::methods, "what it answers"});
};

struct Stats {
    std::string name, version, instance;
    Instant started;
    std::int64_t num_requests = 0, num_errors = 0, waiting = 0, in_hand = 0, events = 0, malformed = 0,
                 unknown_tokens = 0, unreachable = 0, denied = 0, connections = 0, connections_refused = 0, taps = 0,
                 tap_dropped = 0, clients_behind = 0, unread_bytes = 0, clients_broken_off = 0;
    Latency latency;
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
        Field{"connections_refused", &Stats::connections_refused, "with a key that is not let in, or too many"},
        Field{"taps", &Stats::taps, "listeners of what passes through now"},
        Field{"tap_dropped", &Stats::tap_dropped,
              "records that a listener had no room for, or that were beyond its rate"},
        Field{"clients_behind", &Stats::clients_behind, "clients that do not read their answers"},
        Field{"unread_bytes", &Stats::unread_bytes, "of answers and requests that wait until they do"},
        Field{"clients_broken_off", &Stats::clients_broken_off, "connections broken since too much of that waited"},
        Field{"latency", &Stats::latency, "of all services' answers, as that of a method"});
};

struct MethodStats {
    std::string name;
    std::int64_t requests = 0, errors = 0, bytes = 0;
    double average_ms = 0, p50_ms = 0, p99_ms = 0;
    std::optional<Latency> latency;
    static constexpr auto fields = describe(
        Field{"name", &MethodStats::name, "as it is called"}, Field{"requests", &MethodStats::requests, "answered"},
        Field{"errors", &MethodStats::errors, "of them with an error"},
        Field{"bytes", &MethodStats::bytes, "of bodies, both ways"},
        Field{"average_ms", &MethodStats::average_ms, "from arrival at the bus to the answer's departure"},
        Field{"p50_ms", &MethodStats::p50_ms, "half took no longer"},
        Field{"p99_ms", &MethodStats::p99_ms, "99 of 100 took no longer"},
        Field{"latency", &MethodStats::latency, "the whole of it, where it was asked for"});
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

/// Parameters of `services`.
struct AskServices {
    bool latency = false;
    static constexpr auto fields =
        describe(Field{"latency", &AskServices::latency, "with each method's latency, bucket by bucket", defaulted});
};

double in_ms(std::chrono::nanoseconds time) { return std::chrono::duration<double, std::milli>(time).count(); }

std::int64_t number(std::uint64_t count) { return static_cast<std::int64_t>(count); }

MethodStats stats_of(const Method& method, bool latency) {
    const auto requests = number(method.count.requests);
    MethodStats stats{std::string(method.name), requests, number(method.count.errors), number(method.count.bytes)};
    stats.average_ms = requests ? in_ms(method.count.total) / static_cast<double>(requests) : 0;
    stats.p50_ms = in_ms(method.latency.quantile(0.5));
    stats.p99_ms = in_ms(method.latency.quantile(0.99));
    if (latency) stats.latency = method.latency.told();
    return stats;
}

ServiceStats stats_of(const Service& service, bool latency) {
    ServiceStats stats{service.name};
    stats.instances = number(service.workers.size());
    for (const Worker* const worker : service.workers) {
        stats.credit += worker->credit;
        stats.in_hand += worker->in_hand;
    }
    stats.waiting = number(service.waiting.size());
    stats.requests = number(service.count.requests);
    stats.errors = number(service.count.errors);
    for (const auto& [name, method] : service.methods) stats.methods.push_back(stats_of(method, latency));
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
             {"services", "who serves what, and how busy they are"},
             {"rights", "what the caller may look at"},
             {"tap", "shows what passes through, in parts, until the caller leaves"},
             {"tap_credit", "more parts of a tap"}}};
}

}  // namespace

OwnService::OwnService(Delivery& delivery, const Switchboard& switchboard, const EventRelay& events, const Guard& guard,
                       Tap& tap)
    : delivery_(delivery),
      switchboard_(switchboard),
      events_(events),
      guard_(guard),
      tap_(tap),
      instance_(to_text(new_uuid(SystemClock().now()))),
      started_(SystemClock().now()) {}

void OwnService::answer(const Peer& client, std::string_view sender, std::string_view service, std::string_view body) {
    using enum mdp::ClientCommand;
    const auto say = [&](mdp::ClientCommand command, std::string_view frame) {
        delivery_.send(client, command, service, frame);
    };
    if (service == "mmi.service") return say(final, switchboard_.serves(body) || is_reserved(body) ? "200" : "404");
    if (service != "bus") return say(final, "501");

    const auto asked = parse_request(body);
    if (!asked)
        return say(final, make_error(0, Error(Code::invalid_argument, "the body is no [0, msgid, method, [params]]")));
    // As any service answers: what each instance says, then how many did. 0.1 has one answer.
    const auto one_instance = [&](const std::string& own) {
        if (client.speaks.old) return say(final, make_reply(asked->msgid, own));
        say(partial, make_reply(asked->msgid, own));
        say(final, make_reply(asked->msgid, encode(Asked{1, 1})));
    };
    if (asked->method == "$ping") return one_instance(encode(Ping{"bus", instance_}));
    if (asked->method == "$info") return one_instance(encode(info(instance_)));
    if (asked->method == "$stats") return one_instance(stats());
    try {
        if (asked->method == "services") return say(final, make_reply(asked->msgid, services(asked->params)));
        if (asked->method == "rights") return say(final, make_reply(asked->msgid, encode(tap_.rights_of(sender))));
        if (asked->method == "tap")
            return tap_.begin(client, sender, asked->msgid, decode<TapRequest>(Any{std::string(asked->params)}));
        if (asked->method == "tap_credit") {
            tap_.credit(client.id, decode<TapCredit>(Any{std::string(asked->params)}));
            return say(final, make_reply(asked->msgid, {}));
        }
        throw Error(Code::unimplemented, "the bus has no such method; see $info");
    } catch (const Error& error) {
        say(final, make_error(asked->msgid, error));
    }
}

std::string OwnService::stats() const {
    Stats stats{"bus", std::string(version), instance_, started_};
    Histogram latency;
    for (const auto& [name, service] : switchboard_.services()) {
        stats.num_requests += number(service->count.requests);
        stats.num_errors += number(service->count.errors);
        stats.waiting += number(service->waiting.size());
        for (const auto& [method, counted] : service->methods) latency.merge(counted.latency);
    }
    stats.latency = latency.told();
    stats.taps = number(tap_.listeners());
    stats.tap_dropped = number(tap_.dropped());
    stats.in_hand = number(switchboard_.in_hand());
    stats.events = number(events_.events());
    stats.malformed = number(switchboard_.dropped().malformed);
    stats.unknown_tokens = number(switchboard_.dropped().unknown_tokens);
    stats.unreachable = number(switchboard_.dropped().unreachable);
    const auto unread = delivery_.counts();
    stats.clients_behind = number(unread.behind);
    stats.unread_bytes = number(unread.bytes);
    stats.clients_broken_off = number(unread.broken);
    stats.denied = number(guard_.counts().denied);
    stats.connections = number(guard_.counts().connections);
    stats.connections_refused = number(guard_.counts().refused + guard_.counts().too_many);
    return encode(stats);
}

std::string OwnService::services(std::string_view params) const {
    const bool latency = decode<AskServices>(Any{std::string(params)}).latency;
    std::map<std::string_view, const Service*> sorted;
    for (const auto& [name, service] : switchboard_.services()) sorted.emplace(name, service.get());
    Services all;
    for (const auto& [name, service] : sorted) all.services.push_back(stats_of(*service, latency));
    return encode(all);
}

}  // namespace rapport::bus
