// SPDX-License-Identifier: MIT
#include "services/complaints/clocks/case_clocks.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "services/complaints/rules/lifecycle.hpp"
#include "services/registry/api.hpp"

namespace rapport::complaints {
namespace {

namespace registry = registry::api;

constexpr ClockKind all_kinds[] = {ClockKind::acknowledge, ClockKind::respond, ClockKind::resolve};

/// What lists show and sort by: the first that a running clock is due, and whether any is too late.
void summarise(Complaint& complaint) {
    complaint.due_at.reset();
    complaint.breached = false;
    for (const CaseClock& clock : complaint.clocks) {
        complaint.breached = complaint.breached || clock.breached;
        if (clock.state == ClockState::running && clock.due_at)
            complaint.due_at = std::min(complaint.due_at.value_or(*clock.due_at), *clock.due_at);
    }
}

void add(ClockMarks& marks, ClockKind clock, const std::vector<std::int32_t>& reached) {
    for (const std::int32_t percent : reached) marks.push_back({clock, percent});
}

bool has(const Complaint& complaint, ClockKind kind) {
    return std::ranges::find(complaint.clocks, kind, &CaseClock::kind) != complaint.clocks.end();
}

kit::BusinessTime time_of(const ClockTarget& target, const ClockBasis& basis) {
    return basis.time(target.calendar, target.calendar_version);
}

/// Whether its ending was a mistake that is undone now.
bool is_reinstated(const Complaint& before, const Complaint& after) { return is_dropped(before.state) && after.open; }

/// Whether the priority is not known yet, and may come to be.
bool preliminary(const Complaint& complaint) { return !complaint.priority && !complaint.score_error; }

bool other_promises(const Complaint& a, const Complaint& b) {
    return a.priority != b.priority || a.service != b.service || a.party != b.party;
}

/// Minutes of business time, at least one.
std::int64_t minutes_of(const AgreedTime& agreed, const kit::BusinessTime& time) {
    double minutes = agreed.value;
    if (agreed.unit == registry::TargetUnit::hours) minutes *= 60;
    if (agreed.unit == registry::TargetUnit::days) minutes *= static_cast<double>(time.working_day().ms) / 60'000;
    return std::max<std::int64_t>(1, std::llround(std::min(minutes, 525'600.0)));
}

/// What each priority would promise, for a complaint that has none yet.
std::vector<std::optional<ClockTarget>> targets_by_priority(ClockKind kind, Complaint complaint,
                                                            const ClockBasis& basis) {
    std::vector<std::optional<ClockTarget>> targets;
    for (const Priority priority : {Priority::P1, Priority::P2, Priority::P3, Priority::P4}) {
        complaint.priority = priority;
        targets.push_back(clock_target(kind, complaint, basis));
    }
    return targets;
}

/// A clock that ran from the receipt of the complaint on until now. None if nothing is promised, and nothing will be by
/// the priority.
void start(Complaint& complaint, ClockKind kind, const ClockBasis& basis) {
    auto target = clock_target(kind, complaint, basis);
    if (!target && preliminary(complaint)) {
        const auto possible = targets_by_priority(kind, complaint, basis);
        const auto some = std::ranges::find_if(possible, [](const auto& one) { return one.has_value(); });
        if (some != possible.end()) target = *some;
        if (target) target->source = TargetSource::none;
    }
    if (!target) return;
    const kit::BusinessTime time = time_of(*target, basis);
    CaseClock clock = started(kind, *target, complaint.received_at, time);
    clock.preliminary = true;
    if (!preliminary(complaint)) clock = confirmed(std::move(clock), basis.now, time);
    const auto place = std::ranges::upper_bound(complaint.clocks, kind, {}, &CaseClock::kind);
    complaint.clocks.insert(place, std::move(clock));
}

/// What is promised only now is counted from the receipt on. What was over meanwhile did not run then.
void start_missing(const Complaint& before, Complaint& after, const ClockBasis& basis) {
    for (const ClockKind kind : all_kinds) {
        const bool goes_on = !before.open && before.closed_at && !is_reinstated(before, after);
        if (has(after, kind) || !after.open || (goes_on && kind != ClockKind::resolve)) continue;
        const Effect effect = effect_of(kind, after.state, basis.pauses);
        if (effect != Effect::runs && effect != Effect::pauses) continue;
        start(after, kind, basis);
        const auto made = std::ranges::find(after.clocks, kind, &CaseClock::kind);
        if (made == after.clocks.end()) continue;
        const kit::BusinessTime time = time_of(made->target, basis);
        if (goes_on) {
            *made = followed(started(kind, made->target, after.received_at, time), Effect::stops, {}, *before.closed_at,
                             time);
        }
        *made = followed(*made, effect, pause_reason(after.state), basis.now, time);
    }
}

/// Whether another priority would promise another thing, and there is still hope for one.
bool waits_for_priority(const Complaint& complaint, const CaseClock& clock, const ClockBasis& basis) {
    if (!clock.preliminary || !complaint.created_at || *complaint.created_at + priority_wait <= basis.now) return false;
    const auto targets = targets_by_priority(clock.kind, complaint, basis);
    return std::ranges::any_of(targets, [&](const auto& target) { return target != clock.target; });
}

/// Takes note of what running clocks have come to by `at`.
void note_due(Complaint& complaint, Instant at, const ClockBasis& basis, ClockMarks& marks) {
    for (CaseClock& clock : complaint.clocks) {
        const auto mark = next_mark(clock);
        if (!mark || *mark > at) continue;
        if (waits_for_priority(complaint, clock, basis)) continue;
        add(marks, clock.kind, reach(clock, at));
    }
}

/// What it had come to when it ended was told then, and nobody was to act: now somebody is.
void take_over_told(const Complaint& ended, Complaint& again, ClockMarks& marks) {
    for (CaseClock& clock : again.clocks) {
        const auto then = std::ranges::find(ended.clocks, clock.kind, &CaseClock::kind);
        if (then == ended.clocks.end() || then->target != clock.target || then->reached <= clock.reached) continue;
        clock.reached = then->reached;
        clock.breached = clock.breached || clock.reached == 100;
        marks.push_back({clock.kind, clock.reached, true});
    }
}

/// Of one that ended before what it was then was written down: what stopped with it runs again, where the state lets
/// it.
void resume(const Complaint& before, Complaint& after, const ClockBasis& basis) {
    for (CaseClock& clock : after.clocks)
        if (clock.stopped_at == before.closed_at && effect_of(clock.kind, after.state, basis.pauses) == Effect::runs)
            clock = resumed(clock, time_of(clock.target, basis));
}

/// `decided`: whether the complaint has the priority now, or never will, that its preliminary clocks waited for.
void retarget(Complaint& complaint, Instant at, bool decided, const ClockBasis& basis, ClockMarks& marks) {
    // Another priority would have promised something.
    if (decided)
        std::erase_if(complaint.clocks, [&](const CaseClock& clock) {
            return clock.preliminary && clock.target.source == TargetSource::none &&
                   !clock_target(clock.kind, complaint, basis);
        });
    for (CaseClock& clock : complaint.clocks) {
        ClockTarget unpromised = clock.target;
        unpromised.source = TargetSource::none;
        const ClockTarget target = clock_target(clock.kind, complaint, basis).value_or(unpromised);
        const bool settles = decided && clock.preliminary;
        if (target == clock.target && !settles) continue;
        if (!clock.preliminary) add(marks, clock.kind, reach(clock, at - Millis(1)));
        const kit::BusinessTime after = time_of(target, basis);
        clock = retargeted(clock, target, at, time_of(clock.target, basis), after);
        if (settles) clock = confirmed(std::move(clock), at, after);
        add(marks, clock.kind, reach_at_rest(clock));
    }
}

}  // namespace

std::optional<ClockTarget> clock_target(ClockKind kind, const Complaint& complaint, const ClockBasis& basis) {
    const TargetRule* rule = target_of(kind, complaint, basis.targets);
    const auto agreed = complaint.party ? agreed_time(kind, complaint, basis.agreements(), day_of(basis.now))
                                        : std::optional<AgreedTime>();
    if (!agreed && !rule) return {};
    // One that an agreement names and that we never had counts as none.
    const bool named = agreed && agreed->calendar && basis.version_of(*agreed->calendar);
    const CalendarId calendar = named ? *agreed->calendar : rule ? rule->calendar : basis.default_calendar();
    ClockTarget target{.source = TargetSource::agreement,
                       .calendar = calendar,
                       .calendar_version = basis.version_of(calendar).value()};
    if (agreed) {
        target.minutes = minutes_of(*agreed, time_of(target, basis));
        return target;
    }
    target.minutes = rule->minutes;
    target.source = rule->service    ? TargetSource::service
                    : rule->priority ? TargetSource::priority
                                     : TargetSource::standard;
    return target;
}

bool concerns_clocks(const Complaint& before, const Complaint& after, Instant now) {
    if (before.state != after.state || preliminary(before) != preliminary(after) || other_promises(before, after))
        return true;
    return std::ranges::any_of(after.clocks, [now](const CaseClock& clock) {
        const auto mark = next_mark(clock);
        return mark && *mark <= now;
    });
}

ClockMarks start_clocks(Complaint& complaint, const ClockBasis& basis) {
    ClockMarks marks;
    for (const ClockKind kind : all_kinds)
        if (effect_of(kind, complaint.state, basis.pauses) == Effect::runs) start(complaint, kind, basis);
    note_due(complaint, basis.now, basis, marks);
    summarise(complaint);
    return marks;
}

ClockMarks follow_clocks(const Complaint& before, Complaint& after, const ClockBasis& basis,
                         std::optional<Instant> rules_since) {
    const bool reinstated = is_reinstated(before, after);
    const bool moved = before.state != after.state && !reinstated;
    const bool decided = (preliminary(before) || reinstated) && !preliminary(after);
    const bool anew = decided || reinstated || rules_since || other_promises(before, after);
    ClockMarks marks;
    if (reinstated && before.before_ending) take_over_told(before, after, marks);
    if (reinstated && !before.before_ending) resume(before, after, basis);
    // By the very moment that it is due it was in time. What came due under other rules is seen by those of then.
    if ((moved || anew) && !rules_since) note_due(after, basis.now - Millis(1), basis, marks);
    if (moved)
        for (CaseClock& clock : after.clocks)
            clock = followed(clock, effect_of(clock.kind, after.state, basis.pauses), pause_reason(after.state),
                             basis.now, time_of(clock.target, basis));
    if (anew) retarget(after, rules_since.value_or(basis.now), decided, basis, marks);
    if (moved || anew) start_missing(before, after, basis);
    note_due(after, basis.now, basis, marks);
    summarise(after);
    return marks;
}

std::optional<Instant> next_look(const Complaint& complaint, Instant now) {
    std::optional<Instant> next;
    for (const CaseClock& clock : complaint.clocks) {
        auto mark = next_mark(clock);
        if (!mark) continue;
        // What came and was not told waits for the priority.
        if (*mark <= now && clock.preliminary && complaint.created_at)
            mark = std::max(*mark, *complaint.created_at + priority_wait);
        next = std::min(next.value_or(*mark), *mark);
    }
    return next;
}

}  // namespace rapport::complaints
