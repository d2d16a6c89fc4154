// SPDX-License-Identifier: MIT
#include <ostream>

#include "bus/monitor/directory.hpp"
#include "bus/monitor/output.hpp"
#include "bus/monitor/text.hpp"

namespace rapport::bus::monitor {
namespace {

struct MethodTotal {
    std::string name;
    std::int64_t requests = 0, errors = 0;
    std::optional<std::string> last_error;
    Latency latency;
    static constexpr auto fields = describe(Field{"name", &MethodTotal::name, "as it is called"},
                                            Field{"requests", &MethodTotal::requests, "answered"},
                                            Field{"errors", &MethodTotal::errors, "of them with an error"},
                                            Field{"last_error", &MethodTotal::last_error, "code of the last one"},
                                            Field{"latency", &MethodTotal::latency, "ns from receipt to answer"});
};
struct ServiceTotal {
    std::string name;
    std::int64_t instances = 0, events = 0, waiting = 0;
    std::optional<Instant> started;
    std::optional<StoreOf> store;
    std::vector<MethodTotal> methods;
    static constexpr auto fields = describe(Field{"name", &ServiceTotal::name, "the service"},
                                            Field{"instances", &ServiceTotal::instances, "that answered"},
                                            Field{"events", &ServiceTotal::events, "told in all"},
                                            Field{"waiting", &ServiceTotal::waiting, "work that waits for the writer"},
                                            Field{"started", &ServiceTotal::started, "the first of them"},
                                            Field{"store", &ServiceTotal::store, "where it is in trouble"},
                                            Field{"methods", &ServiceTotal::methods, "all instances together"});
};

struct Sum {
    MethodTotal told;
    Histogram latency;
};

void add(std::map<std::string, Sum>& methods, const Endpoint& endpoint) {
    Sum& sum = methods[endpoint.name];
    sum.told.name = endpoint.name;
    sum.told.requests += endpoint.num_requests;
    sum.told.errors += endpoint.num_errors;
    if (endpoint.last_error) sum.told.last_error = endpoint.last_error;
    if (endpoint.latency) sum.latency.merge(Histogram::of(*endpoint.latency));
}

ServiceTotal total(const std::string& name, const std::vector<InstanceStats>& instances) {
    ServiceTotal total{.name = name, .instances = static_cast<std::int64_t>(instances.size())};
    std::map<std::string, Sum> methods;
    for (const auto& instance : instances) {
        total.events = std::max(total.events, instance.last_sequence);
        total.waiting += instance.waiting;
        if (instance.store && instance.store->state != "ok") total.store = instance.store;
        if (instance.started && (!total.started || *instance.started < *total.started))
            total.started = instance.started;
        for (const auto& endpoint : instance.endpoints) add(methods, endpoint);
    }
    for (auto& [method, sum] : methods) {
        sum.told.latency = sum.latency.told();
        total.methods.push_back(std::move(sum.told));
    }
    return total;
}

void print(const std::vector<ServiceTotal>& all, std::ostream& out) {
    std::vector<std::vector<std::string>> rows{
        {"METHOD", "REQUESTS", "ERRORS", "P50", "P99", "P99.9", "MAX", "LAST ERROR"}};
    const auto time = [](std::int64_t ns) { return took_text(ns / 1'000); };
    for (const auto& service : all)
        for (const auto& m : service.methods)
            rows.push_back({printable(service.name + "." + m.name), std::to_string(m.requests),
                            std::to_string(m.errors), time(m.latency.p50), time(m.latency.p99), time(m.latency.p999),
                            time(m.latency.max), printable(m.last_error.value_or(""))});
    print_table(rows, "REQUESTS ERRORS P50 P99 P99.9 MAX", out);
    for (const auto& service : all)
        if (service.store)
            out << printable(service.name) << ": its store is in trouble (" << printable(service.store->state)
                << "): " << printable(service.store->reason.value_or("see its log")) << '\n';
}

}  // namespace

int stats(const Target& target, const Stats& options, std::ostream& out, std::ostream& err) try {
    Loop loop;
    Client client(loop, target.requests_endpoint);
    Directory directory(loop, client, target.actor, options.timeout);
    std::vector<ServiceTotal> all;
    for (const auto& [name, instances] : directory.stats(directory.names(options.service)))
        all.push_back(total(name, instances));
    if (!write_json(all, options.format, out)) print(all, out);
    out.flush();
    return 0;
} catch (const Error& error) {
    return report(error, err);
}

}  // namespace rapport::bus::monitor
