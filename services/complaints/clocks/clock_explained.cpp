// SPDX-License-Identifier: MIT
#include <cstdlib>

#include "services/complaints/clocks/clock.hpp"

namespace rapport::complaints {
namespace {

using kit::BusinessMillis;
using kit::BusinessTime;

constexpr std::int64_t ms_a_minute = 60'000;

std::string counted(std::int64_t n, std::string_view one, std::string_view more) {
    return std::to_string(n).append(" ").append(n == 1 ? one : more);
}

/// `2 h`, `1 h 30 min`, `1 min 30 s`, `59 s`, `1 ms`: the two greatest units, what is less than that left out.
std::string short_time(std::int64_t ms) {
    constexpr std::int64_t ms_a_second = 1'000, ms_an_hour = 60 * ms_a_minute;
    const auto two = [ms](std::int64_t great, const char* name, std::int64_t small, const char* small_name) {
        const std::int64_t rest = ms % great / small;
        return std::to_string(ms / great) + name + (rest == 0 ? "" : " " + std::to_string(rest) + small_name);
    };
    if (ms >= ms_an_hour) return two(ms_an_hour, " h", ms_a_minute, " min");
    if (ms >= ms_a_minute) return two(ms_a_minute, " min", ms_a_second, " s");
    return ms >= ms_a_second ? std::to_string(ms / ms_a_second) + " s" : std::to_string(ms) + " ms";
}

/// `8 working hours`, `1 h 30 min of working time`.
std::string promise(const CaseClock& clock) {
    const bool goes_on = clock.state == ClockState::running || clock.state == ClockState::paused;
    if (clock.target.source == TargetSource::none)
        return clock.preliminary && goes_on ? "no target yet," : "no target any more,";
    if (clock.target.minutes % 60 == 0) return counted(clock.target.minutes / 60, "working hour", "working hours");
    if (clock.target.minutes < 60) return counted(clock.target.minutes, "working minute", "working minutes");
    return short_time(clock.target.minutes * ms_a_minute) + " of working time";
}

/// Words for one clock, seen at one time.
class Words {
public:
    Words(const CaseClock& clock, Instant now, const BusinessTime& time) : clock_(clock), now_(now), time_(time) {}

    std::string all() const {
        switch (clock_.state) {
            case ClockState::running:
                return running();
            case ClockState::paused:
                return paused();
            case ClockState::stopped:
                return stopped();
            case ClockState::cancelled:
                return "cancelled " + at(*clock_.stopped_at) + ": " + counting();
        }
        return {};
    }

private:
    bool held() const { return clock_.target.source != TargetSource::none; }

    std::string running() const {
        if (!held()) return "not due: " + counting();
        const Instant due = clock_.due_at.value_or(clock_.since);
        if (due > now_) return "due " + at(due) + ": " + counting();
        const std::int64_t late = time_.between(due, now_).ms;
        return "overdue since " + at(due) + (late > 0 ? ", by " + short_time(late) : "") + ": " + counting();
    }

    std::string paused() const {
        const std::int64_t left = clock_.target.minutes * ms_a_minute - clock_.used_ms;
        const std::string since =
            "paused since " + at(clock_.since) + " while " + clock_.pause_reason.value_or("paused");
        if (!held()) return since + ": " + counting();
        if (left <= 0) return since + ", overdue: " + counting();
        return since + ", " + short_time(left) + " left: " + counting();
    }

    std::string stopped() const {
        if (!held()) return "stopped " + at(*clock_.stopped_at) + ": " + counting();
        const std::int64_t left = clock_.target.minutes * ms_a_minute - clock_.used_ms;
        const std::string to_spare = left > 0 ? ", " + short_time(left) + " to spare" : "";
        if (!clock_.breached) return "met " + at(*clock_.stopped_at) + to_spare + ": " + counting();
        return "missed, stopped " + at(*clock_.stopped_at) + (left < 0 ? ", " + short_time(-left) + " late" : "") +
               ": " + counting();
    }

    /// `8 working hours from Mon 15:00, paused 2 h while waiting on the customer`.
    std::string counting() const {
        std::string text = promise(clock_) + " from " + at(clock_.started_at);
        for (std::size_t i = 0; i < clock_.pauses.size(); ++i)
            text += (i == 0                         ? ", paused "
                     : i + 1 < clock_.pauses.size() ? ", "
                                                    : " and ") +
                    short_time(clock_.pauses[i].ms) + " while " + clock_.pauses[i].reason;
        return text;
    }

    std::string at(Instant instant) const {
        const kit::LocalTime local = time_.zone().local(instant), today = time_.zone().local(now_);
        std::string day(name_of(kit::weekday_of(local.day)).substr(0, 3));
        day[0] = static_cast<char>(day[0] - 'a' + 'A');
        if (std::abs(local.day.days - today.day.days) > 6) day += " " + to_text(local.day);
        return day + " " + kit::time_of_day(local.minute);
    }

    const CaseClock& clock_;
    Instant now_;
    const BusinessTime& time_;
};

}  // namespace

std::string explained(const CaseClock& clock, Instant now, const BusinessTime& time) {
    return Words(clock, now, time).all();
}

}  // namespace rapport::complaints
