// SPDX-License-Identifier: MIT
#include "services/cli/verbs.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "bus/base/names.hpp"
#include "bus/monitor/verbs.hpp"
#include "services/cli/backup/verb.hpp"
#include "services/cli/completion.hpp"
#include "services/cli/demo/verb.hpp"
#include "services/cli/doctor/verb.hpp"
#include "services/cli/events/verb.hpp"
#include "services/cli/health.hpp"
#include "services/cli/imports/verb.hpp"
#include "services/cli/keys/verb.hpp"
#include "services/cli/plugin/verb.hpp"
#include "services/cli/target.hpp"
#include "services/cli/up/verb.hpp"

namespace rapport::cli {
namespace {

/// What looks at the bus, and only has to be told which.
void add_monitor(CLI::App& app, Action& action) {
    const auto flags = std::make_shared<TargetFlags>();
    const auto before = app.get_subcommands({});
    bus::monitor::add_verbs(
        app,
        [flags] {
            const Target target = target_of(*flags);
            return bus::monitor::Target{target.requests(), target.actor()};
        },
        action);
    const std::function<void(CLI::App&)> add_to = [&](CLI::App& verb) {
        const auto parts = verb.get_subcommands({});
        if (parts.empty()) return add_target_options(verb, *flags);
        for (CLI::App* const part : parts) add_to(*part);
    };
    for (CLI::App* const verb : app.get_subcommands({}))
        if (std::ranges::find(before, verb) == before.end()) add_to(*verb);
}

/// The verb that was come to so far.
const CLI::App& last_named(const CLI::App& app) {
    const auto named = app.get_subcommands();
    return named.empty() ? app : last_named(*named.front());
}

}  // namespace

void add_all_verbs(CLI::App& app, Action& action) {
    app.name("rapport");
    app.description("Rapport: relationship management for IT service providers.");
    app.set_version_flag("--version", "rapport " RAPPORT_VERSION);
    app.require_subcommand(1);
    app.footer(
        "Exit codes: 0 done, 1 an error was answered, 2 wrong usage, 3 cannot connect, 4 refused, 141 nobody read the "
        "output;\nsee a verb's --help.");
    up::add_verb(app, action);
    add_monitor(app, action);
    imports::add_verb(app, action);
    demo::add_verb(app, action);
    events::add_verb(app, action);
    backup::add_verbs(app, action);
    doctor::add_verb(app, action);
    add_health(app, action);
    keys::add_verb(app, action);
    plugin::add_verb(app, action);
    add_completion(app, action);
}

std::optional<std::string> unknown_verb(const CLI::App& app) {
    const CLI::App& above = last_named(app);
    const auto parts = above.get_subcommands(std::function<bool(const CLI::App*)>());
    const auto rest = above.remaining();
    if (parts.empty() || rest.empty() || rest.front().starts_with('-')) return {};
    std::vector<std::string_view> known;
    for (const auto* part : parts) known.push_back(part->get_name());
    const std::string& given = rest.front();
    if (const auto meant = nearest(given, known); !meant.empty())
        return fmt::format("{} has no {}; did you mean {}?", above.get_name(), given, meant);
    return fmt::format("{} has no {}; there are {}", above.get_name(), given, fmt::join(known, ", "));
}

}  // namespace rapport::cli
