// SPDX-License-Identifier: MIT
#include <sys/stat.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>

#include "bus/base/error.hpp"
#include "bus/base/open_files.hpp"
#include "bus/base/text.hpp"
#include "bus/monitor/verbs.hpp"
#include "services/cli/backup/verb.hpp"
#include "services/cli/completion.hpp"
#include "services/cli/doctor/verb.hpp"
#include "services/cli/events/verb.hpp"
#include "services/cli/health.hpp"
#include "services/cli/imports/verb.hpp"
#include "services/cli/keys/verb.hpp"
#include "services/cli/plugin/verb.hpp"
#include "services/cli/target.hpp"
#include "services/cli/up/verb.hpp"

namespace {

namespace bus = rapport::bus;
namespace cli = rapport::cli;

/// What looks at the bus, and only has to be told which.
void add_monitor(CLI::App& app, cli::Target& target, int& exit_code) {
    const auto before = app.get_subcommands({});
    bus::monitor::add_verbs(
        app,
        [&target] {
            return bus::monitor::Target{target.requests(), target.actor()};
        },
        exit_code);
    const std::function<void(CLI::App&)> add_to = [&](CLI::App& verb) {
        const auto parts = verb.get_subcommands({});
        if (parts.empty()) return cli::add_target_options(verb, target);
        for (CLI::App* const part : parts) add_to(*part);
    };
    for (CLI::App* const verb : app.get_subcommands({}))
        if (std::ranges::find(before, verb) == before.end()) add_to(*verb);
}

int run(int argc, char** argv) {
    CLI::App app("Rapport: relationship management for IT service providers.", "rapport");
    app.set_version_flag("--version", "rapport " RAPPORT_VERSION);
    app.require_subcommand(1);
    app.footer(
        "Exit codes: 0 done, 1 an error was answered, 2 wrong usage, 3 cannot connect, 4 refused; see a verb's "
        "--help.");
    cli::Action action;
    cli::Target monitored;
    int exit_code = cli::Exit::ok;
    cli::up::add_verb(app, action);
    add_monitor(app, monitored, exit_code);
    cli::imports::add_verb(app, action);
    cli::events::add_verb(app, action);
    cli::backup::add_verbs(app, action);
    cli::doctor::add_verb(app, action);
    cli::add_health(app, action);
    cli::keys::add_verb(app, action);
    cli::plugin::add_verb(app, action);
    // What a deployment keeps is its user's alone; what a plugin's author makes is for whom he likes.
    const auto before = ::umask(077);
    app.get_subcommand("plugin")->preparse_callback([before](std::size_t) { ::umask(before); });
    cli::add_completion(app, action);
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
        rapport::allow_many_open_files();
        return run(argc, argv);
    } catch (const rapport::Error& error) {
        std::fprintf(stderr, "rapport: %s\n", rapport::printable_lines(error.what()).c_str());
        return rapport::exit_code_of(error.code());
    } catch (const std::exception& error) {
        std::fprintf(stderr, "rapport: %s\n", rapport::printable_lines(error.what()).c_str());
        return cli::Exit::wrong;
    }
}
