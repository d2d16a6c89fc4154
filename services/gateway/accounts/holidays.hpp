// SPDX-License-Identifier: MIT
#pragma once
#include "services/gateway/accounts/calendar.hpp"
#include "services/kit/calendar/ics.hpp"

/// Days of a business calendar from a file.
namespace rapport::gateway::accounts::api {

/// Takes the holidays and working days of an iCalendar file. The same file again changes nothing; a corrected one moves
/// and takes back what its publisher moved and took back.
struct ImportHolidays {
    CalendarId id;
    std::optional<std::string> ics, file, charset;
    std::optional<Day> first, last;
    std::vector<kit::Treatment> treat;
    static constexpr auto fields = describe(
        Field{"id", &ImportHolidays::id, "into which calendar"},
        Field{"ics", &ImportHolidays::ics, "the file's text (RFC 5545)", length(1, 1'048'576), verbatim},
        Field{"file", &ImportHolidays::file, "instead of `ics`: the file's bytes in base64, if it is not UTF-8",
              length(1, 1'398'104), verbatim},
        Field{
            "charset", &ImportHolidays::charset,
            "what the bytes are saved in, such as GB18030; left out: UTF-8, UTF-16 and Latin-1 are known by themselves",
            length(1, 40)},
        Field{"first", &ImportHolidays::first, "take none before; left out: this year's first"},
        Field{"last", &ImportHolidays::last, "take none after; left out: the last of the fifth year from now"},
        Field{"treat", &ImportHolidays::treat,
              "what events are to be, whatever their words say; the first that fits one holds, and where none does an "
              "event is a holiday unless it says that its day is worked",
              length(0, 100), defaulted});
};
/// What became of one event of a file.
struct ImportedEvent {
    std::int64_t event = 0;
    std::string name;
    kit::DayKind taken_as = kit::DayKind::nothing;
    std::vector<Day> days, left;
    std::optional<std::string> reason;
    static constexpr auto fields =
        describe(Field{"event", &ImportedEvent::event, "its place in the file, from 1"},
                 Field{"name", &ImportedEvent::name, "its SUMMARY"},
                 Field{"taken_as", &ImportedEvent::taken_as, "holiday, working_day, or nothing"},
                 Field{"days", &ImportedEvent::days, "the days that it gives, those that were there already too"},
                 Field{"left", &ImportedEvent::left, "the days that an earlier file gave it and that it gave up"},
                 Field{"reason", &ImportedEvent::reason, "why it gives nothing"});
};
/// The calendar after an import, and what became of each event of the file.
struct ImportedHolidays {
    BusinessCalendar calendar;
    std::int64_t added = 0, removed = 0;
    std::vector<std::string> rejected;
    std::string charset;
    std::vector<ImportedEvent> events;
    static constexpr auto fields =
        describe(Field{"calendar", &ImportedHolidays::calendar, "as it is now"},
                 Field{"added", &ImportedHolidays::added, "how many days, or parts of days, are new"},
                 Field{"removed", &ImportedHolidays::removed, "how many are no more as they were"},
                 Field{"rejected", &ImportedHolidays::rejected, "the events that were not understood, and why"},
                 Field{"charset", &ImportedHolidays::charset, "what the file was saved in"},
                 Field{"events", &ImportedHolidays::events, "of each event what it was taken as, or why not"});
};

inline constexpr kit::Command<ImportHolidays, ImportedHolidays> import_holidays{
    "import_holidays", kit::POST("/calendars/{id}/holidays"), kit::managers,
    "Import holidays and working days from an iCalendar file."};

}  // namespace rapport::gateway::accounts::api
