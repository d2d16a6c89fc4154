// SPDX-License-Identifier: MIT
#include "services/registry/store/calendars.hpp"

#include "services/gateway/accounts/api.hpp"

namespace rapport::registry {

namespace accounts = gateway::accounts::api;

Calendars::Calendars() : known_("accounts", "known_calendars", {}) {}

kit::Routes Calendars::routes() const { return known_.routes(accounts::calendar_created, accounts::calendar_changed); }

void Calendars::require(const kit::View& view, const api::CalendarId& id, const std::string& field) const {
    if (id != kit::office_hours_id) known_.require(view, id, field);
}

}  // namespace rapport::registry
