// SPDX-License-Identifier: MIT
#include "services/gateway/accounts/calendar_desk.hpp"

#include <algorithm>
#include <set>

#include "bus/base/wire.hpp"
#include "services/gateway/accounts/base64.hpp"
#include "services/gateway/accounts/calendar_check.hpp"
#include "services/kit/calendar/business_time.hpp"
#include "services/kit/calendar/ics_merge.hpp"
#include "services/kit/entities/crud.hpp"

namespace rapport::gateway::accounts {
namespace {

constexpr kit::Event<HandedOver> calendar_handed_over{"complaints.calendar_handed_over"};
constexpr kit::Timer<kit::CalendarId> adopt_timer{"adopt_calendar"};
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
    auto bytes = from_base64(*request.file);
    if (!bytes) throw invalid("file", "must be the file's bytes in base64");
    return *std::move(bytes);
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

/// Whether a change concerns what may contradict itself.
bool says_other_hours(const api::BusinessCalendar& before, const api::BusinessCalendar& after) {
    const auto changes = changes_between(before, after);
    return std::ranges::any_of(changes, [](const Change& change) {
        const std::string_view list = std::string_view(change.field).substr(0, change.field.find('['));
        return list == "hours" || list == "breaks" || list == "working_days";
    });
}

}  // namespace

kit::Routes CalendarDesk::routes() {
    using api::BusinessCalendar;
    const auto& calendars = store_.calendars();
    return {kit::create(api::create_calendar, calendars, api::calendar_created,
                        [this](kit::Unit& unit, const BusinessCalendar& calendar) {
                            check_name(unit, calendar);
                            check_hours(api::calendar_of(calendar));
                        }),
            kit::on(api::get_calendar, calendars),
            kit::on(api::list_calendars, calendars),
            kit::change(api::update_calendar, calendars, api::calendar_changed,
                        [this](kit::Unit& unit, const BusinessCalendar& before, const BusinessCalendar& after) {
                            if (after.name != before.name) check_name(unit, after);
                            // What contradicts itself, and was taken by an earlier version, stays until somebody enters
                            // something else.
                            if (says_other_hours(before, after)) check_hours(api::calendar_of(after));
                            const kit::BusinessTime countable(api::calendar_of(after));
                        }),
            kit::on(api::import_holidays, this, &CalendarDesk::import_holidays),
            kit::project(calendar_handed_over, this, &CalendarDesk::hear),
            kit::clear("complaints", this, &CalendarDesk::forget_handed_over),
            kit::timer(adopt_timer, this, &CalendarDesk::adopt)};
}

void CalendarDesk::begin(kit::Unit& unit, const std::string& time_zone) const {
    const kit::Calendar hours = kit::office_hours(time_zone);
    api::BusinessCalendar calendar{.id = kit::office_hours_id,
                                   .name = std::string(kit::office_hours_name),
                                   .time_zone = hours.time_zone,
                                   .hours = hours.hours,
                                   .created_at = unit.now()};
    kit::add(unit, store_.calendars(), calendar, api::calendar_created);
}

std::optional<api::BusinessCalendar> CalendarDesk::named(const kit::View& view, const std::string& name) const {
    const kit::Condition same[] = {{"name", name}};
    auto found = store_.calendars().list(view, {.limit = 1}, same).items;
    if (found.empty()) return {};
    return std::move(found.front());
}

void CalendarDesk::check_name(const kit::View& view, const api::BusinessCalendar& calendar) const {
    const auto other = named(view, calendar.name);
    if (other && other->id != calendar.id)
        throw Error(Code::already_exists,
                    "name: there is a calendar of that name: " + other->name + " (" + to_text(other->id) + ")");
}

api::ImportedHolidays CalendarDesk::import_holidays(kit::Unit& unit, const api::ImportHolidays& request) {
    constexpr int years = 5;
    const api::BusinessCalendar before = store_.calendars().get(unit, request.id);
    const kit::Zone zone(before.time_zone);
    const int year = year_of(zone.local(unit.now()).day);
    const kit::IcsWish wish{.first = request.first.value_or(first_of(year)),
                            .last = request.last.value_or(Day{first_of(year + years + 1).days - 1}),
                            .treat = request.treat,
                            .charset = request.charset};
    if (wish.last < wish.first) throw invalid("last", "must not be before `first`");
    kit::IcsDays file = kit::days_from_ics(bytes_of(request), wish, zone);

    api::ImportedHolidays result{.calendar = before, .charset = file.charset};
    api::BusinessCalendar& after = result.calendar;
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
    const kit::BusinessTime countable(api::calendar_of(after));
    kit::save(unit, store_.calendars(), before, after, api::calendar_changed);
    return result;
}

/// A projection tells nothing: what it heard is adopted by a unit of its own.
void CalendarDesk::hear(kit::Unit& unit, const HandedOver& told) {
    unit.db().run("insert into handed_over_calendars (id, body) values (?, ?) on conflict (id) do nothing",
                  {told.id, to_json(encode(told))});
    unit.after(adopt_timer, told.id, Millis(0));
}

void CalendarDesk::forget_handed_over(kit::Unit& unit) { unit.db().run("delete from handed_over_calendars"); }

/// Under the id and the version that targets, agreements and clocks name.
void CalendarDesk::adopt(kit::Unit& unit, const kit::CalendarId& id) {
    const auto row = unit.db().row<std::string>("select body from handed_over_calendars where id = ?", {id});
    if (!row || store_.calendars().find(unit, id)) return;
    const auto told = decode_stored<HandedOver>(from_json(std::get<0>(*row)));
    const api::BusinessCalendar calendar{.id = told.id,
                                         .version = told.version,
                                         .name = free_name(unit, told.name),
                                         .time_zone = told.calendar.time_zone,
                                         .hours = told.calendar.hours,
                                         .breaks = told.calendar.breaks,
                                         .holidays = told.calendar.holidays,
                                         .working_days = told.calendar.working_days,
                                         .created_at = unit.now()};
    store_.calendars().adopt(unit, calendar);
    unit.emit(api::calendar_created, calendar.id, {calendar, {}});
    // It counted where none was named, and goes on doing so unless somebody has chosen another one.
    const auto organisation = store_.organisation().get(unit, api::organisation_id);
    if (told.first && organisation.calendar == kit::office_hours_id) organisation_.choose(unit, calendar.id);
}

std::string CalendarDesk::free_name(const kit::View& view, std::string name) const {
    constexpr std::string_view whose = " (complaints)";
    while (named(view, name)) name += whose;
    return name;
}

}  // namespace rapport::gateway::accounts
