// SPDX-License-Identifier: MIT
#include "services/kit/service/placement.hpp"

#include "services/kit/config.hpp"

namespace rapport::kit {
namespace {

struct Named {
    std::optional<std::string> state, store;
    static constexpr auto fields = describe(Field{"state", &Named::state, "folder of stores and configuration"},
                                            Field{"store", &Named::store, "DSN", secret});
};

std::string variable(const std::map<std::string, std::string>& environment, const std::string& name,
                     const std::string& otherwise) {
    const auto found = environment.find(name);
    return found == environment.end() || found->second.empty() ? otherwise : found->second;
}

}  // namespace

std::string state_folder(const std::string& service, const std::vector<std::string>& flags,
                         const std::map<std::string, std::string>& environment) {
    for (std::size_t i = 0; i < flags.size(); ++i) {
        if (flags[i] == "--state" && i + 1 < flags.size()) return flags[i + 1];
        if (flags[i].starts_with("--state=")) return flags[i].substr(8);
    }
    return variable(environment, ConfigSources::variable(service, "state"), ".");
}

std::string settings_folder(const std::string& state, const std::map<std::string, std::string>& environment) {
    return variable(environment, "RAPPORT_CONFIG", state + "/config");
}

std::string settings_file(const std::string& service, const std::string& state,
                          const std::map<std::string, std::string>& environment) {
    return settings_folder(state, environment) + "/" + service + ".toml";
}

Placement placement_of(const std::string& service, const std::string& state, const std::string& own_name) {
    const auto environment = ConfigSources::process_environment();
    ConfigSources sources(service, settings_file(service, state, environment), {}, environment);
    sources.leave_rest_to_others();
    const auto named = sources.read<Named>();
    const std::string folder = named.state.value_or(state);
    return {.state = folder,
            .store = named.store.value_or("sqlite:" + folder + "/" + own_name + ".db"),
            .named = named.store.has_value()};
}

}  // namespace rapport::kit
