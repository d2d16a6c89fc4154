// SPDX-License-Identifier: MIT
#include "services/kit/calendar/testing/helpdesk_log.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "services/kit/csv/csv.hpp"

namespace rapport::kit {
namespace {

/// The log names its activities by numbers. After a 9 the case rests until its next event, mostly an 8 (work on it).
constexpr const char* waiting = "9";

/// The log's times are those of the wall.
Instant instant_of(const Zone& zone, std::string text) {
    text[10] = 'T';
    const Instant as_utc = instant_from(text + "Z").value();
    const Day day = day_of(as_utc);
    const std::int64_t ms = (as_utc - start_of(day)).count();
    return zone.instant({day, static_cast<std::int32_t>(ms / 60'000)}) + Millis(ms % 60'000);
}

}  // namespace

HelpdeskLog helpdesk_log() {
    const char* const folder = std::getenv("RAPPORT_DATA");
    const auto file = std::filesystem::path(folder ? folder : RAPPORT_DATA_DEFAULT) / "helpdesk-events.csv";
    HelpdeskLog log;
    if (!exists(file)) {
        log.skipped = "NOT RUN: there is no " + file.string() + "; name its folder in RAPPORT_DATA";
        return log;
    }
    const Zone zone(helpdesk_hours().time_zone);
    std::ifstream in(file);
    CsvReader reader(in);
    const auto id = reader.column("CaseID"), what = reader.column("ActivityID"),
               when = reader.column("CompleteTimestamp");
    for (CsvRow row; reader.next(row);)
        log.cases[row.fields.at(id)].push_back({instant_of(zone, row.fields.at(when)), row.fields.at(what) == waiting});
    for (auto& [_, steps] : log.cases) std::ranges::stable_sort(steps, {}, &HelpdeskStep::at);
    return log;
}

Calendar helpdesk_hours() {
    using enum Weekday;
    return {.time_zone = "Europe/Rome",
            .hours = {{{monday, tuesday, wednesday, thursday, friday}, "09:00", "17:00"}},
            .breaks = {{{}, "12:30", "13:30"}},
            .holidays = {{*day_from("2011-04-25"), "Festa della Liberazione", {}, {}},
                         {*day_from("2011-12-24"), "Vigilia", "12:00", {}},
                         {*day_from("2012-01-06"), "Epifania", {}, {}}}};
}

}  // namespace rapport::kit
