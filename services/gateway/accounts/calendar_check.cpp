// SPDX-License-Identifier: MIT
#include "services/gateway/accounts/calendar_check.hpp"

#include <algorithm>
#include <optional>
#include <span>
#include <string>

#include "bus/base/error.hpp"
#include "services/kit/calendar/business_time.hpp"

namespace rapport::gateway::accounts {
namespace {

using kit::Hours;
using kit::Weekday;

constexpr std::int32_t a_day = 24 * 60, a_week = 7 * a_day;
constexpr std::size_t weekdays = 7;

/// Minutes of the week, `until` not included and up to a day past its end.
struct Stretch {
    std::int32_t from, until;
};

std::string path_of(const char* list, std::size_t i) { return list + ("[" + std::to_string(i) + "]"); }

Stretch on(Weekday day, const std::string& from, const std::string& until) {
    const std::int32_t begin = *kit::minute_from(from);
    std::int32_t end = *kit::minute_from(until);
    if (end <= begin) end += a_day;
    const std::int32_t midnight = static_cast<std::int32_t>(day) * a_day;
    return {midnight + begin, midnight + end};
}

/// Of two stretches, one may go on past the end of the week.
bool overlap(Stretch a, Stretch b) {
    const auto meet = [](Stretch x, Stretch y) { return x.from < y.until && y.from < x.until; };
    return meet(a, b) || meet({a.from + a_week, a.until + a_week}, b) || meet(a, {b.from + a_week, b.until + a_week});
}

std::vector<Weekday> days_of(const Hours& hours) {
    if (!hours.days.empty()) return hours.days;
    std::vector<Weekday> all;
    for (std::size_t day = 0; day < weekdays; ++day) all.push_back(static_cast<Weekday>(day));
    return all;
}

/// A weekday on which both are, if they overlap.
std::optional<Weekday> common(const Hours& a, const Hours& b) {
    for (const Weekday day : days_of(b))
        for (const Weekday other : days_of(a))
            if (overlap(on(other, a.from, a.until), on(day, b.from, b.until))) return day;
    return {};
}

void check_apart(const char* list, std::span<const Hours> all) {
    for (std::size_t i = 0; i < all.size(); ++i) {
        for (std::size_t d = 0; d < all[i].days.size(); ++d)
            if (std::find(all[i].days.begin(), all[i].days.begin() + static_cast<std::ptrdiff_t>(d), all[i].days[d]) !=
                all[i].days.begin() + static_cast<std::ptrdiff_t>(d))
                throw invalid(path_of(list, i) + ".days", "names " + std::string(name_of(all[i].days[d])) + " twice");
        for (std::size_t j = 0; j < i; ++j)
            if (const auto day = common(all[j], all[i]))
                throw invalid(path_of(list, i), "overlaps " + path_of(list, j) + " on " + std::string(name_of(*day)) +
                                                    ": a time belongs in one of them");
    }
}

void check_working_day(const kit::WorkingDay& day, const std::string& path) {
    for (std::size_t i = 0; i < day.hours.size(); ++i)
        for (std::size_t j = 0; j < i; ++j)
            if (overlap(on(Weekday::monday, day.hours[i].from, day.hours[i].until),
                        on(Weekday::monday, day.hours[j].from, day.hours[j].until)))
                throw invalid(path + "." + path_of("hours", i), "overlaps " + path_of("hours", j) + " of that day");
}

}  // namespace

void check_hours(const kit::Calendar& calendar) {
    const kit::BusinessTime countable(calendar);
    check_apart("hours", calendar.hours);
    check_apart("breaks", calendar.breaks);
    // Days that are worked besides may have breaks that no weekday has.
    for (std::size_t i = 0; i < calendar.breaks.size() && calendar.working_days.empty(); ++i)
        if (std::ranges::none_of(calendar.hours,
                                 [&](const Hours& hours) { return common(hours, calendar.breaks[i]).has_value(); }))
            throw invalid(path_of("breaks", i), "lies in no working hours: nothing would come of it");
    for (std::size_t i = 0; i < calendar.working_days.size(); ++i)
        check_working_day(calendar.working_days[i], path_of("working_days", i));
}

}  // namespace rapport::gateway::accounts
