// SPDX-License-Identifier: MIT
#include "services/complaints/clock.hpp"

#include <algorithm>

namespace rapport::complaints {
namespace {

using kit::BusinessMillis;
using kit::BusinessTime;

constexpr std::int64_t ms_a_minute = 60'000;

bool over(const CaseClock& clock) { return clock.state == ClockState::stopped || clock.state == ClockState::cancelled; }

bool held(const CaseClock& clock) { return clock.aim.source != TargetSource::none; }

std::int64_t promised_ms(const CaseClock& clock) { return clock.aim.minutes * ms_a_minute; }

/// When the clock will have used that much, from `since` on; `since` if it has.
Instant when_used(const CaseClock& clock, std::int64_t ms, const BusinessTime& time) {
    return ms <= clock.used_ms ? clock.since : time.add(clock.since, {ms - clock.used_ms});
}

/// Works out what a running clock will reach and when; what a paused one would is not known.
void foresee(CaseClock& clock, const BusinessTime& time) {
    const bool runs = clock.state == ClockState::running && held(clock);
    if (clock.reached < 75)
        clock.warn_at = runs ? std::optional(when_used(clock, promised_ms(clock) * 3 / 4, time)) : std::nullopt;
    if (clock.reached < 100)
        clock.due_at = runs ? std::optional(when_used(clock, promised_ms(clock), time)) : std::nullopt;
}

/// Brings `used_ms` and the pauses up to `at`.
void settle(CaseClock& clock, Instant at, const BusinessTime& time) {
    at = std::max(at, clock.since);
    const BusinessMillis passed = time.between(clock.since, at);
    if (clock.state == ClockState::running) clock.used_ms += passed.ms;
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

CaseClock started(ClockKind kind, const Aim& aim, Instant at, const BusinessTime& time) {
    CaseClock clock{.kind = kind, .aim = aim, .started_at = at, .since = at};
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

CaseClock retargeted(CaseClock clock, const Aim& aim, Instant at, const BusinessTime& before,
                     const BusinessTime& after) {
    if (over(clock)) return clock;
    settle(clock, at, before);
    clock.aim = aim;
    if (held(clock)) {
        if (clock.used_ms < promised_ms(clock) && clock.reached == 100) clock.reached = 75;
        if (clock.used_ms < promised_ms(clock) * 3 / 4) clock.reached = 0;
        clock.breached = clock.used_ms > promised_ms(clock) || clock.reached == 100;
    }
    foresee(clock, after);
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

}  // namespace rapport::complaints
