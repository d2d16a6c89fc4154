// SPDX-License-Identifier: MIT
#include "services/kit/calendar/testing/slow_calendar.hpp"

#include <algorithm>
#include <cstdlib>
#include <ctime>

#include "services/kit/calendar/zone.hpp"

namespace rapport::kit {
namespace {

/// `09:05`, which compares as the times do.
std::string clock_text(const std::tm& wall) {
    const auto digit = [](int n) { return static_cast<char>('0' + n); };
    return {digit(wall.tm_hour / 10), digit(wall.tm_hour % 10), ':', digit(wall.tm_min / 10), digit(wall.tm_min % 10)};
}

/// Whether `now`, on the day that they begin or on the day after, lies in hours of that day.
bool within(const std::string& from, const std::string& until, const std::string& now, bool day_after) {
    if (from < until) return !day_after && from <= now && now < until;
    return day_after ? now < until : from <= now;
}

bool names(const Hours& hours, int day, bool every_day_if_none) {
    return (hours.days.empty() && every_day_if_none) ||
           std::ranges::find(hours.days, static_cast<Weekday>(day)) != hours.days.end();
}

/// Whether that weekday's own hours, or what of them is the day after, hold `now` outside of the breaks.
bool weekday_works(const Calendar& calendar, int day, const std::string& now, bool day_after) {
    const int today = day_after ? (day + 1) % 7 : day, yesterday = (today + 6) % 7;
    const bool paused = std::ranges::any_of(calendar.breaks, [&](const Hours& h) {
        return (names(h, today, true) && within(h.from, h.until, now, false)) ||
               (names(h, yesterday, true) && within(h.from, h.until, now, true));
    });
    return !paused && std::ranges::any_of(calendar.hours, [&](const Hours& h) {
        return names(h, day, false) && within(h.from, h.until, now, day_after);
    });
}

/// All minutes of a weekday and of the day after, `x` where it works: two days that work alike read alike.
std::string pattern(const Calendar& calendar, int day) {
    std::string pattern;
    for (const bool day_after : {false, true})
        for (std::int32_t minute = 0; minute < 24 * 60; ++minute)
            pattern += weekday_works(calendar, day, time_of_day(minute), day_after) ? 'x' : '.';
    return pattern;
}

/// The weekday whose hours a day has that is worked though its weekday may be free; `all` are the weekdays' patterns.
int usual_weekday(const std::array<std::string, 7>& all, int day) {
    const auto works = [&](int weekday) {
        return all[static_cast<std::size_t>(weekday)].find('x') != std::string::npos;
    };
    if (works(day)) return day;
    int best = day;
    std::ptrdiff_t most = 0;
    for (int other = 0; other < 7; ++other) {
        const auto alike = std::ranges::count(all, all[static_cast<std::size_t>(other)]);
        if (works(other) && alike > most) best = other, most = alike;
    }
    return best;
}

std::string date_of(const std::tm& wall, int days_before) {
    std::tm noon{.tm_mday = wall.tm_mday - days_before, .tm_mon = wall.tm_mon, .tm_year = wall.tm_year};
    noon.tm_hour = 12;
    timegm(&noon);
    char date[11];
    std::strftime(date, sizeof date, "%Y-%m-%d", &noon);
    return date;
}

}  // namespace

/// Whether what begins on the day that the wall shows, or on the day before, holds that moment.
bool SlowCalendar::begun(const Moment& at, bool day_before) const {
    const int weekday = (at.weekday + (day_before ? 6 : 0)) % 7;
    if (working_days_.empty()) return weekday_works(calendar_, weekday, at.now, day_before);
    const auto [begin, end] = working_days_.equal_range(day_before ? at.yesterday : at.today);
    if (begin == end) return weekday_works(calendar_, weekday, at.now, day_before);
    return std::any_of(begin, end, [&](const auto& entry) {
        const WorkingDay& day = *entry.second;
        if (day.hours.empty()) {
            const int like = day.like ? static_cast<int>(*day.like) : usual_.at(static_cast<std::size_t>(weekday));
            return weekday_works(calendar_, like, at.now, day_before);
        }
        return std::ranges::any_of(day.hours,
                                   [&](const Stretch& s) { return within(s.from, s.until, at.now, day_before); });
    });
}

bool SlowCalendar::works(const Moment& at) const {
    if (!begun(at, false) && !begun(at, true)) return false;
    if (working_days_.contains(at.today)) return true;
    const auto [begin, end] = holidays_.equal_range(at.today);
    return std::none_of(begin, end, [&](const auto& entry) {
        return entry.second->from.value_or("00:00") <= at.now && at.now < entry.second->until.value_or("24:00");
    });
}

SlowCalendar::SlowCalendar(const Calendar& calendar, Instant first, Instant end) : calendar_(calendar), first_(first) {
    setenv("TZ", calendar.time_zone.c_str(), 1);
    tzset();
    for (const Holiday& holiday : calendar_.holidays) holidays_.emplace(to_text(holiday.day), &holiday);
    for (const WorkingDay& day : calendar_.working_days) working_days_.emplace(to_text(day.day), &day);
    std::array<std::string, 7> patterns;
    for (int day = 0; day < 7 && !working_days_.empty(); ++day)
        patterns[static_cast<std::size_t>(day)] = pattern(calendar_, day);
    for (int day = 0; day < 7; ++day) usual_[static_cast<std::size_t>(day)] = usual_weekday(patterns, day);
    Moment moment;
    std::tm shown{};
    for (Instant at = first; at < end; at.ms += 60'000) {
        const std::time_t seconds = at.ms / 1000;
        std::tm wall{};
        localtime_r(&seconds, &wall);
        if (wall.tm_mday != shown.tm_mday || wall.tm_mon != shown.tm_mon || wall.tm_year != shown.tm_year)
            moment.today = date_of(wall, 0), moment.yesterday = date_of(wall, 1), shown = wall;
        moment.weekday = (wall.tm_wday + 6) % 7;
        moment.now = clock_text(wall);
        working_.push_back(works(moment));
    }
}

std::int64_t SlowCalendar::ms_between(Instant from, Instant until) const {
    std::int64_t sum = 0;
    for (Instant minute{from.ms - (from.ms - first_.ms) % 60'000}; minute < until; minute.ms += 60'000)
        if (is_working(minute)) sum += std::min(until.ms, minute.ms + 60'000) - std::max(from.ms, minute.ms);
    return sum;
}

}  // namespace rapport::kit
