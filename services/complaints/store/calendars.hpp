// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <map>

#include "services/complaints/api/clock.hpp"
#include "services/kit/entities/replica.hpp"

namespace rapport::gateway::accounts::api {
struct BusinessCalendar;
}

namespace rapport::complaints {

/// What is known here of accounts' business calendars, each in every version that clocks counted in. Versions are
/// counted here: another one is what counts otherwise, not what is only called otherwise or told once more.
class Calendars {
public:
    /// `on_change` is called when something counts otherwise than before.
    explicit Calendars(std::function<void(kit::Unit&)> on_change);
    Calendars(const Calendars&) = delete;
    Calendars& operator=(const Calendars&) = delete;
    /// For the definition: follows accounts.
    kit::Routes routes() const;
    /// UnknownReference, naming the request's field, unless that calendar is known here.
    void require(const kit::View& view, const CalendarId& id, const std::string& field) const;
    /// The newest version of each.
    std::map<CalendarId, std::int64_t> versions(const kit::View& view) const;
    /// Nothing if there is no such version.
    std::optional<kit::Calendar> version(const kit::View& view, const CalendarId& id, std::int64_t version) const;

private:
    /// False if clocks count in such a calendar already.
    bool add_version(kit::Unit& unit, const CalendarId& id, const kit::Calendar& calendar) const;
    static void hand_over(kit::Unit& unit);

    kit::Replica<gateway::accounts::api::BusinessCalendar> calendars_;
};

}  // namespace rapport::complaints
