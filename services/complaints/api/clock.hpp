// SPDX-License-Identifier: MIT
#pragma once
#include "services/complaints/api/values.hpp"
#include "services/kit/calendar/office_hours.hpp"

/// What a clock of a complaint is. What it does: clock.hpp.
namespace rapport::complaints {

using kit::CalendarId;  ///< accounts'

/// What a clock runs towards: receipt acknowledged, a first answer, a resolution.
enum class ClockKind { acknowledge, respond, resolve };
constexpr auto names_of(ClockKind) { return std::array{"acknowledge"sv, "respond"sv, "resolve"sv}; }
/// Whether a clock runs.
enum class ClockState {
    running,
    paused,
    stopped,   ///< what it measures has come
    cancelled  ///< it never will
};
constexpr auto names_of(ClockState) { return std::array{"running"sv, "paused"sv, "stopped"sv, "cancelled"sv}; }
/// Where a target comes from, the first that says something.
enum class TargetSource {
    agreement,
    service,
    priority,
    standard,
    none  ///< nothing is promised any more, or yet: the clock measures on and is not due
};
constexpr auto names_of(TargetSource) {
    return std::array{"agreement"sv, "service"sv, "priority"sv, "standard"sv, "none"sv};
}
/// What is promised: at most so much business time, counted in that calendar.
struct ClockTarget {
    std::int64_t minutes = 0;
    TargetSource source = TargetSource::standard;
    CalendarId calendar;
    std::int64_t calendar_version = 0;

    friend bool operator==(const ClockTarget&, const ClockTarget&) = default;
    static constexpr auto fields = describe(
        Field{"minutes", &ClockTarget::minutes, "business time, in minutes; of none, what was promised last",
              between(1, 5'256'000)},
        Field{"source", &ClockTarget::source,
              "what it follows from: agreement, service, priority or standard; none: nothing is promised any more, or "
              "not before there is a priority"},
        Field{"calendar", &ClockTarget::calendar, "in which calendar the time is counted"},
        Field{"calendar_version", &ClockTarget::calendar_version, "in which version of it"});
};

/// The business time that a clock paused for one reason, ended pauses only.
struct Paused {
    std::string reason;
    std::int64_t ms = 0;
    static constexpr auto fields = describe(Field{"reason", &Paused::reason, "such as: waiting on the customer"},
                                            Field{"ms", &Paused::ms, "business time, in milliseconds"});
};

/// A stretch of time in which a clock ran.
struct Run {
    Instant from, until;
    static constexpr auto fields =
        describe(Field{"from", &Run::from, "when it began"}, Field{"until", &Run::until, "when it ended"});
};

/// One clock of a complaint: what it may take, and what it took so far.
struct CaseClock {
    ClockKind kind = ClockKind::resolve;
    ClockState state = ClockState::running;
    ClockTarget target;
    Instant started_at;
    std::int64_t used_ms = 0;
    Instant since;
    std::optional<std::string> pause_reason;
    std::vector<Paused> pauses;
    bool preliminary = false;
    std::vector<Run> provisional;
    std::optional<Instant> warn_at, due_at, stopped_at;
    std::int32_t reached = 0;
    bool breached = false;
    std::optional<std::string> explanation;

    static constexpr auto fields = describe(
        Field{"kind", &CaseClock::kind, "until what it runs: acknowledge, respond (the first proposal) or resolve"},
        Field{"state", &CaseClock::state, "running, paused, stopped or cancelled"},
        Field{"target", &CaseClock::target, "what is promised", was("aim")},
        Field{"started_at", &CaseClock::started_at, "when it began to run"},
        Field{"used_ms", &CaseClock::used_ms, "the business time used up to `since`, in milliseconds; pauses left out"},
        Field{"since", &CaseClock::since, "when it last began to run, paused, stopped, or was given another target"},
        Field{"pause_reason", &CaseClock::pause_reason, "why it is paused"},
        Field{"pauses", &CaseClock::pauses, "how long it paused, by reason"},
        Field{"preliminary", &CaseClock::preliminary,
              "whether its target may still follow from a priority that the complaint has not been given yet",
              defaulted},
        Field{"provisional", &CaseClock::provisional,
              "when it ran before its complaint was entered and had a priority: counted in the calendar of the target, "
              "whichever that comes to be",
              defaulted},
        Field{"warn_at", &CaseClock::warn_at, "when three quarters are or were used, if that is known"},
        Field{"due_at", &CaseClock::due_at, "when all is or was used; unknown while it is paused in time"},
        Field{"stopped_at", &CaseClock::stopped_at, "when it stopped or was cancelled"},
        Field{"reached", &CaseClock::reached, "what was told of this target: 0, 75 or 100 percent"},
        Field{"breached", &CaseClock::breached, "whether more was used than promised"},
        Field{"explanation", &CaseClock::explanation, "all this in words"});
};

}  // namespace rapport::complaints
