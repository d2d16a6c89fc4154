// SPDX-License-Identifier: MIT
#include "services/cli/target.hpp"

#include <unistd.h>

#include <CLI/CLI.hpp>

#include "bus/base/error.hpp"
#include "services/cli/state_dir.hpp"

namespace rapport::cli {
namespace {

CLI::Option* state_option(CLI::App& verb, std::string& state) {
    state = StateDir::by_default().string();
    return verb.add_option("--state", state, "The folder that holds everything of a deployment")
        ->type_name("DIR")
        ->envname("RAPPORT_STATE")
        ->capture_default_str();
}

}  // namespace

void add_state_option(CLI::App& verb, std::string& state) { state_option(verb, state); }

void add_target_options(CLI::App& verb, Target& target) {
    state_option(verb, target.state);
    verb.add_option("--bus", target.bus, "The bus's endpoint, in place of --state")
        ->type_name("URL")
        ->envname("RAPPORT_BUS");
    verb.add_option("--key", target.key, "The key's file, for a bus that takes keys")
        ->type_name("FILE")
        ->envname("RAPPORT_KEY");
}

bus::Address Target::requests() const {
    if (!bus.empty()) return {bus, key};
    if (!key.empty()) throw Error(Code::invalid_argument, "--key is for a bus that is named with --bus URL");
    const StateDir dir(state);
    const auto run = dir.running();
    if (!run)
        throw Error(Code::unavailable,
                    "nothing runs on " + dir.path().string() + " (start it with: rapport up --state DIR)");
    return run->bus;
}

std::optional<Actor> Target::actor() const {
    if (!key.empty()) return {};
    return local_operator();
}

Actor local_operator() { return {.id = "local:" + std::to_string(::getuid()), .kind = "local", .roles = {"admin"}}; }

}  // namespace rapport::cli
