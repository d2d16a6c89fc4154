// SPDX-License-Identifier: MIT
#include "services/complaints/calendar_desk.hpp"

#include <algorithm>

#include "services/kit/calendar/ics.hpp"

namespace rapport::complaints {
namespace {

constexpr std::size_t max_holidays = 2'000;

Day first_of(int year) {
    return {
        static_cast<std::int32_t>(std::chrono::sys_days(std::chrono::year(year) / 1 / 1).time_since_epoch().count())};
}
int year_of(Day day) {
    return static_cast<int>(std::chrono::year_month_day(std::chrono::sys_days(std::chrono::days(day.days))).year());
}

/// Adds those that are not there; how many.
std::int64_t add(std::vector<kit::Holiday>& holidays, std::vector<kit::Holiday> more) {
    const auto same = [](const kit::Holiday& a, const kit::Holiday& b) {
        return a.day == b.day && a.name == b.name && a.from == b.from && a.until == b.until;
    };
    std::int64_t added = 0;
    for (kit::Holiday& holiday : more) {
        if (std::ranges::any_of(holidays, [&](const kit::Holiday& there) { return same(there, holiday); })) continue;
        holidays.push_back(std::move(holiday));
        ++added;
    }
    std::ranges::stable_sort(holidays, {}, &kit::Holiday::day);
    return added;
}

}  // namespace

kit::Routes CalendarDesk::routes() {
    using kit::on;
    return {on(api::create_calendar, this, &CalendarDesk::create),
            on(api::get_calendar, this, &CalendarDesk::get),
            on(api::list_calendars, this, &CalendarDesk::list),
            on(api::update_calendar, this, &CalendarDesk::update),
            on(api::import_holidays, this, &CalendarDesk::import_holidays),
            on(api::create_target, this, &CalendarDesk::create_target),
            on(api::get_target, this, &CalendarDesk::get_target),
            on(api::list_targets, this, &CalendarDesk::list_targets),
            on(api::update_target, this, &CalendarDesk::update_target)};
}

BusinessCalendar CalendarDesk::create(Unit& unit, const api::CreateCalendar& request) {
    BusinessCalendar calendar{.id = unit.new_id<CalendarId>(),
                              .name = request.name,
                              .time_zone = request.time_zone,
                              .hours = request.hours,
                              .breaks = request.breaks,
                              .holidays = request.holidays};
    keep(unit, calendar);
    return calendar;
}

/// Checked as a whole, and whatever counts in it is due anew.
void CalendarDesk::keep(Unit& unit, BusinessCalendar& calendar) {
    const kit::BusinessTime checked(calendar_of(calendar));
    const auto other = book_.store().calendars.find_by(unit, "name", calendar.name);
    if (other && other->id != calendar.id) throw Error(Code::already_exists, "name: there is a calendar of that name");
    book_.store().put(unit, calendar);
    book_.clockwork().rules_changed(unit);
}

BusinessCalendar CalendarDesk::get(View& view, const kit::ById<CalendarId>& request) {
    return book_.store().calendars.get(view, request.id);
}

kit::Page<BusinessCalendar> CalendarDesk::list(View& view, const api::ListAll& request) {
    return book_.store().calendars.list(view, {request.limit, request.after}, {});
}

BusinessCalendar CalendarDesk::update(Unit& unit, const api::UpdateCalendar& request) {
    BusinessCalendar calendar = book_.store().calendars.get(unit, request.id);
    kit::check_version(request.version, calendar.version);
    calendar.name = request.name.value_or(calendar.name);
    calendar.time_zone = request.time_zone.value_or(calendar.time_zone);
    calendar.hours = request.hours.value_or(calendar.hours);
    calendar.breaks = request.breaks.value_or(calendar.breaks);
    calendar.holidays = request.holidays.value_or(calendar.holidays);
    keep(unit, calendar);
    return calendar;
}

api::ImportedHolidays CalendarDesk::import_holidays(Unit& unit, const api::ImportHolidays& request) {
    constexpr int years = 5;
    api::ImportedHolidays result{.calendar = book_.store().calendars.get(unit, request.id)};
    const kit::Zone zone(result.calendar.time_zone);
    const int year = year_of(zone.local(unit.now()).day);
    const Day first = request.first.value_or(first_of(year));
    const Day last = request.last.value_or(Day{first_of(year + years + 1).days - 1});
    if (last < first) throw invalid("last", "must not be before `first`");
    auto read = kit::holidays_from_ics(request.ics, first, last, zone);
    result.rejected = std::move(read.rejected);
    result.added = add(result.calendar.holidays, std::move(read.holidays));
    if (result.calendar.holidays.size() > max_holidays)
        throw invalid("ics",
                      "must leave at most 2,000 holidays in the calendar; name `first` and `last` to take fewer");
    if (result.added > 0) keep(unit, result.calendar);
    return result;
}

void CalendarDesk::check_calendar(const View& view, const CalendarId& calendar) const {
    if (!book_.store().calendars.find(view, calendar))
        throw Error(Code::not_found, "calendar: there is no such calendar");
}

Target CalendarDesk::create_target(Unit& unit, const api::CreateTarget& request) {
    check_calendar(unit, request.calendar);
    if (request.service) book_.directory().check_service(unit, *request.service);
    Target target{.id = unit.new_id<TargetId>(),
                  .clock = request.clock,
                  .minutes = request.minutes,
                  .calendar = request.calendar,
                  .service = request.service,
                  .priority = request.priority};
    book_.store().targets.put(unit, target);
    book_.clockwork().rules_changed(unit);
    return target;
}

Target CalendarDesk::get_target(View& view, const kit::ById<TargetId>& request) {
    return book_.store().targets.get(view, request.id);
}

kit::Page<Target> CalendarDesk::list_targets(View& view, const api::ListAll& request) {
    return book_.store().targets.list(view, {request.limit, request.after}, {});
}

Target CalendarDesk::update_target(Unit& unit, const api::UpdateTarget& request) {
    Target target = book_.store().targets.get(unit, request.id);
    kit::check_version(request.version, target.version);
    if (request.calendar) check_calendar(unit, *request.calendar);
    target.minutes = request.minutes.value_or(target.minutes);
    target.calendar = request.calendar.value_or(target.calendar);
    target.active = request.active.value_or(target.active);
    book_.store().targets.put(unit, target);
    book_.clockwork().rules_changed(unit);
    return target;
}

}  // namespace rapport::complaints
