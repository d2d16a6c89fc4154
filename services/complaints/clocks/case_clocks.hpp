// SPDX-License-Identifier: MIT
#pragma once
#include <functional>

#include "services/complaints/clocks/clock_rules.hpp"

/// The clocks of one complaint, as they follow what becomes of it: rules in, clocks and marks out. Pure but for the
/// rules and calendars, which are looked up when they are needed.
namespace rapport::complaints {

/// A clock has come to 75 or 100 percent of its time.
struct ClockMark {
    ClockKind clock;
    std::int32_t percent;
    bool told = false;  ///< it was told before, when the complaint was over and nobody was to act
};
using ClockMarks = std::vector<ClockMark>;

/// What the clocks of a complaint go by.
struct ClockBasis {
    Instant now;
    std::vector<TargetRule> targets;  ///< that are in force
    PausePolicy pauses;
    std::function<const std::vector<registry::api::Agreement>&()> agreements;  ///< of its party
    std::function<CalendarId()> default_calendar;                              ///< where nothing names one
    std::function<std::optional<std::int64_t>(const CalendarId&)> version_of;  ///< none: there is no such calendar
    std::function<kit::BusinessTime(const CalendarId&, std::int64_t version)> time;
};

/// How long a clock waits for the priority that says what is promised.
inline constexpr Millis priority_wait = std::chrono::minutes(1);

/// What is promised for a clock of that complaint.
std::optional<ClockTarget> clock_target(ClockKind kind, const Complaint& complaint, const ClockBasis& basis);

/// Whether a change has anything to do with its clocks, be it that one has come to a mark by now.
bool concerns_clocks(const Complaint& before, const Complaint& after, Instant now);

/// Gives a new complaint its clocks, and says what they have come to already. While it has no priority, what hangs on
/// that waits, for a minute at most.
ClockMarks start_clocks(Complaint& complaint, const ClockBasis& basis);

/// Has the clocks of `after` follow what became of it, be it only that time went by: the state, and what its priority,
/// service and party have promised. `rules_since`: when targets, calendars or agreements became others.
ClockMarks follow_clocks(const Complaint& before, Complaint& after, const ClockBasis& basis,
                         std::optional<Instant> rules_since = {});

/// When the next of its clocks is to be looked at; nothing while none can come to a mark.
std::optional<Instant> next_look(const Complaint& complaint, Instant now);

}  // namespace rapport::complaints
