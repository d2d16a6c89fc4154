// SPDX-License-Identifier: MIT
#include "services/complaints/store/calendars.hpp"

#include "bus/base/wire.hpp"
#include "services/complaints/api/targets.hpp"
#include "services/gateway/accounts/api.hpp"

namespace rapport::complaints {

namespace accounts = gateway::accounts::api;
using kit::Unit;
using kit::View;

kit::Routes Calendars::routes(std::function<void(Unit&)> on_change) const {
    const auto follow = [this, on_change](const auto& event) -> kit::Route {
        return kit::EventRoute{kit::EventRoute::As::projection, std::string(event.type),
                               [this, on_change](Unit& unit, const bus::Event& told) {
                                   const auto calendar =
                                       decode_stored<kit::Changed<accounts::BusinessCalendar>>(told.data).entity;
                                   if (keep(unit, calendar.id, calendar.version, accounts::calendar_of(calendar)))
                                       on_change(unit);
                               }};
    };
    return {kit::OnceRoute{"default_calendar",
                           [this](Unit& unit) { keep(unit, kit::office_hours_id, 0, kit::office_hours()); }},
            kit::OnceRoute{"hand_over_calendars", hand_over}, kit::tells(api::calendar_handed_over),
            follow(accounts::calendar_created), follow(accounts::calendar_changed),
            // Clocks go on counting with what is here until it is told anew.
            kit::ClearRoute{"accounts", [](Unit& unit) { unit.db().run("update known_calendars set told = 0"); }}};
}

void Calendars::require(const View& view, const CalendarId& id, const std::string& field) const {
    if (!view.db().row<std::string>("select id from known_calendars where id = ?", {id}))
        throw kit::UnknownReference("accounts", field);
}

std::map<CalendarId, std::int64_t> Calendars::versions(const View& view) const {
    std::map<CalendarId, std::int64_t> versions;
    for (const auto& [id, version] :
         view.db().rows<std::string, std::int64_t>("select id, version from known_calendars"))
        versions.emplace(uuid_from(id).value(), version);
    return versions;
}

std::optional<kit::Calendar> Calendars::version(const View& view, const CalendarId& id, std::int64_t version) const {
    const auto body = view.db().row<std::string>(
        "select body from calendar_versions where calendar = ? and version = ?", {id, version});
    if (!body) return {};
    return decode_stored<kit::Calendar>(from_json(std::get<0>(*body)));
}

/// Whether it counts otherwise than what was known.
bool Calendars::keep(Unit& unit, const CalendarId& id, std::int64_t told, const kit::Calendar& calendar) const {
    const auto known =
        unit.db().row<std::int64_t, std::int64_t>("select version, told from known_calendars where id = ?", {id});
    if (known && std::get<1>(*known) >= told) return false;
    std::int64_t version = known ? std::get<0>(*known) : 0;
    const auto before = this->version(unit, id, version);
    const bool other = !before || encode(*before) != encode(calendar);
    if (other)
        unit.db().run("insert into calendar_versions (calendar, version, body) values (?, ?, ?)",
                      {id, ++version, to_json(encode(calendar))});
    unit.db().run(
        "insert into known_calendars (id, version, told) values (?, ?, ?) on conflict (id) do update set version = "
        "excluded.version, told = excluded.told",
        {id, version, told});
    return other;
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
