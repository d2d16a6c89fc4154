// SPDX-License-Identifier: MIT
#pragma once
#include "services/kit/entities/crud.hpp"
#include "services/registry/store/tables.hpp"

namespace rapport::registry {

/// Handlers about agreements, and the timer that renews or ends them.
class AgreementDesk {
public:
    explicit AgreementDesk(const Tables& tables) : tables_(tables) {}
    kit::Routes routes();

private:
    void end_of_term(Unit& unit, const api::AgreementId& id);

    void check_services(const View& view, const api::Agreement& agreement) const;
    /// UnknownReference for a calendar that is named anew and not known.
    void check_calendars(const View& view, const api::Agreement& before, const api::Agreement& after) const;
    /// Has one that is in force looked at on the day of its end.
    void set_timer(Unit& unit, const api::Agreement& agreement) const;

    const Tables& tables_;
};

}  // namespace rapport::registry
