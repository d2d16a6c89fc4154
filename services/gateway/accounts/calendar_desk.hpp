// SPDX-License-Identifier: MIT
#pragma once
#include "services/gateway/accounts/organisation_desk.hpp"

namespace rapport::gateway::accounts {

/// What complaints tells of a calendar that it owned in earlier versions: what of it is read here.
struct HandedOver {
    kit::CalendarId id;
    std::int64_t version = 1;
    std::string name;
    kit::Calendar calendar;
    bool first = false;
    static constexpr auto fields =
        describe(Field{"id", &HandedOver::id, "which"}, Field{"version", &HandedOver::version, "as it was there"},
                 Field{"name", &HandedOver::name, "what people call it"},
                 Field{"calendar", &HandedOver::calendar, "what is counted with"},
                 Field{"first", &HandedOver::first, "whether it counted where none was named"});
};

/// Handlers about business calendars.
class CalendarDesk {
public:
    CalendarDesk(const Store& store, const OrganisationDesk& organisation)
        : store_(store), organisation_(organisation) {}
    kit::Routes routes();

    /// Stores and tells the calendar that every service begins with.
    void begin(kit::Unit& unit, const std::string& time_zone) const;

private:
    api::ImportedHolidays import_holidays(kit::Unit& unit, const api::ImportHolidays& request);
    void hear(kit::Unit& unit, const HandedOver& told);
    void forget_handed_over(kit::Unit& unit);
    void adopt(kit::Unit& unit, const kit::CalendarId& id);

    void check_name(const kit::View& view, const api::BusinessCalendar& calendar) const;
    std::optional<api::BusinessCalendar> named(const kit::View& view, const std::string& name) const;
    std::string free_name(const kit::View& view, std::string name) const;

    const Store& store_;
    const OrganisationDesk& organisation_;
};

}  // namespace rapport::gateway::accounts
