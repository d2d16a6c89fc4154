// SPDX-License-Identifier: MIT
#include <CLI/CLI.hpp>
#include <cstdio>

#include "bus/base/error.hpp"
#include "bus/monitor/verbs.hpp"
#include "services/cli/events/verb.hpp"
#include "services/cli/imports/verb.hpp"
#include "services/cli/keys/verb.hpp"
#include "services/cli/plugin/verb.hpp"
#include "services/cli/target.hpp"
#include "services/cli/up/verb.hpp"

namespace {

namespace bus = rapport::bus;
namespace cli = rapport::cli;

/// tail, call and ls, which only have to be told which bus.
void add_monitor(CLI::App& app, cli::Target& target, int& exit_code) {
    bus::monitor::add_verbs(
        app,
        [&target] {
            return bus::monitor::Target{target.requests(), target.actor()};
        },
        exit_code);
    for (const auto* name : {"tail", "call", "ls"}) cli::add_target_options(*app.get_subcommand(name), target);
}

int run(int argc, char** argv) {
    CLI::App app("Rapport: relationship management for IT service providers.", "rapport");
    app.set_version_flag("--version", "rapport " RAPPORT_VERSION);
    app.require_subcommand(1);
    app.footer("Exit codes: 0 done, 1 an error was answered, 2 wrong usage, 3 cannot connect, 4 refused.");
    cli::Action action;
    cli::Target monitored;
    int exit_code = cli::Exit::ok;
    cli::up::add_verb(app, action);
    add_monitor(app, monitored, exit_code);
    cli::imports::add_verb(app, action);
    cli::events::add_verb(app, action);
    cli::keys::add_verb(app, action);
    cli::plugin::add_verb(app, action);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? cli::Exit::ok : cli::Exit::usage;
    }
    return action ? action() : exit_code;
}

}  // namespace

int main(int argc, char** argv) {
    try {
        return run(argc, argv);
    } catch (const rapport::Error& error) {
        std::fprintf(stderr, "rapport: %s\n", error.what());
        return rapport::exit_code_of(error.code());
    } catch (const std::exception& error) {
        std::fprintf(stderr, "rapport: %s\n", error.what());
        return cli::Exit::wrong;
    }
}
