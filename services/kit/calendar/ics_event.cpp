// SPDX-License-Identifier: MIT
#include "services/kit/calendar/ics_event.hpp"

#include <algorithm>
#include <memory>

namespace rapport::kit {
namespace {

constexpr std::int32_t minutes_a_day = 24 * 60;
constexpr std::int64_t longest = 366 * minutes_a_day, ms_a_minute = 60'000;
constexpr std::size_t max_occurrences = 10'000;

Day day_of(const icaltimetype& time) {
    namespace chrono = std::chrono;
    const chrono::year_month_day date(chrono::year(time.year), chrono::month(static_cast<unsigned>(time.month)),
                                      chrono::day(static_cast<unsigned>(time.day)));
    if (!date.ok()) throw IcsRejected{"names a day that does not exist"};
    return {static_cast<std::int32_t>(chrono::sys_days(date).time_since_epoch().count())};
}

LocalTime later(LocalTime time, std::int64_t minutes) {
    const std::int64_t all = std::int64_t{time.day.days} * minutes_a_day + time.minute + minutes;
    const std::int64_t day = all >= 0 ? all / minutes_a_day : -((minutes_a_day - 1 - all) / minutes_a_day);
    return {{static_cast<std::int32_t>(day)}, static_cast<std::int32_t>(all - day * minutes_a_day)};
}

LocalTime utc_wall(Instant instant) {
    const Day day = rapport::day_of(instant);
    return {day, static_cast<std::int32_t>((instant - start_of(day)).count() / ms_a_minute)};
}

std::int64_t minutes_between(LocalTime from, LocalTime until) {
    return std::int64_t{until.day.days - from.day.days} * minutes_a_day + until.minute - from.minute;
}

/// To the nearest minute: a day that ends at 23:59:59 or at 00:00:01 ends at midnight.
LocalTime local_of(const icaltimetype& time) {
    const LocalTime midnight{day_of(time), 0};
    return time.is_date ? midnight : later(midnight, time.hour * 60 + time.minute + (time.second >= 30 ? 1 : 0));
}

IcsTime time_of(const icaltimetype& time, icalproperty* property) {
    IcsTime result{.at = local_of(time), .is_date = time.is_date != 0};
    auto* const zone = icalproperty_get_first_parameter(property, ICAL_TZID_PARAMETER);
    if (result.is_date) return result;
    if (icaltime_is_utc(time)) {
        result.clock = IcsTime::Clock::utc;
    } else if (const char* tzid = zone ? icalparameter_get_tzid(zone) : nullptr) {
        result.clock = IcsTime::Clock::zoned;
        result.tzid = tzid;
    }
    return result;
}

std::int64_t length_of(const icalperiodtype& period) {
    if (!icaltime_is_null_time(period.end)) return minutes_between(local_of(period.start), local_of(period.end));
    return icaldurationtype_as_int(period.duration) / 60;
}

bool same_clock(const IcsTime& a, const IcsTime& b) { return a.clock == b.clock && a.tzid == b.tzid; }

/// The properties of that kind. libical keeps one place for all who walk over an event's properties.
std::vector<icalproperty*> properties(icalcomponent* event, icalproperty_kind kind) {
    std::vector<icalproperty*> all;
    for (auto* p = icalcomponent_get_first_property(event, kind); p; p = icalcomponent_get_next_property(event, kind))
        all.push_back(p);
    return all;
}

/// libical leaves out what it cannot read, and writes that down beside it.
void check_errors(icalcomponent* event) {
    for (auto* const error : properties(event, ICAL_XLICERROR_PROPERTY)) {
        const char* const said = icalproperty_get_xlicerror(error);
        const std::string text = said ? said : "";
        if (text.find("No value for") == 0) continue;  // as if it were not there
        for (const char* name : {"DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXRULE", "EXDATE", "RECURRENCE-ID"})
            if (text.find(std::string(" in ") + name + " property") != text.npos)
                throw IcsRejected{std::string("has no ") + name + " that can be read"};
    }
}

template <std::size_t n>
std::vector<short> values(const short (&list)[n]) {
    return {list, std::ranges::find(list, static_cast<short>(ICAL_RECURRENCE_ARRAY_MAX))};
}

/// Refuses what gives no days, and what libical 3.0 works out wrongly.
void check_rule(const icalrecurrencetype& rule) {
    const auto times = {values(rule.by_hour), values(rule.by_minute), values(rule.by_second)};
    const auto sets = values(rule.by_set_pos), weeks = values(rule.by_week_no), dates = values(rule.by_month_day);
    auto days = values(rule.by_day);
    if (rule.freq < ICAL_DAILY_RECURRENCE || rule.freq > ICAL_YEARLY_RECURRENCE ||
        std::ranges::any_of(times, [](const auto& at) { return at.size() > 1; }))
        throw IcsRejected{"recurs within the day; FREQ must be DAILY, WEEKLY, MONTHLY or YEARLY"};
    const bool daily = rule.freq == ICAL_DAILY_RECURRENCE, weekly = rule.freq == ICAL_WEEKLY_RECURRENCE;
    const bool odd_weeks = std::ranges::any_of(weeks, [](short week) { return week < 2 || week > 52; });
    const bool from_the_end = std::ranges::any_of(dates, [](short date) { return date < 0; });
    std::ranges::sort(days);
    if ((!weeks.empty() && (odd_weeks || days.empty() || rule.interval != 1)) || (!sets.empty() && (daily || weekly)) ||
        (from_the_end && daily) || std::ranges::adjacent_find(days) != days.end())
        throw IcsRejected{"has an RRULE that is not followed: BYWEEKNO, BYSETPOS, BYMONTHDAY or BYDAY in a rare form"};
}

/// A day's last minute is midnight to those who write 23:59.
std::int32_t end_minute(std::int32_t minute) { return minute == minutes_a_day - 1 ? minutes_a_day : minute; }

/// The number of whole days: a clock may change within, and some write their last minute away.
std::int64_t days_in(std::int64_t minutes) { return std::max<std::int64_t>(1, (minutes + 120) / minutes_a_day); }

std::vector<DayPart> whole_days(Day begin, std::int64_t minutes) {
    std::vector<DayPart> days;
    for (std::int64_t i = 0; i < days_in(minutes); ++i)
        days.push_back({{begin.days + static_cast<std::int32_t>(i)}, 0, minutes_a_day});
    return days;
}

bool is_midnight(LocalTime time) { return end_minute(time.minute) % minutes_a_day == 0; }

/// From midnight to midnight, or for days of 24 hours from midnight on.
bool is_whole(LocalTime begin, LocalTime end, std::int64_t minutes) {
    return begin.minute == 0 && minutes > 0 && (is_midnight(end) || minutes % minutes_a_day == 0);
}

std::vector<DayPart> parts_of(LocalTime begin, LocalTime end) {
    std::vector<DayPart> parts;
    for (Day day = begin.day; day <= end.day; ++day.days) {
        const std::int32_t from = day == begin.day ? begin.minute : 0;
        const std::int32_t until = day == end.day ? end_minute(end.minute) : minutes_a_day;
        if (from < until) parts.push_back({day, from, until});
    }
    return parts;
}

}  // namespace

std::optional<IcsTime> ics_time(icalcomponent* event, icalproperty_kind kind) {
    auto* const property = icalcomponent_get_first_property(event, kind);
    if (!property) return {};
    const auto time = icalvalue_get_datetimedate(icalproperty_get_value(property));
    return time_of(time, property);
}

IcsTimes::IcsTimes(icalcomponent* event, const IcsPlace& place) : event_(event), place_(place) {
    auto* const begin = icalcomponent_get_first_property(event, ICAL_DTSTART_PROPERTY);
    if (!begin) throw IcsRejected{"has no DTSTART that can be read"};
    check_errors(event);
    begin_ = time_of(icalproperty_get_dtstart(begin), begin);
    minutes_ = length();
    recurs_ = !properties(event, ICAL_RRULE_PROPERTY).empty() || !properties(event, ICAL_RDATE_PROPERTY).empty();
}

std::int64_t IcsTimes::length() const {
    std::int64_t minutes = 0;
    if (const auto end = ics_time(event_, ICAL_DTEND_PROPERTY)) {
        minutes = minutes_until(*end);
    } else if (auto* duration = icalcomponent_get_first_property(event_, ICAL_DURATION_PROPERTY)) {
        constexpr std::int64_t half_a_minute = 30;
        minutes = (icaldurationtype_as_int(icalproperty_get_duration(duration)) + half_a_minute) / 60;
    }
    if (minutes > longest) throw IcsRejected{"is longer than a year"};
    if (minutes == 0 && (begin_.is_date || whole_day_of(begin_.at, minutes_a_day))) return minutes_a_day;
    if (minutes <= 0) throw IcsRejected{"does not end after it begins"};
    return minutes;
}

/// From the event's beginning, on its own clock.
std::int64_t IcsTimes::minutes_until(const IcsTime& end) const {
    const std::int64_t written = minutes_between(begin_.at, end.at);
    if (begin_.is_date) {
        if (end.is_date || end.at.minute == 0) return written;
        // Begins as a date and ends at a time: days, until midnight as we see it, or else about so many.
        const LocalTime seen = place_.zone.local(instant_of(end));
        if (is_midnight(seen)) return std::max<std::int64_t>(0, minutes_between(begin_.at, seen));
        if (end.at.day < begin_.at.day) return written;
        return (written + minutes_a_day / 2) / minutes_a_day * minutes_a_day;
    }
    if (end.is_date) return end.at.day == begin_.at.day ? minutes_a_day - begin_.at.minute : written;
    return same_clock(begin_, end) ? written : minutes_between(begin_.at, on_own_clock(end));
}

Instant IcsTimes::instant_of(const IcsTime& time) const {
    if (time.clock == IcsTime::Clock::utc) return start_of(time.at.day) + Millis(time.at.minute * ms_a_minute);
    if (time.clock == IcsTime::Clock::floating) return place_.zone.instant(time.at);
    const IcsZone* const zone = place_.zones.find(time.tzid);
    if (!zone)
        throw IcsRejected{
            "has a TZID that is no IANA time zone such as Europe/Berlin, none of Windows, and not defined "
            "in the file"};
    return zone->instant(time.at);
}

LocalTime IcsTimes::on_own_clock(const IcsTime& time) const {
    if (same_clock(begin_, time) || time.clock == IcsTime::Clock::floating) return time.at;
    const Instant instant = instant_of(time);
    if (begin_.clock == IcsTime::Clock::utc) return utc_wall(instant);
    if (begin_.clock == IcsTime::Clock::floating) return place_.zone.local(instant);
    instant_of(begin_);  // so that the zone is known
    return place_.zones.find(begin_.tzid)->local(instant);
}

LocalTime IcsTimes::beginning_at(const IcsTime& time) const {
    if (time.is_date) return {time.at.day, begin_.at.minute};
    if (!begin_.is_date) return on_own_clock(time);
    const bool as_written = time.at.minute == 0 || time.clock == IcsTime::Clock::floating;
    return {(as_written ? time.at : place_.zone.local(instant_of(time))).day, 0};
}

IcsTimes::Occurrences IcsTimes::occurrences(Day last, const std::vector<IcsTime>& left_out) const {
    Occurrences at{{begin_.at, minutes_}};
    for (const LocalTime begin : recurrences(ICAL_RRULE_PROPERTY, last)) at.emplace(begin, minutes_);
    for (auto* const p : properties(event_, ICAL_RDATE_PROPERTY)) {
        const auto date = icalproperty_get_rdate(p);
        const bool is_period = icaltime_is_null_time(date.time);
        const IcsTime begin = time_of(is_period ? date.period.start : date.time, p);
        at[beginning_at(begin)] = is_period ? length_of(date.period) : minutes_;
    }
    for (auto* const p : properties(event_, ICAL_EXDATE_PROPERTY))
        at.erase(beginning_at(time_of(icalproperty_get_exdate(p), p)));
    for (const LocalTime begin : recurrences(ICAL_EXRULE_PROPERTY, last)) at.erase(begin);
    for (const IcsTime& time : left_out) at.erase(beginning_at(time));
    return at;
}

std::set<LocalTime> IcsTimes::recurrences(icalproperty_kind kind, Day last) const {
    std::set<LocalTime> at;
    icaltimetype begin = ical_time(begin_.at);
    begin.is_date = begin_.is_date ? 1 : 0;
    for (auto* const p : properties(event_, kind)) {
        auto rule = icalproperty_get_rrule(p);
        check_rule(rule);
        rule.until = until(rule.until);
        const std::unique_ptr<icalrecur_iterator, decltype(&icalrecur_iterator_free)> iterator(
            icalrecur_iterator_new(rule, begin), &icalrecur_iterator_free);
        if (!iterator) throw IcsRejected{"has no RRULE that can be read"};
        for (auto time = icalrecur_iterator_next(iterator.get()); !icaltime_is_null_time(time);
             time = icalrecur_iterator_next(iterator.get())) {
            if (day_of(time).days > last.days + 1) break;  // where the calendar is it may still be the day before
            at.insert(local_of(time));
            if (at.size() > max_occurrences) throw IcsRejected{"recurs more than 10,000 times"};
        }
    }
    return at;
}

/// UNTIL on the event's own clock: many write a date for a time, or the other way round.
icaltimetype IcsTimes::until(icaltimetype written) const {
    if (icaltime_is_null_time(written)) return written;
    const bool is_date = written.is_date != 0;
    if (is_date && !begin_.is_date) written.hour = 23, written.minute = 59;
    written.second = 0;
    IcsTime time{.at = local_of(written), .is_date = is_date};
    if (icaltime_is_utc(written)) time.clock = IcsTime::Clock::utc;
    icaltimetype result =
        ical_time(is_date ? LocalTime{time.at.day, begin_.is_date ? 0 : minutes_a_day - 1} : beginning_at(time));
    result.is_date = begin_.is_date ? 1 : 0;
    return result;
}

/// The first of the whole days that the time from `begin` on is, if it is whole days.
std::optional<Day> IcsTimes::whole_day_of(LocalTime begin, std::int64_t minutes) const {
    if (begin_.is_date || is_whole(begin, later(begin, minutes), minutes)) return begin.day;
    if (begin_.clock == IcsTime::Clock::floating) return {};
    const Instant from = instant_of(begin_at(begin)), until = instant_of(begin_at(later(begin, minutes)));
    const LocalTime here = place_.zone.local(from);
    if (is_whole(here, place_.zone.local(until), minutes)) return here.day;
    if (!place_.publisher || begin_.clock != IcsTime::Clock::utc) return {};
    const LocalTime there = place_.publisher->local(from);
    if (is_whole(there, place_.publisher->local(until), minutes)) return there.day;
    return {};
}

std::vector<DayPart> IcsTimes::parts(LocalTime begin, std::int64_t minutes) const {
    if (const auto first = whole_day_of(begin, minutes)) return whole_days(*first, minutes);
    const LocalTime end = later(begin, minutes);
    if (begin_.clock == IcsTime::Clock::floating) return parts_of(begin, end);
    return parts_of(place_.zone.local(instant_of(begin_at(begin))), place_.zone.local(instant_of(begin_at(end))));
}

IcsTime IcsTimes::begin_at(LocalTime at) const {
    IcsTime time = begin_;
    time.at = at;
    return time;
}

Day IcsTimes::day_here(LocalTime begin) const {
    return begin_.clock == IcsTime::Clock::utc ? place_.zone.local(instant_of(begin_at(begin))).day : begin.day;
}

}  // namespace rapport::kit
