// SPDX-License-Identifier: MIT
#include "services/kit/calendar/week.hpp"

#include <algorithm>
#include <bitset>

#include "bus/base/error.hpp"
#include "services/kit/calendar/zone.hpp"

namespace rapport::kit {
namespace {

constexpr std::int32_t minutes_a_day = 24 * 60, minutes_a_week = 7 * minutes_a_day;
using Minutes = std::bitset<minutes_a_week>;

std::int32_t minute_of(const std::string& text, const std::string& path) {
    const auto minute = minute_from(text);
    if (!minute) throw invalid(path, "must be a time of day from 00:00 to 24:00, such as 09:00");
    return *minute;
}

/// The minutes from the day's beginning that `hours` lasts; past 1440 it is the next day's.
MinuteSpan span_of(const Hours& hours, const std::string& path) {
    MinuteSpan span{minute_of(hours.from, path + ".from"), minute_of(hours.until, path + ".until")};
    if (span.from == span.until) throw invalid(path + ".until", "must not equal `from`; a whole day is 00:00 to 24:00");
    if (span.from == minutes_a_day) throw invalid(path + ".from", "must be before 24:00");
    if (span.until < span.from) span.until += minutes_a_day;
    return span;
}

void mark(Minutes& minutes, const std::vector<Weekday>& days, MinuteSpan span, bool working) {
    for (const Weekday day : days)
        for (std::int32_t minute = span.from; minute < span.until; ++minute)
            minutes.set((static_cast<std::int32_t>(day) * minutes_a_day + minute) % minutes_a_week, working);
}

Minutes working_minutes(const Calendar& calendar) {
    static const std::vector every_day{Weekday::monday, Weekday::tuesday,  Weekday::wednesday, Weekday::thursday,
                                       Weekday::friday, Weekday::saturday, Weekday::sunday};
    Minutes minutes;
    for (std::size_t i = 0; i < calendar.hours.size(); ++i) {
        const std::string path = "hours[" + std::to_string(i) + "]";
        if (calendar.hours[i].days.empty()) throw invalid(path + ".days", "must name at least one weekday");
        mark(minutes, calendar.hours[i].days, span_of(calendar.hours[i], path), true);
    }
    for (std::size_t i = 0; i < calendar.breaks.size(); ++i) {
        const Hours& pause = calendar.breaks[i];
        mark(minutes, pause.days.empty() ? every_day : pause.days, span_of(pause, "breaks[" + std::to_string(i) + "]"),
             false);
    }
    return minutes;
}

DayPlan plan_of(const Minutes& minutes, std::int32_t day) {
    DayPlan plan;
    for (std::int32_t minute = 0; minute < minutes_a_day; ++minute) {
        if (!minutes.test(day * minutes_a_day + minute)) continue;
        if (plan.empty() || plan.back().until != minute) plan.push_back({minute, minute});
        plan.back().until = minute + 1;
    }
    return plan;
}

MinuteSpan closure_of(const Holiday& holiday, const std::string& path) {
    const MinuteSpan closed{holiday.from ? minute_of(*holiday.from, path + ".from") : 0,
                            holiday.until ? minute_of(*holiday.until, path + ".until") : minutes_a_day};
    if (closed.until <= closed.from) throw invalid(path + ".until", "must be after `from`");
    return closed;
}

DayPlan without(const DayPlan& plan, MinuteSpan closed) {
    DayPlan rest;
    for (const MinuteSpan span : plan) {
        if (span.from < closed.from) rest.push_back({span.from, std::min(span.until, closed.from)});
        if (span.until > closed.until) rest.push_back({std::max(span.from, closed.until), span.until});
    }
    return rest;
}

}  // namespace

Week::Week(const Calendar& calendar) {
    const Minutes minutes = working_minutes(calendar);
    if (minutes.none()) throw invalid("hours", "leave no working time: the week must have some outside of the breaks");
    for (std::int32_t day = 0; day < 7; ++day) days_[static_cast<std::size_t>(day)] = plan_of(minutes, day);
    for (std::size_t i = 0; i < calendar.holidays.size(); ++i) {
        const Holiday& holiday = calendar.holidays[i];
        DayPlan rest = without(on(holiday.day), closure_of(holiday, "holidays[" + std::to_string(i) + "]"));
        holidays_[holiday.day] = std::move(rest);
    }
}

std::int32_t Week::working_day() const {
    std::int32_t minutes = 0, days = 0;
    for (const DayPlan& plan : days_) {
        for (const MinuteSpan span : plan) minutes += span.until - span.from;
        days += plan.empty() ? 0 : 1;
    }
    return minutes / days;
}

const DayPlan& Week::on(Day day) const {
    const auto holiday = holidays_.find(day);
    return holiday != holidays_.end() ? holiday->second : days_[static_cast<std::size_t>(weekday_of(day))];
}

}  // namespace rapport::kit
