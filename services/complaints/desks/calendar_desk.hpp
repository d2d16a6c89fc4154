// SPDX-License-Identifier: MIT
#pragma once
#include "services/complaints/cases/casebook.hpp"

namespace rapport::complaints {

/// Business calendars, and the targets that are counted in them.
class CalendarDesk {
public:
    explicit CalendarDesk(const Casebook& book) : book_(book) {}
    kit::Routes routes();

private:
    BusinessCalendar create(Unit& unit, const api::CreateCalendar& request);
    BusinessCalendar get(View& view, const kit::ById<CalendarId>& request);
    kit::Page<BusinessCalendar> list(View& view, const api::ListAll& request);
    BusinessCalendar update(Unit& unit, const api::UpdateCalendar& request);
    api::ImportedHolidays import_holidays(Unit& unit, const api::ImportHolidays& request);
    Target create_target(Unit& unit, const api::CreateTarget& request);
    Target get_target(View& view, const kit::ById<TargetId>& request);
    kit::Page<Target> list_targets(View& view, const api::ListAll& request);
    Target update_target(Unit& unit, const api::UpdateTarget& request);

    void keep(Unit& unit, BusinessCalendar& calendar);
    void check_name(const View& view, const BusinessCalendar& calendar) const;
    void check_alone(const View& view, const Target& target) const;
    void check_calendar(const View& view, const CalendarId& calendar) const;

    const Casebook& book_;
};

}  // namespace rapport::complaints
