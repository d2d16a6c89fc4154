// SPDX-License-Identifier: MIT
#include "services/cli/doctor/verb.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <iterator>
#include <memory>

#include "bus/base/error.hpp"
#include "bus/base/text.hpp"
#include "services/cli/doctor/check.hpp"
#include "services/cli/doctor/clock.hpp"
#include "services/cli/doctor/folder.hpp"
#include "services/cli/doctor/live.hpp"
#include "services/cli/doctor/plugins.hpp"
#include "services/cli/doctor/stores.hpp"
#include "services/cli/target.hpp"

namespace rapport::cli::doctor {
namespace {

struct Options {
    TargetFlags target;
    bool json = false, deep = false;
};

void add(Checks& to, Checks more) { std::ranges::move(more, std::back_inserter(to)); }

/// What can be seen in the state folder, unless it is only a bus elsewhere that is asked about.
Checks all_checks(const Options& options) {
    Checks checks;
    const Target target = target_of(options.target);
    if (target.bus.empty() || target.state_named) {
        const StateDir state(target.state);
        checks = folder_checks(state);
        if (checks.size() == 1) return checks;  // there is no such folder, and so nothing runs on it
        try {
            add(checks, store_checks(state.path(), options.deep));
        } catch (const Error&) {
            // Settings that cannot be read were told above.
        }
        add(checks, plugin_checks(state, started(target)));
    }
    checks.push_back(clock_kept());
    add(checks, live_checks(target, RAPPORT_VERSION));
    return checks;
}

int run(const Options& options) {
    const auto checks = all_checks(options);
    std::cout << (options.json ? as_json(checks) : printable_lines(as_lines(checks)));
    return exit_code(checks);
}

}  // namespace

void add_verb(CLI::App& app, Action& action) {
    const auto options = std::make_shared<Options>();
    auto* verb =
        app.add_subcommand("doctor", "Looks at a deployment from all sides; says what is wrong and what to do.");
    add_target_options(*verb, options->target, Both::allowed);
    verb->add_flag("--json", options->json, "As JSON, for programs");
    verb->add_flag("--deep", options->deep, "Reads every store from end to end");
    verb->footer(
        "With --bus and --state it asks that bus and looks at that folder.\n"
        "Ends with 0 if all is well, 1 if something failed, 5 if nothing failed but something wants attention.");
    verb->callback([options, &action] { action = [options] { return run(*options); }; });
}

}  // namespace rapport::cli::doctor
