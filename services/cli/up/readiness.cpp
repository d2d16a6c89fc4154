// SPDX-License-Identifier: MIT
#include "services/cli/up/readiness.hpp"

#include <algorithm>
#include <set>

#include "bus/base/codec.hpp"
#include "bus/client/client.hpp"
#include "services/cli/up/http_probe.hpp"

namespace rapport::cli::up {
namespace {

/// Of what a service answers to `$stats`: whose events it hears, and whether it has its place in their history.
struct Hears {
    std::string source;
    bool placed = true;
    static constexpr auto fields = describe(Field{"source", &Hears::source, "whose events"},
                                            Field{"placed", &Hears::placed, "whether it has its place", defaulted});
};
struct Stats {
    std::vector<Hears> cursors;
    static constexpr auto fields = describe(Field{"cursors", &Stats::cursors, "whose events it hears"});
};

}  // namespace

struct Readiness::State {
    bus::Loop& loop;
    bus::Client client;
    const std::set<std::string> services;
    std::set<std::string> awaited;  ///< services that have not answered, or not found their places
    std::set<std::string> asked;    ///< of those, the ones that may still answer what they were asked
    std::string address;            ///< of the gateway, once known
    std::function<void()> on_ready;
    bus::Loop::TimerId timer;

    State(bus::Loop& l, const std::string& endpoint, const std::vector<std::string>& names, std::function<void()> ready)
        : loop(l),
          client(l, endpoint),
          services(names.begin(), names.end()),
          awaited(services),
          on_ready(std::move(ready)),
          timer(loop.every(bus::Loop::Duration(20), [this] { look(); })) {}
    ~State() { loop.cancel(timer); }

    void look() {
        const auto names = awaited;  // one may be answered on the spot
        for (const auto& name : names)
            if (asked.insert(name).second) ask(name);
        if (!awaited.empty() || address.empty() || http_status(address, "/readyz") != 200) return;
        loop.cancel(timer);
        const auto ready = std::move(on_ready);  // it may destroy this
        ready();
    }

    /// Each instance answers with a PARTIAL; what comes last only says how many did. A service that hears another of
    /// these is there when it has its place in the other's history: a new one would else miss what happens next.
    void ask(const std::string& name) {
        client.call(name, "$stats", {}, {.timeout = bus::Loop::Duration(1'000)},
                    [this, name](const bus::Reply& reply, bool last) {
                        if (!last && !reply.error && placed(decode<Stats>(reply.result))) awaited.erase(name);
                        if (last) asked.erase(name);
                    });
    }
    bool placed(const Stats& stats) const {
        return std::ranges::all_of(stats.cursors,
                                   [this](const Hears& one) { return one.placed || !services.contains(one.source); });
    }
};

Readiness::Readiness(bus::Loop& loop, const std::string& requests_endpoint, const std::vector<std::string>& services,
                     std::function<void()> on_ready)
    : state_(std::make_unique<State>(loop, requests_endpoint, services, std::move(on_ready))) {}
Readiness::~Readiness() = default;

void Readiness::gateway_listens(const std::string& address) { state_->address = address; }

std::vector<std::string> Readiness::awaited() const {
    std::vector<std::string> names(state_->awaited.begin(), state_->awaited.end());
    if (names.empty()) names.emplace_back("gateway");
    return names;
}

}  // namespace rapport::cli::up
