// SPDX-License-Identifier: MIT
#include "services/cli/doctor/plugins.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "sdk/host/record.hpp"
#include "services/cli/plugin/list.hpp"

namespace rapport::cli::doctor {
namespace {

/// Those whose settings name it; where none does, anybody may be meant. A record's time is that of its second's
/// beginning.
bool started_since(const std::vector<std::string>& named_by, const Started& started, const std::string& record) {
    const auto recorded = instant_from(record);
    if (!recorded || started.empty()) return false;
    const auto since = *recorded + Millis(1'000);
    if (named_by.empty()) return std::ranges::all_of(started, [&](const auto& each) { return each.second >= since; });
    return std::ranges::all_of(named_by, [&](const std::string& where) {
        const auto found = started.find(where.substr(0, where.find(".toml")));
        return found != started.end() && found->second >= since;
    });
}

/// What is to be mended: a file that loads well was refused for its settings.
std::string remedy_of(const plugin::Listed& listed, const sdk::PluginRecord& record) {
    if (record.state == "quarantined")
        return "see its log, and mend or replace " + record.file + "; or have it tried again";
    if (!listed.refused.empty()) return "replace " + record.file + ", and have it tried again";
    return fmt::format(
        "its file is sound: mend its settings{}, start that service anew, and have it tried again",
        listed.named_by.empty() ? std::string() : fmt::format(" ({})", fmt::join(listed.named_by, ", ")));
}

}  // namespace

Checks plugin_checks(const StateDir& state, const Started& started) {
    Checks checks;
    const sdk::PluginRecords records(state.path() / "plugins");
    std::size_t running = 0;
    for (const auto& record : records.all()) {
        if (record.state == "running") {
            ++running;
            continue;
        }
        const auto listed = plugin::look_up(record.id, record.file, state.path());
        if (!listed.in_use()) continue;
        const bool refused = record.state == "refused";
        if (refused && started_since(listed.named_by, started, record.since)) continue;
        checks.push_back(failed("plugin " + record.id,
                                fmt::format("{} since {}: {}", record.state, record.since, record.why),
                                remedy_of(listed, record),
                                command({"rapport", "plugin", "lift", record.id, "--state", state.path().string()})));
    }
    if (checks.empty() && running > 0) checks.push_back(ok("plugins", fmt::format("{} run", running)));
    return checks;
}

}  // namespace rapport::cli::doctor
