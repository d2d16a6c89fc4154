// SPDX-License-Identifier: MIT
#include "services/cli/services.hpp"

#include "bus/base/codec.hpp"
#include "services/cli/state_dir.hpp"

namespace rapport::cli {
namespace {

struct Name {
    std::string name;
    static constexpr auto fields = describe(Field{"name", &Name::name, "of the service"});
};
struct Names {
    std::vector<Name> services;
    static constexpr auto fields = describe(Field{"services", &Names::services, "that the bus knows"});
};

}  // namespace

std::set<std::string> services_of(bus::Client& client, const Target& target) {
    std::set<std::string> names;
    const auto answer = client.ask("bus", "services", {}, {.query = true, .retry = true});
    for (const auto& [name] : decode<Names>(std::string_view(answer)).services) names.insert(name);
    if (!target.bus.empty()) return names;
    if (const auto run = StateDir(target.state).running())
        for (const auto& process : run->processes)
            if (process.name != "bus" && process.name != "gateway") names.insert(process.name);
    return names;
}

}  // namespace rapport::cli
