// SPDX-License-Identifier: MIT
#include "services/kit/calendar/testing/slow_calendar.hpp"

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <map>

namespace rapport::kit {
namespace {

/// `09:05`, which compares as the times do.
std::string clock_text(const std::tm& wall) {
    const auto digit = [](int n) { return static_cast<char>('0' + n); };
    return {digit(wall.tm_hour / 10), digit(wall.tm_hour % 10), ':', digit(wall.tm_min / 10), digit(wall.tm_min % 10)};
}

/// Whether the wall shows a time of `hours`, on the day that they begin or the day after.
bool within(const Hours& hours, const std::tm& wall, const std::string& now, bool every_day_if_none) {
    const int today = (wall.tm_wday + 6) % 7, yesterday = (today + 6) % 7;
    const auto begins = [&](int day) {
        return (hours.days.empty() && every_day_if_none) ||
               std::ranges::find(hours.days, static_cast<Weekday>(day)) != hours.days.end();
    };
    if (hours.from < hours.until) return begins(today) && hours.from <= now && now < hours.until;
    return (begins(today) && hours.from <= now) || (begins(yesterday) && now < hours.until);
}

bool works(const Calendar& calendar, const std::multimap<std::string, const Holiday*>& holidays, const std::tm& wall) {
    const std::string now = clock_text(wall);
    if (std::ranges::none_of(calendar.hours, [&](const Hours& h) { return within(h, wall, now, false); })) return false;
    if (std::ranges::any_of(calendar.breaks, [&](const Hours& h) { return within(h, wall, now, true); })) return false;
    if (holidays.empty()) return true;
    char date[11];
    std::strftime(date, sizeof date, "%Y-%m-%d", &wall);
    const auto [begin, end] = holidays.equal_range(date);
    return std::none_of(begin, end, [&](const auto& entry) {
        return entry.second->from.value_or("00:00") <= now && now < entry.second->until.value_or("24:00");
    });
}

}  // namespace

SlowCalendar::SlowCalendar(const Calendar& calendar, Instant first, Instant end) : first_(first) {
    setenv("TZ", calendar.time_zone.c_str(), 1);
    tzset();
    std::multimap<std::string, const Holiday*> holidays;
    for (const Holiday& holiday : calendar.holidays) holidays.emplace(to_text(holiday.day), &holiday);
    for (Instant at = first; at < end; at.ms += 60'000) {
        const std::time_t seconds = at.ms / 1000;
        std::tm wall{};
        localtime_r(&seconds, &wall);
        working_.push_back(works(calendar, holidays, wall));
    }
}

std::int64_t SlowCalendar::ms_between(Instant from, Instant until) const {
    std::int64_t sum = 0;
    for (Instant minute{from.ms - (from.ms - first_.ms) % 60'000}; minute < until; minute.ms += 60'000)
        if (is_working(minute)) sum += std::min(until.ms, minute.ms + 60'000) - std::max(from.ms, minute.ms);
    return sum;
}

}  // namespace rapport::kit
