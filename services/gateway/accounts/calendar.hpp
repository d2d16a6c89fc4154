// SPDX-License-Identifier: MIT
#pragma once
#include "services/kit/calendar/office_hours.hpp"
#include "services/kit/entities/requests.hpp"
#include "services/kit/method.hpp"

/// The business calendars of the organisation.
namespace rapport::gateway::accounts::api {

using kit::CalendarId;

/// When the organisation works. What clocks have counted stays; from a change on they count anew.
struct BusinessCalendar {
    CalendarId id;
    std::int64_t version = 0;
    std::string name, time_zone;
    std::vector<kit::Hours> hours, breaks;
    std::vector<kit::Holiday> holidays;
    std::vector<kit::WorkingDay> working_days;
    Instant created_at;

    static constexpr auto fields = describe(
        identity(&BusinessCalendar::id, &BusinessCalendar::version),
        Field{"name", &BusinessCalendar::name, "what people call it; no two have one", length(1, 100), editable, filter,
              sorted, folded},
        Field{"time_zone", &BusinessCalendar::time_zone, "an IANA name such as Europe/Berlin", length(1, 64), editable},
        Field{"hours", &BusinessCalendar::hours, "when there is work", length(1, 100), editable},
        Field{"breaks", &BusinessCalendar::breaks, "what of the hours is no work", length(0, 100), editable, defaulted},
        Field{"holidays", &BusinessCalendar::holidays, "days without work, or with less: all of them", length(0, 2'000),
              editable, defaulted},
        Field{"working_days", &BusinessCalendar::working_days,
              "days that are worked although the week or a holiday says otherwise: all of them", length(0, 2'000),
              editable, defaulted},
        Field{"created_at", &BusinessCalendar::created_at, "when it was entered here"});
};

/// What is counted with.
inline kit::Calendar calendar_of(const BusinessCalendar& calendar) {
    return {calendar.time_zone, calendar.hours, calendar.breaks, calendar.holidays, calendar.working_days};
}

inline constexpr kit::Roles readers_of_calendars = kit::roles(kit::Role::agent, kit::Role::account_manager);

inline constexpr kit::Command<kit::New<BusinessCalendar>, BusinessCalendar> create_calendar{
    "create_calendar", kit::CREATE("/calendars"), kit::managers, "Create a business calendar."};
inline constexpr kit::Query<kit::ById<CalendarId>, BusinessCalendar> get_calendar{
    "get_calendar", kit::GET("/calendars/{id}"), readers_of_calendars, "Get a business calendar."};
inline constexpr kit::Query<kit::ListOf<BusinessCalendar>, kit::Page<BusinessCalendar>> list_calendars{
    "list_calendars", kit::GET("/calendars"), readers_of_calendars, "List business calendars, newest first."};
inline constexpr kit::Command<kit::Edit<BusinessCalendar>, BusinessCalendar> update_calendar{
    "update_calendar", kit::PATCH("/calendars/{id}"), kit::managers,
    "Update a business calendar. Clocks that run in it keep what they have used and are due anew."};

inline constexpr kit::Event<kit::Changed<BusinessCalendar>> calendar_created{"accounts.calendar_created",
                                                                             "a business calendar was created"};
inline constexpr kit::Event<kit::Changed<BusinessCalendar>> calendar_changed{"accounts.calendar_changed",
                                                                             "a business calendar was changed"};

}  // namespace rapport::gateway::accounts::api
