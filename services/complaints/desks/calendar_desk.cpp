// SPDX-License-Identifier: MIT
#include "services/complaints/desks/calendar_desk.hpp"

#include <sodium.h>

#include <algorithm>
#include <set>

#include "services/complaints/rules/calendar_check.hpp"
#include "services/kit/calendar/ics_merge.hpp"

namespace rapport::complaints {
namespace {

constexpr std::size_t max_days = 2'000;

Day first_of(int year) {
    return {
        static_cast<std::int32_t>(std::chrono::sys_days(std::chrono::year(year) / 1 / 1).time_since_epoch().count())};
}
int year_of(Day day) {
    return static_cast<int>(std::chrono::year_month_day(std::chrono::sys_days(std::chrono::days(day.days))).year());
}

std::string bytes_of(const api::ImportHolidays& request) {
    if (request.ics.has_value() == request.file.has_value())
        throw invalid("ics", "must be given, or else `file`: the same in base64");
    if (request.ics) return *request.ics;
    const std::string& text = *request.file;
    std::string bytes(text.size(), '\0');
    std::size_t size = 0;
    const char* end = nullptr;
    const int failed = sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(),
                                         text.size(), " \r\n", &size, &end, sodium_base64_VARIANT_ORIGINAL);
    if (failed != 0 || end != text.data() + text.size()) throw invalid("file", "must be the file's bytes in base64");
    bytes.resize(size);
    return bytes;
}

api::ImportedEvent told(const kit::IcsEvent& event, std::vector<Day> left) {
    std::set<Day> days;
    for (const kit::Holiday& holiday : event.holidays) days.insert(holiday.day);
    for (const kit::WorkingDay& day : event.working_days) days.insert(day.day);
    api::ImportedEvent told{.event = event.number, .name = event.name, .taken_as = event.kind, .left = std::move(left)};
    told.days.assign(days.begin(), days.end());
    if (!event.reason.empty()) told.reason = event.reason;
    return told;
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
                              .holidays = request.holidays,
                              .working_days = request.working_days};
    check_name(unit, calendar);
    check_hours(calendar_of(calendar));
    keep(unit, calendar);
    return calendar;
}

/// Checked as a whole, and whatever counts in it is due anew.
void CalendarDesk::keep(Unit& unit, BusinessCalendar& calendar) {
    const kit::BusinessTime checked(calendar_of(calendar));
    book_.store().put(unit, calendar);
    book_.clockwork().rules_changed(unit);
}

void CalendarDesk::check_name(const View& view, const BusinessCalendar& calendar) const {
    const kit::Condition same[] = {{"name", calendar.name}};
    for (const BusinessCalendar& other : book_.store().calendars.list(view, {.limit = 2}, same).items)
        if (other.id != calendar.id)
            throw Error(Code::already_exists,
                        "name: there is a calendar of that name: " + other.name + " (" + to_text(other.id) + ")");
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
    calendar.working_days = request.working_days.value_or(calendar.working_days);
    // What contradicts itself, and was taken by an earlier version, stays until somebody enters something else.
    if (request.name) check_name(unit, calendar);
    if (request.hours || request.breaks || request.working_days) check_hours(calendar_of(calendar));
    keep(unit, calendar);
    return calendar;
}

api::ImportedHolidays CalendarDesk::import_holidays(Unit& unit, const api::ImportHolidays& request) {
    constexpr int years = 5;
    const BusinessCalendar before = book_.store().calendars.get(unit, request.id);
    const kit::Zone zone(before.time_zone);
    const int year = year_of(zone.local(unit.now()).day);
    const kit::IcsWish wish{.first = request.first.value_or(first_of(year)),
                            .last = request.last.value_or(Day{first_of(year + years + 1).days - 1}),
                            .treat = request.treat,
                            .charset = request.charset};
    if (wish.last < wish.first) throw invalid("last", "must not be before `first`");
    kit::IcsDays file = kit::days_from_ics(bytes_of(request), wish, zone);

    api::ImportedHolidays result{.calendar = before, .charset = file.charset};
    BusinessCalendar& after = result.calendar;
    kit::IcsMerge merged = kit::merge(file, wish, after.holidays, after.working_days);
    result.added = merged.added;
    result.removed = merged.removed;
    for (std::size_t i = 0; i < file.events.size(); ++i) {
        const kit::IcsEvent& event = file.events[i];
        result.events.push_back(told(event, std::move(merged.left[i])));
        const std::string name = event.name.empty() ? "" : " (" + event.name + ")";
        if (event.rejected)
            result.rejected.push_back("event " + std::to_string(event.number) + name + " " + event.reason);
    }
    if (after.holidays.size() > max_days || after.working_days.size() > max_days)
        throw invalid("ics",
                      "must leave at most 2,000 holidays and as many working days in the calendar; name `first` "
                      "and `last` to take fewer");
    if (after.holidays != before.holidays || after.working_days != before.working_days) keep(unit, after);
    return result;
}

void CalendarDesk::check_calendar(const View& view, const CalendarId& calendar) const {
    if (!book_.store().calendars.find(view, calendar))
        throw Error(Code::not_found, "calendar: there is no such calendar");
}

/// Which of two that hold for the same would count is anybody's guess.
void CalendarDesk::check_alone(const View& view, const Target& target) const {
    const auto rules = book_.clockwork().rules(view);
    const Target* other = same_scope(target, rules->targets());
    if (!other) return;
    throw Error(Code::already_exists, "clock: the target " + to_text(other->id) + " of " +
                                          std::to_string(other->minutes) +
                                          " minutes holds for the same clock, service and priority: change that one, "
                                          "or set it inactive first");
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
    check_alone(unit, target);
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
    const bool holds_again = !target.active && request.active.value_or(false);
    target.active = request.active.value_or(target.active);
    if (holds_again) check_alone(unit, target);
    book_.store().targets.put(unit, target);
    book_.clockwork().rules_changed(unit);
    return target;
}

}  // namespace rapport::complaints
