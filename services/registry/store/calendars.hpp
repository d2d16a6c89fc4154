// SPDX-License-Identifier: MIT
#pragma once
#include "services/kit/entities/replica.hpp"
#include "services/registry/api.hpp"

namespace rapport::gateway::accounts::api {
struct BusinessCalendar;
}

namespace rapport::registry {

/// Which of accounts' business calendars are known here.
class Calendars {
public:
    Calendars();
    /// For the definition: follows accounts.
    kit::Routes routes() const;
    /// UnknownReference, naming the request's field, unless that calendar is known, or the one that every service
    /// knows.
    void require(const kit::View& view, const api::CalendarId& id, const std::string& field) const;

private:
    kit::Replica<gateway::accounts::api::BusinessCalendar> known_;
};

}  // namespace rapport::registry
