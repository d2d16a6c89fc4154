// SPDX-License-Identifier: MIT
#include "services/cli/events/verify.hpp"

#include <set>

#include "bus/base/codec.hpp"
#include "bus/client/client.hpp"
#include "services/cli/state_dir.hpp"

namespace rapport::cli::events {
namespace {

constexpr bus::Loop::Duration as_long_as_it_takes{3'600'000};

struct Name {
    std::string name;
    static constexpr auto fields = describe(Field{"name", &Name::name, "of the service"});
};
struct Names {
    std::vector<Name> services;
    static constexpr auto fields = describe(Field{"services", &Names::services, "that the bus knows"});
};

/// Those that the bus knows, and those that should be there.
std::set<std::string> services_of(bus::Client& client, const Target& target) {
    std::set<std::string> names;
    for (const auto& [name] : decode<Names>(std::string_view(client.ask("bus", "services", {}))).services)
        names.insert(name);
    if (!target.bus.empty()) return names;
    if (const auto run = StateDir(target.state).running())
        for (const auto& process : run->processes)
            if (process.name != "bus" && process.name != "gateway") names.insert(process.name);
    return names;
}

}  // namespace

std::vector<Finding> verify_all(const Target& target) {
    bus::Loop loop;
    bus::Client client(loop, target.requests());
    std::vector<Finding> findings;
    for (const auto& name : services_of(client, target)) {
        Finding finding{.source = name};
        try {
            const auto answer =
                client.ask(name, "$verify", {}, {.timeout = as_long_as_it_takes, .actor = local_operator()});
            finding.verification = decode<kit::Verification>(std::string_view(answer));
        } catch (const Error& error) {
            if (error.code() == Code::unimplemented) continue;  // a service of others, without a history
            finding.error = error;
        }
        findings.push_back(std::move(finding));
    }
    return findings;
}

}  // namespace rapport::cli::events
