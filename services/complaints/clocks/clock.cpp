// SPDX-License-Identifier: MIT
#include "services/complaints/clocks/clock.hpp"

#include <algorithm>

namespace rapport::complaints {
namespace {

using kit::BusinessMillis;
using kit::BusinessTime;

constexpr std::int64_t ms_a_minute = 60'000;

bool over(const CaseClock& clock) { return clock.state == ClockState::stopped || clock.state == ClockState::cancelled; }

bool held(const CaseClock& clock) { return clock.target.source != TargetSource::none; }

std::int64_t promised_ms(const CaseClock& clock) { return clock.target.minutes * ms_a_minute; }

/// When the clock had used that much, if that was while it was provisional, which is where it began.
std::optional<Instant> when_used_provisionally(const CaseClock& clock, std::int64_t ms, const BusinessTime& time) {
    for (const Run& run : clock.provisional) {
        const std::int64_t used = time.between(run.from, run.until).ms;
        if (ms <= used) return time.add(run.from, {ms});
        ms -= used;
    }
    return {};
}

/// When the clock had or will have used that much; `since` if it had before and it is not known when.
Instant when_used(const CaseClock& clock, std::int64_t ms, const BusinessTime& time) {
    if (ms > clock.used_ms) return time.add(clock.since, {ms - clock.used_ms});
    return when_used_provisionally(clock, ms, time).value_or(clock.since);
}

std::int64_t warning_ms(const CaseClock& clock) { return promised_ms(clock) * 3 / 4; }

/// Works out what a running clock will reach and when; what a paused one would is not known.
void foresee(CaseClock& clock, const BusinessTime& time) {
    const bool runs = clock.state == ClockState::running && held(clock);
    if (clock.reached < 75)
        clock.warn_at = runs ? std::optional(when_used(clock, warning_ms(clock), time)) : std::nullopt;
    if (clock.reached < 100)
        clock.due_at = runs ? std::optional(when_used(clock, promised_ms(clock), time)) : std::nullopt;
}

/// Brings `used_ms` and the pauses up to `at`.
void settle(CaseClock& clock, Instant at, const BusinessTime& time) {
    at = std::max(at, clock.since);
    const BusinessMillis passed = time.between(clock.since, at);
    if (clock.state == ClockState::running) {
        clock.used_ms += passed.ms;
        if (clock.preliminary && clock.since < at) clock.provisional.push_back({clock.since, at});
    }
    if (clock.state == ClockState::paused && passed.ms > 0) {
        const std::string reason = clock.pause_reason.value_or("");
        const auto known = std::ranges::find(clock.pauses, reason, &Paused::reason);
        if (known != clock.pauses.end()) known->ms += passed.ms;
        else clock.pauses.push_back({reason, passed.ms});
    }
    clock.since = at;
    if (held(clock) && clock.used_ms > promised_ms(clock)) clock.breached = true;
}

}  // namespace

CaseClock started(ClockKind kind, const ClockTarget& target, Instant at, const BusinessTime& time) {
    CaseClock clock{.kind = kind, .target = target, .started_at = at, .since = at};
    foresee(clock, time);
    return clock;
}

CaseClock followed(CaseClock clock, Effect effect, std::string_view reason, Instant at, const BusinessTime& time) {
    if (over(clock)) {
        const bool goes_on = clock.kind == ClockKind::resolve && (effect == Effect::runs || effect == Effect::pauses);
        if (!goes_on) return clock;
        clock.stopped_at.reset();
    }
    settle(clock, at, time);
    clock.pause_reason.reset();
    switch (effect) {
        case Effect::runs:
            clock.state = ClockState::running;
            break;
        case Effect::pauses:
            clock.state = ClockState::paused;
            clock.pause_reason = std::string(reason);
            break;
        case Effect::stops:
        case Effect::cancels:
            clock.state = effect == Effect::stops ? ClockState::stopped : ClockState::cancelled;
            clock.stopped_at = clock.since;
            return clock;
    }
    foresee(clock, time);
    return clock;
}

CaseClock retargeted(CaseClock clock, const ClockTarget& target, Instant at, const BusinessTime& before,
                     const BusinessTime& after) {
    if (clock.state == ClockState::cancelled || (over(clock) && !clock.preliminary)) return clock;
    if (!over(clock)) settle(clock, at, before);
    for (const Run& run : clock.provisional)
        clock.used_ms += (after.between(run.from, run.until) - before.between(run.from, run.until)).ms;
    clock.target = target;
    if (held(clock)) {
        if (clock.used_ms < promised_ms(clock) && clock.reached == 100) clock.reached = 75;
        if (clock.used_ms < warning_ms(clock)) clock.reached = 0;
        clock.breached = clock.used_ms > promised_ms(clock) || clock.reached == 100;
    }
    if (over(clock)) {
        clock.warn_at = held(clock) ? std::optional(when_used(clock, warning_ms(clock), after)) : std::nullopt;
        clock.due_at = held(clock) ? std::optional(when_used(clock, promised_ms(clock), after)) : std::nullopt;
        return clock;
    }
    foresee(clock, after);
    if (!held(clock)) return clock;
    if (const auto warned = when_used_provisionally(clock, warning_ms(clock), after)) clock.warn_at = warned;
    if (const auto due = when_used_provisionally(clock, promised_ms(clock), after)) clock.due_at = due;
    return clock;
}

CaseClock confirmed(CaseClock clock, Instant at, const BusinessTime& time) {
    if (!over(clock)) settle(clock, at, time);
    clock.preliminary = false;
    return clock;
}

CaseClock resumed(CaseClock clock, const BusinessTime& time) {
    clock.state = ClockState::running;
    clock.stopped_at.reset();
    foresee(clock, time);
    return clock;
}

BusinessMillis used_at(const CaseClock& clock, Instant at, const BusinessTime& time) {
    if (clock.state != ClockState::running) return {clock.used_ms};
    return BusinessMillis{clock.used_ms} + time.between(clock.since, std::max(at, clock.since));
}

std::optional<Instant> next_mark(const CaseClock& clock) {
    if (clock.state != ClockState::running || clock.reached == 100) return {};
    return clock.reached < 75 ? clock.warn_at : clock.due_at;
}

std::vector<std::int32_t> reach(CaseClock& clock, Instant at) {
    std::vector<std::int32_t> marks;
    for (auto mark = next_mark(clock); mark && *mark <= at; mark = next_mark(clock)) {
        clock.reached = clock.reached < 75 ? 75 : 100;
        clock.breached = clock.breached || clock.reached == 100;
        marks.push_back(clock.reached);
    }
    return marks;
}

std::vector<std::int32_t> reach_at_rest(CaseClock& clock) {
    std::vector<std::int32_t> marks;
    if (clock.state != ClockState::paused && clock.state != ClockState::stopped) return marks;
    for (const auto& [percent, ms] : {std::pair(75, warning_ms(clock)), {100, promised_ms(clock)}}) {
        if (!held(clock) || clock.reached >= percent || clock.used_ms <= ms) continue;
        clock.reached = percent;
        auto& when = percent == 100 ? clock.due_at : clock.warn_at;
        when = when.value_or(clock.since);
        marks.push_back(percent);
    }
    return marks;
}

}  // namespace rapport::complaints
