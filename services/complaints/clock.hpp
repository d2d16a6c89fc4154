// SPDX-License-Identifier: MIT
#pragma once
#include "bus/base/fields.hpp"
#include "services/kit/calendar/business_time.hpp"

/// What runs while a complaint is worked on: values and pure functions, no I/O. All of them take the business time of
/// the calendar that the clock counts in.
namespace rapport::complaints {

struct CalendarTag;
using CalendarId = Id<CalendarTag>;

enum class ClockKind { acknowledge, respond, resolve };
constexpr auto names_of(ClockKind) {
    using namespace std::literals;
    return std::array{"acknowledge"sv, "respond"sv, "resolve"sv};
}
enum class ClockState {
    running,
    paused,
    stopped,   ///< what it measures has come
    cancelled  ///< it never will
};
constexpr auto names_of(ClockState) {
    using namespace std::literals;
    return std::array{"running"sv, "paused"sv, "stopped"sv, "cancelled"sv};
}
/// Where a target comes from, the first that says something.
enum class TargetSource { agreement, service, priority, standard };
constexpr auto names_of(TargetSource) {
    using namespace std::literals;
    return std::array{"agreement"sv, "service"sv, "priority"sv, "standard"sv};
}
/// What a state of the complaint means for a clock.
enum class Effect : unsigned char { runs, pauses, stops, cancels };

/// What is promised: at most so much business time, counted in that calendar.
struct Aim {
    std::int64_t minutes = 0;
    TargetSource source = TargetSource::standard;
    CalendarId calendar;

    static constexpr auto fields =
        describe(Field{"minutes", &Aim::minutes, "business time, in minutes", between(1, 5'256'000)},
                 Field{"source", &Aim::source, "what it follows from: agreement, service, priority or standard"},
                 Field{"calendar", &Aim::calendar, "in which calendar the time is counted"});
};

/// The business time that a clock paused for one reason, ended pauses only.
struct Paused {
    std::string reason;
    std::int64_t ms = 0;
    static constexpr auto fields = describe(Field{"reason", &Paused::reason, "such as: waiting on the customer"},
                                            Field{"ms", &Paused::ms, "business time, in milliseconds"});
};

struct CaseClock {
    ClockKind kind = ClockKind::resolve;
    ClockState state = ClockState::running;
    Aim aim;
    Instant started_at;
    std::int64_t used_ms = 0;
    Instant since;
    std::optional<std::string> pause_reason;
    std::vector<Paused> pauses;
    std::optional<Instant> warn_at, due_at, stopped_at;
    std::int32_t reached = 0;
    bool breached = false;
    std::optional<std::string> explanation;

    static constexpr auto fields = describe(
        Field{"kind", &CaseClock::kind, "until what it runs: acknowledge, respond (the first proposal) or resolve"},
        Field{"state", &CaseClock::state, "running, paused, stopped or cancelled"},
        Field{"aim", &CaseClock::aim, "what is promised"},
        Field{"started_at", &CaseClock::started_at, "when it began to run"},
        Field{"used_ms", &CaseClock::used_ms, "the business time used up to `since`, in milliseconds; pauses left out"},
        Field{"since", &CaseClock::since, "when it last began to run, paused, stopped, or was given another aim"},
        Field{"pause_reason", &CaseClock::pause_reason, "why it is paused"},
        Field{"pauses", &CaseClock::pauses, "how long it paused, by reason"},
        Field{"warn_at", &CaseClock::warn_at, "when three quarters are or were used, if that is known"},
        Field{"due_at", &CaseClock::due_at, "when all is or was used; unknown while it is paused in time"},
        Field{"stopped_at", &CaseClock::stopped_at, "when it stopped or was cancelled"},
        Field{"reached", &CaseClock::reached, "what was told of this aim: 0, 75 or 100 percent"},
        Field{"breached", &CaseClock::breached, "whether more was used than promised"},
        Field{"explanation", &CaseClock::explanation, "all this in words"});
};

/// A clock that begins to run at `at`.
CaseClock started(ClockKind kind, const Aim& aim, Instant at, const kit::BusinessTime& time);

/// The clock after the complaint came into a state of that effect at `at`. What stopped at an answer stays stopped;
/// only `resolve` goes on, after a dispute or a reopening, with what it had used. `reason` is why it pauses: "waiting
/// on the customer".
CaseClock followed(CaseClock clock, Effect effect, std::string_view reason, Instant at, const kit::BusinessTime& time);

/// The clock with another aim from `at` on, in another calendar maybe: `before` is the one that it counted in until
/// then. What it used stays used. What the new aim has not reached is told again when it is.
CaseClock retargeted(CaseClock clock, const Aim& aim, Instant at, const kit::BusinessTime& before,
                     const kit::BusinessTime& after);

/// The business time that the clock has used at `at`, not before `since`.
kit::BusinessMillis used_at(const CaseClock& clock, Instant at, const kit::BusinessTime& time);

/// When the next of 75 and 100 percent is to be told; none while the clock does not run, or when all is told.
std::optional<Instant> next_mark(const CaseClock& clock);
/// Takes note of what a running clock has reached by `at`; returns what of 75 and 100 was not told before, in order.
std::vector<std::int32_t> reach(CaseClock& clock, Instant at);

/// The clock in words, as seen at `now` where the calendar is: "due Tue 14:20: 8 working hours from Mon 15:00, paused
/// 2 h while waiting on the customer". Days more than six away have their date with them.
std::string explained(const CaseClock& clock, Instant now, const kit::BusinessTime& time);

}  // namespace rapport::complaints
