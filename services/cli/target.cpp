// SPDX-License-Identifier: MIT
#include "services/cli/target.hpp"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdlib>

#include "bus/base/error.hpp"
#include "services/cli/state_dir.hpp"
#include "services/cli/up/service_names.hpp"
#include "services/kit/config.hpp"

namespace rapport::cli {
namespace {

using Variables = std::map<std::string, std::string>;

// CLI11 could read the environment by itself, but it does so for every verb of the program, and for each option alone:
// here it counts only for the verb that was asked for, and only where no flag says otherwise.
std::string variable(const Variables& environment, const std::string& name) {
    const auto found = environment.find(name);
    return found == environment.end() ? std::string() : found->second;
}

CLI::Option* add_option(CLI::App& verb, const char* name, std::optional<std::string>& value, const char* what,
                        const char* type) {
    return verb.add_option(name, value, what)
        ->type_name(type)
        ->check(CLI::Validator(
            [name = std::string(name)](const std::string& text) {
                return text.empty() ? name + ": is empty; leave it out, or name one" : std::string();
            },
            ""));
}

CLI::Option* state_option(CLI::App& verb, TargetFlags& flags) {
    return add_option(verb, "--state", flags.state,
                      "The folder that holds everything of a deployment; else RAPPORT_STATE, else "
                      "$XDG_DATA_HOME/rapport",
                      "DIR");
}

bool takes_keys(const std::string& bus) { return bus.starts_with("tcp://"); }

}  // namespace

void add_state_option(CLI::App& verb, TargetFlags& flags) { state_option(verb, flags); }

void add_target_options(CLI::App& verb, TargetFlags& flags, Both both) {
    auto* const state = state_option(verb, flags);
    auto* const bus = add_option(verb, "--bus", flags.bus,
                                 "The bus's endpoint, in place of --state; else, without --state, RAPPORT_BUS", "URL");
    add_option(verb, "--key", flags.key, "The key's file, for a bus over TCP; else RAPPORT_KEY", "FILE");
    if (both == Both::refused) bus->excludes(state);
}

Target target_of(const TargetFlags& flags, const Variables& environment) {
    const bool bus_by_environment = !flags.state && !flags.bus;
    const std::string state_variable = flags.bus ? std::string() : variable(environment, "RAPPORT_STATE");
    Target target{.state = flags.state.value_or(state_variable),
                  .bus = flags.bus.value_or(bus_by_environment ? variable(environment, "RAPPORT_BUS") : std::string())};
    target.state_named = !target.state.empty();
    if (!target.state_named) target.state = StateDir::by_default().string();
    if (flags.key && !takes_keys(target.bus))
        throw Error(Code::invalid_argument,
                    "--key is for a bus over TCP: name it with --bus tcp://HOST:PORT, and leave --state out");
    if (takes_keys(target.bus)) target.key = flags.key.value_or(variable(environment, "RAPPORT_KEY"));
    return target;
}

Target target_of(const TargetFlags& flags) {
    if (flags.state) {
        ::unsetenv(kit::ConfigSources::variable("gateway", "state").c_str());
        for (const auto name : up::service_names())
            ::unsetenv(kit::ConfigSources::variable(std::string(name), "state").c_str());
    }
    return target_of(flags, kit::ConfigSources::process_environment());
}

bus::Address Target::requests() const {
    if (!bus.empty()) return {bus, key};
    const StateDir dir(state);
    const auto run = dir.running();
    if (!run)
        throw Error(Code::unavailable, "nothing runs on " + dir.path().string() +
                                           " (start it with: rapport up --state " + dir.path().string() + ")");
    return run->bus;
}

std::optional<Actor> Target::actor() const {
    if (!key.empty()) return {};
    return local_operator();
}

Actor local_operator() { return {.id = "local:" + std::to_string(::getuid()), .kind = "local", .roles = {"admin"}}; }

}  // namespace rapport::cli
