// SPDX-License-Identifier: MIT
#include "services/notifier/pause.hpp"

#include <algorithm>

namespace rapport::notifier {
namespace {

constexpr Millis first = std::chrono::seconds(5), longest = std::chrono::minutes(10);

struct Kept {
    Pause pause;
    std::string settings;
};

std::optional<Kept> read(const kit::View& view, const std::string& channel) {
    const auto row = view.db().row<std::string, std::int64_t, std::string, std::string, std::string, std::string>(
        "select id, failures, reason, since, until, settings from channel_pauses where channel = ?", {channel});
    if (!row) return {};
    const auto& [id, failures, reason, since, until, settings] = *row;
    return Kept{{.id = PauseId(uuid_from(id).value()),
                 .channel = channel,
                 .failures = failures,
                 .reason = reason,
                 .since = instant_from(since).value(),
                 .until = instant_from(until).value()},
                settings};
}

}  // namespace

Pause paused(Pause pause, std::string reason, Instant now) {
    Millis wait = first;
    for (std::int64_t i = 0; i < pause.failures && wait < longest; ++i) wait *= 3;
    if (++pause.failures == 1) pause.since = now;
    pause.reason = std::move(reason);
    pause.until = now + std::min(wait, longest);
    return pause;
}

/// One that is further ahead than any lasts is of a clock that was set back since.
bool holds(const Pause& pause, Instant now) { return now < pause.until && pause.until - now <= longest; }

std::optional<Pause> Pauses::of(const kit::View& view, const std::string& channel, const std::string& settings) const {
    auto kept = read(view, channel);
    if (!kept || kept->settings != settings) return {};
    return std::move(kept->pause);
}

Pause Pauses::lengthen(kit::Unit& unit, const std::string& channel, const std::string& settings,
                       std::string reason) const {
    const Pause before = of(unit, channel, settings).value_or(Pause{.id = unit.new_id<PauseId>(), .channel = channel});
    Pause pause = paused(before, std::move(reason), unit.now());
    unit.db().run(
        "insert into channel_pauses (channel, id, failures, reason, since, until, settings) values (?, ?, ?, ?, ?, ?, "
        "?) "
        "on conflict (channel) do update set id = excluded.id, failures = excluded.failures, reason = excluded.reason, "
        "since = excluded.since, until = excluded.until, settings = excluded.settings",
        {channel, pause.id, pause.failures, pause.reason, pause.since, pause.until, settings});
    return pause;
}

std::optional<Pause> Pauses::end(kit::Unit& unit, const std::string& channel) const {
    auto kept = read(unit, channel);
    if (!kept) return {};
    unit.db().run("delete from channel_pauses where channel = ?", {channel});
    return std::move(kept->pause);
}

}  // namespace rapport::notifier
