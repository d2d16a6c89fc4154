// SPDX-License-Identifier: MIT
#include "services/complaints/store/calendars.hpp"

#include "bus/base/wire.hpp"
#include "services/complaints/api/targets.hpp"
#include "services/gateway/accounts/api.hpp"

namespace rapport::complaints {

namespace accounts = gateway::accounts::api;
using kit::Unit;
using kit::View;

Calendars::Calendars(std::function<void(Unit&)> on_change)
    : calendars_("accounts", "known_calendars", {{"name", &accounts::BusinessCalendar::name}}) {
    calendars_.on_change([this, on_change](Unit& unit, const accounts::BusinessCalendar& calendar) {
        if (add_version(unit, calendar.id, accounts::calendar_of(calendar))) on_change(unit);
    });
}

kit::Routes Calendars::routes() const {
    // Clocks go on counting with the versions that are here until accounts have told of others.
    return kit::all(
        {kit::OnceRoute{"default_calendar",
                        [this](Unit& unit) { add_version(unit, kit::office_hours_id, kit::office_hours()); }},
         kit::OnceRoute{"hand_over_calendars", hand_over}, kit::tells(api::calendar_handed_over)},
        calendars_.routes(accounts::calendar_created, accounts::calendar_changed));
}

void Calendars::require(const View& view, const CalendarId& id, const std::string& field) const {
    if (!view.db().row<std::int64_t>("select version from calendar_versions where calendar = ? limit 1", {id}))
        throw kit::UnknownReference("accounts", field);
}

std::map<CalendarId, std::int64_t> Calendars::versions(const View& view) const {
    std::map<CalendarId, std::int64_t> versions;
    for (const auto& [id, version] : view.db().rows<std::string, std::int64_t>(
             "select calendar, max(version) from calendar_versions group by calendar"))
        versions.emplace(uuid_from(id).value(), version);
    return versions;
}

std::optional<kit::Calendar> Calendars::version(const View& view, const CalendarId& id, std::int64_t version) const {
    const auto body = view.db().row<std::string>(
        "select body from calendar_versions where calendar = ? and version = ?", {id, version});
    if (!body) return {};
    return decode_stored<kit::Calendar>(from_json(std::get<0>(*body)));
}

bool Calendars::add_version(Unit& unit, const CalendarId& id, const kit::Calendar& calendar) const {
    const std::int64_t newest = std::get<0>(
        unit.db()
            .row<std::int64_t>("select coalesce(max(version), 0) from calendar_versions where calendar = ?", {id})
            .value());
    const auto known = version(unit, id, newest);
    if (known && encode(*known) == encode(calendar)) return false;
    unit.db().run("insert into calendar_versions (calendar, version, body) values (?, ?, ?)",
                  {id, newest + 1, to_json(encode(calendar))});
    return true;
}

/// Tells of the calendars that a store of before has, which were complaints' own then, once. The oldest counted where
/// none was named.
void Calendars::hand_over(Unit& unit) {
    bool first = true;
    for (const auto& [id, version, name, body] : unit.db().rows<std::string, std::int64_t, std::string, std::string>(
             "select id, version, name, body from calendars order by id")) {
        const CalendarId calendar(uuid_from(id).value());
        unit.emit(api::calendar_handed_over, calendar,
                  {calendar, version, name, decode_stored<kit::Calendar>(from_json(body)), first});
        first = false;
    }
    unit.db().run("delete from calendars");
}

}  // namespace rapport::complaints
