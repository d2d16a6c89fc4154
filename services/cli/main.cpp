// SPDX-License-Identifier: MIT
#include <sys/stat.h>

#include <CLI/CLI.hpp>
#include <cstdio>

#include "bus/base/error.hpp"
#include "bus/base/open_files.hpp"
#include "bus/base/program.hpp"
#include "bus/base/text.hpp"
#include "services/cli/output.hpp"
#include "services/cli/verbs.hpp"

namespace {

namespace cli = rapport::cli;

int run(int argc, char** argv) {
    CLI::App app;
    cli::Action action;
    cli::add_all_verbs(app, action);
    // What a deployment keeps is its user's alone; what a plugin's author makes is for whom they like.
    const auto before = ::umask(077);
    app.get_subcommand("plugin")->preparse_callback([before](std::size_t) { ::umask(before); });
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        if (const auto unknown = error.get_exit_code() == 0 ? std::nullopt : cli::unknown_verb(app)) {
            std::fprintf(stderr, "%s\n", unknown->c_str());
            return cli::Exit::usage;
        }
        return app.exit(error) == 0 ? cli::Exit::ok : cli::Exit::usage;
    }
    return action();
}

int run_and_tell(int argc, char** argv) try { return run(argc, argv); } catch (const rapport::Error& error) {
    std::fprintf(stderr, "rapport: %s\n", rapport::printable_lines(error.what()).c_str());
    return rapport::exit_code_of(error.code());
} catch (const std::exception& error) {
    std::fprintf(stderr, "rapport: %s\n", rapport::printable_lines(error.what()).c_str());
    return cli::Exit::wrong;
} catch (const cli::OutputFailed&) {
    return cli::Exit::ok;  // of its output, which is looked at next, it will not be
}

}  // namespace

int main(int argc, char** argv) {
    rapport::allow_many_open_files();
    rapport::StandardOutput output("rapport");
    return output.end(run_and_tell(argc, argv));
}
