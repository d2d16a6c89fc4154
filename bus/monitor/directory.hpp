// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "bus/base/histogram.hpp"
#include "bus/client/client.hpp"
#include "bus/events/event.hpp"
#include "bus/monitor/verbs.hpp"
#include "bus/wire/info.hpp"

/// What the bus and its services say of themselves. Of their answers, what is shown here.
namespace rapport::bus::monitor {

/// What the broker counted of one method since it started.
struct ServedMethod {
    std::string name;
    std::int64_t requests = 0, errors = 0, bytes = 0;
    double p50_ms = 0, p99_ms = 0;
    std::optional<Latency> latency;
    static constexpr auto fields =
        describe(Field{"name", &ServedMethod::name, "as it is called"},
                 Field{"requests", &ServedMethod::requests, "answered", defaulted},
                 Field{"errors", &ServedMethod::errors, "of them with an error", defaulted},
                 Field{"bytes", &ServedMethod::bytes, "of bodies, both ways", defaulted},
                 Field{"p50_ms", &ServedMethod::p50_ms, "half took no longer", defaulted},
                 Field{"p99_ms", &ServedMethod::p99_ms, "99 of 100 took no longer", defaulted},
                 Field{"latency", &ServedMethod::latency, "bucket by bucket"});
};
/// What the broker tells of one service: who serves it, and what was asked of it.
struct Served {
    std::string name;
    std::int64_t instances = 0, credit = 0, waiting = 0, in_hand = 0, requests = 0, errors = 0;
    std::vector<ServedMethod> methods;
    static constexpr auto fields = describe(
        Field{"name", &Served::name, "the service"}, Field{"instances", &Served::instances, "processes that serve it"},
        Field{"credit", &Served::credit, "requests that they take at a time", defaulted},
        Field{"waiting", &Served::waiting, "requests that wait", defaulted},
        Field{"in_hand", &Served::in_hand, "requests being answered", defaulted},
        Field{"requests", &Served::requests, "answered", defaulted},
        Field{"errors", &Served::errors, "of them with an error", defaulted},
        Field{"methods", &Served::methods, "the same for each"});
};

/// One consumer's place in a source's history, as `$stats` tells it.
struct CursorOf {
    std::string consumer, source;
    std::int64_t sequence = 0;
    bool placed = false;
    std::optional<std::string> epoch;
    static constexpr auto fields = describe(Field{"consumer", &CursorOf::consumer, "projection or reaction"},
                                            Field{"source", &CursorOf::source, "whose events"},
                                            Field{"sequence", &CursorOf::sequence, "handled up to here"},
                                            Field{"placed", &CursorOf::placed, "the source was heard", defaulted},
                                            Field{"epoch", &CursorOf::epoch, "of the source's store"});
};
/// What a service's own `$stats` counted of one method.
struct Endpoint {
    std::string name;
    std::int64_t num_requests = 0, num_errors = 0;
    std::optional<std::string> last_error;
    std::optional<Latency> latency;
    static constexpr auto fields = describe(Field{"name", &Endpoint::name, "the method"},
                                            Field{"num_requests", &Endpoint::num_requests, "answered"},
                                            Field{"num_errors", &Endpoint::num_errors, "of them with an error"},
                                            Field{"last_error", &Endpoint::last_error, "code of the last one"},
                                            Field{"latency", &Endpoint::latency, "from receipt to answer"});
};
/// How an instance's store is.
struct StoreOf {
    std::string state = "ok";
    std::optional<std::string> reason;
    std::optional<Instant> since;
    static constexpr auto fields =
        describe(Field{"state", &StoreOf::state, "ok, or what is wrong"},
                 Field{"reason", &StoreOf::reason, "and what to do"}, Field{"since", &StoreOf::since, "since when"});
};
/// What one instance answers to `$stats`.
struct InstanceStats {
    std::string id, version;
    std::optional<Instant> started;
    std::int64_t last_sequence = 0, waiting = 0;
    std::optional<StoreOf> store;
    std::vector<Endpoint> endpoints;
    std::vector<CursorOf> cursors;
    static constexpr auto fields =
        describe(Field{"id", &InstanceStats::id, "the process", defaulted},
                 Field{"version", &InstanceStats::version, "of the program", defaulted},
                 Field{"started", &InstanceStats::started, "since when it counts"},
                 Field{"last_sequence", &InstanceStats::last_sequence, "of its newest event", defaulted},
                 Field{"waiting", &InstanceStats::waiting, "work that waits for the writer", defaulted},
                 Field{"store", &InstanceStats::store, "of services that have one"},
                 Field{"endpoints", &InstanceStats::endpoints, "by method"},
                 Field{"cursors", &InstanceStats::cursors, "by consumer and source"});
};

/// Asks the bus and its services, all at once. Runs the client's loop.
class Directory {
public:
    Directory(Loop& loop, Client& client, std::optional<Actor> actor, std::chrono::milliseconds timeout)
        : loop_(loop), client_(client), actor_(std::move(actor)), timeout_(timeout) {}

    /// Who is served, by name; Error if the bus does not answer.
    std::vector<Served> served(bool latency = false);
    /// The names that have an instance now; with `only`, that one: unavailable if nobody serves it.
    std::vector<std::string> names(const std::optional<std::string>& only = {});

    using OnAnswer = std::function<void(const std::string& service, const Reply& reply, bool last)>;
    /// Puts a question to all of them, and waits for the answers.
    void ask_all(const std::vector<std::string>& services, std::string_view method, const OnAnswer& on_answer);
    /// What each instance answers to `$info`, and to `$stats`; those whose answer is no such thing are left out.
    std::vector<ServiceInfo> infos(const std::vector<std::string>& services);
    std::map<std::string, std::vector<InstanceStats>> stats(const std::vector<std::string>& services);
    /// The newest sequence of those that have a history.
    std::map<std::string, Watermark> watermarks(const std::vector<std::string>& services);

private:
    template <class T>
    static std::optional<T> read(std::string_view bytes);

    Loop& loop_;
    Client& client_;
    const std::optional<Actor> actor_;
    const std::chrono::milliseconds timeout_;
};

}  // namespace rapport::bus::monitor
