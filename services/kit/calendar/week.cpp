// SPDX-License-Identifier: MIT
#include "services/kit/calendar/week.hpp"

#include <algorithm>
#include <bitset>

#include "bus/base/error.hpp"
#include "services/kit/calendar/zone.hpp"

namespace rapport::kit {
namespace {

constexpr std::int32_t minutes_a_day = 24 * 60, minutes_a_week = 7 * minutes_a_day;
/// What of the two days from the beginning of a local day is worked in hours that begin on that day.
using Shift = std::bitset<2 * minutes_a_day>;
using Shifts = std::array<Shift, 7>;

std::int32_t minute_of(const std::string& text, const std::string& path) {
    const auto minute = minute_from(text);
    if (!minute) throw invalid(path, "must be a time of day from 00:00 to 24:00, such as 09:00");
    return *minute;
}

/// The minutes from the day's beginning until those hours end; past 1440 it is the next day's.
MinuteSpan span_of(const std::string& from, const std::string& until, const std::string& path) {
    MinuteSpan span{minute_of(from, path + ".from"), minute_of(until, path + ".until")};
    if (span.from == span.until) throw invalid(path + ".until", "must not equal `from`; a whole day is 00:00 to 24:00");
    if (span.from == minutes_a_day) throw invalid(path + ".from", "must be before 24:00");
    if (span.until < span.from) span.until += minutes_a_day;
    return span;
}

std::string path_of(const char* list, std::size_t i) { return list + ("[" + std::to_string(i) + "]"); }

std::bitset<minutes_a_week> paused_minutes(const Calendar& calendar) {
    static const std::vector every_day{Weekday::monday, Weekday::tuesday,  Weekday::wednesday, Weekday::thursday,
                                       Weekday::friday, Weekday::saturday, Weekday::sunday};
    std::bitset<minutes_a_week> paused;
    for (std::size_t i = 0; i < calendar.breaks.size(); ++i) {
        const Hours& pause = calendar.breaks[i];
        const MinuteSpan span = span_of(pause.from, pause.until, path_of("breaks", i));
        for (const Weekday day : pause.days.empty() ? every_day : pause.days)
            for (std::int32_t minute = span.from; minute < span.until; ++minute)
                paused.set((static_cast<std::size_t>(day) * minutes_a_day + static_cast<std::size_t>(minute)) %
                           minutes_a_week);
    }
    return paused;
}

void mark(Shift& shift, MinuteSpan span) {
    for (std::int32_t minute = span.from; minute < span.until; ++minute) shift.set(static_cast<std::size_t>(minute));
}

/// What begins on each weekday, breaks left out.
Shifts shifts_of(const Calendar& calendar) {
    Shifts shifts;
    for (std::size_t i = 0; i < calendar.hours.size(); ++i) {
        const Hours& hours = calendar.hours[i];
        if (hours.days.empty()) throw invalid(path_of("hours", i) + ".days", "must name at least one weekday");
        const MinuteSpan span = span_of(hours.from, hours.until, path_of("hours", i));
        for (const Weekday day : hours.days) mark(shifts[static_cast<std::size_t>(day)], span);
    }
    const auto paused = paused_minutes(calendar);
    for (std::size_t day = 0; day < 7; ++day)
        for (std::size_t minute = 0; minute < shifts[day].size(); ++minute)
            if (paused.test((day * minutes_a_day + minute) % minutes_a_week)) shifts[day].reset(minute);
    return shifts;
}

/// What is worked on that weekday if it is worked: its own, else what most weekdays have, the earliest of equals.
const Shift& usual_shift(const Shifts& shifts, Weekday day) {
    const Shift& own = shifts[static_cast<std::size_t>(day)];
    if (own.any()) return own;
    const auto days_with = [&](const Shift& shift) { return shift.any() ? std::ranges::count(shifts, shift) : 0; };
    return *std::ranges::max_element(shifts, {}, days_with);
}

Shift shift_of(const WorkingDay& day, const Shifts& shifts, const std::string& path) {
    if (day.hours.empty()) {
        if (!day.like) return usual_shift(shifts, weekday_of(day.day));
        const Shift& shift = shifts[static_cast<std::size_t>(*day.like)];
        if (shift.none()) throw invalid(path + ".like", "must be a weekday on which work begins");
        return shift;
    }
    if (day.like) throw invalid(path + ".like", "must not stand beside `hours`: the day has either");
    Shift shift;
    for (std::size_t i = 0; i < day.hours.size(); ++i)
        mark(shift, span_of(day.hours[i].from, day.hours[i].until, path + "." + path_of("hours", i)));
    return shift;
}

/// By day; what is said twice of one day adds up.
std::map<Day, Shift> worked_days(const Calendar& calendar, const Shifts& shifts) {
    std::map<Day, Shift> worked;
    for (std::size_t i = 0; i < calendar.working_days.size(); ++i) {
        const WorkingDay& day = calendar.working_days[i];
        worked[day.day] |= shift_of(day, shifts, path_of("working_days", i));
    }
    return worked;
}

/// What a local day holds of the shift that begins on it and of that of the day before.
DayPlan plan_of(const Shift& before, const Shift& today) {
    DayPlan plan;
    for (std::int32_t minute = 0; minute < minutes_a_day; ++minute) {
        const auto at = static_cast<std::size_t>(minute);
        if (!today.test(at) && !before.test(at + minutes_a_day)) continue;
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
    const Shifts shifts = shifts_of(calendar);
    if (std::ranges::all_of(shifts, [](const Shift& shift) { return shift.none(); }))
        throw invalid("hours", "leave no working time: the week must have some outside of the breaks");
    for (std::size_t day = 0; day < 7; ++day) days_[day] = plan_of(shifts[(day + 6) % 7], shifts[day]);

    const auto worked = worked_days(calendar, shifts);
    const auto shift_on = [&](Day day) -> const Shift& {
        const auto found = worked.find(day);
        return found != worked.end() ? found->second : shifts[static_cast<std::size_t>(weekday_of(day))];
    };
    for (const auto& [day, _] : worked)
        for (const Day touched : {day, Day{day.days + 1}})
            exceptions_[touched] = plan_of(shift_on({touched.days - 1}), shift_on(touched));
    for (std::size_t i = 0; i < calendar.holidays.size(); ++i) {
        const Holiday& holiday = calendar.holidays[i];
        DayPlan rest = without(on(holiday.day), closure_of(holiday, path_of("holidays", i)));
        if (!worked.contains(holiday.day)) exceptions_[holiday.day] = std::move(rest);
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
    const auto exception = exceptions_.find(day);
    return exception != exceptions_.end() ? exception->second : days_[static_cast<std::size_t>(weekday_of(day))];
}

}  // namespace rapport::kit
