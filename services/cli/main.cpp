// SPDX-License-Identifier: MIT
#include <CLI/CLI.hpp>
#include <cstdio>

#include "bus/base/error.hpp"
#include "services/cli/up/verb.hpp"

int main(int argc, char** argv) {
    using namespace rapport;
    CLI::App app("Rapport: relationship management for IT service providers", "rapport");
    app.set_version_flag("--version", "rapport " RAPPORT_VERSION);
    app.require_subcommand(1);
    app.footer("Exit codes: 0 done, 1 an error was answered, 2 wrong usage, 3 cannot connect, 4 refused.");
    cli::Action action;
    cli::up::add_verb(app, action);
    try {
        app.parse(argc, argv);
        return action();
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? cli::Exit::ok : cli::Exit::usage;
    } catch (const Error& error) {
        std::fprintf(stderr, "rapport: %s\n", error.what());
        return exit_code_of(error.code());
    } catch (const std::exception& error) {
        std::fprintf(stderr, "rapport: %s\n", error.what());
        return cli::Exit::wrong;
    }
}
