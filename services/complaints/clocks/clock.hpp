// SPDX-License-Identifier: MIT
#pragma once
#include "services/complaints/api/clock.hpp"
#include "services/kit/calendar/business_time.hpp"

/// What runs while a complaint is worked on: values and pure functions, no I/O. All of them take the business time of
/// the calendar that the clock counts in.
namespace rapport::complaints {

/// What a state of the complaint means for a clock.
enum class Effect : unsigned char { runs, pauses, stops, cancels };

/// A clock that begins to run at `at`.
CaseClock started(ClockKind kind, const ClockTarget& target, Instant at, const kit::BusinessTime& time);

/// The clock after the complaint came into a state of that effect at `at`. What stopped at an answer stays stopped;
/// only `resolve` goes on, after a dispute or a reopening, with what it had used. `reason` is why it pauses: "waiting
/// on the customer".
CaseClock followed(CaseClock clock, Effect effect, std::string_view reason, Instant at, const kit::BusinessTime& time);

/// The clock with another target from `at` on, in another calendar maybe: `before` is the one that it counted in until
/// then. What it used stays used, but for what is provisional: that is counted anew, in the new calendar. What the new
/// target has not reached is told again when it is. One whose source is `none` is never due, and leaves standing what
/// was missed before. One that is over is changed only while it is preliminary.
CaseClock retargeted(CaseClock clock, const ClockTarget& target, Instant at, const kit::BusinessTime& before,
                     const kit::BusinessTime& after);

/// The clock as one that is preliminary no more: what it uses from `at` on stays counted as it was.
CaseClock confirmed(CaseClock clock, Instant at, const kit::BusinessTime& time);

/// The clock that stopped or was cancelled by mistake, as if it had run on: what passed since counts.
CaseClock resumed(CaseClock clock, const kit::BusinessTime& time);

/// The business time that the clock has used at `at`, not before `since`.
kit::BusinessMillis used_at(const CaseClock& clock, Instant at, const kit::BusinessTime& time);

/// When the next of 75 and 100 percent is to be told; none while the clock does not run, or when all is told.
std::optional<Instant> next_mark(const CaseClock& clock);
/// Takes note of what a running clock has reached by `at`; returns what of 75 and 100 was not told before, in order.
std::vector<std::int32_t> reach(CaseClock& clock, Instant at);
/// The same of one that does not run, after it was given another target: what it has used more than 75 and 100 percent
/// of.
std::vector<std::int32_t> reach_at_rest(CaseClock& clock);

/// The clock in words, as seen at `now` where the calendar is: "due Tue 14:20: 8 working hours from Mon 15:00, paused
/// 2 h while waiting on the customer". Days more than six away have their date with them.
std::string explained(const CaseClock& clock, Instant now, const kit::BusinessTime& time);

}  // namespace rapport::complaints
