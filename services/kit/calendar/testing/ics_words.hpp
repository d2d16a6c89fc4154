// SPDX-License-Identifier: MIT
#pragma once
#include <gmock/gmock-more-matchers.h>

#include <set>

#include "services/kit/calendar/ics.hpp"

/// Small files, and their days in words.
namespace rapport::kit::ics_testing {

inline const Day first = *day_from("2026-01-01"), last = *day_from("2027-12-31");

inline std::string calendar(const std::string& events) {
    return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example//EN\r\n" + events + "END:VCALENDAR\r\n";
}
/// "A|B" as two lines.
inline std::string lines_of(std::string text) {
    std::string lines;
    for (const char c : text + '|') lines += c == '|' ? "\r\n" : std::string(1, c);
    return lines;
}
inline const std::string unknown_zone =
    "event 1: has a TZID that is no IANA time zone such as Europe/Berlin, none of Windows, and not defined in the file";
inline const std::string rare_rule =
    "event 1: has an RRULE that is not followed: BYWEEKNO, BYSETPOS, BYMONTHDAY or BYDAY in a rare form";
inline std::string event(const std::string& lines) { return "BEGIN:VEVENT\r\nUID:e\r\n" + lines + "END:VEVENT\r\n"; }

/// "2026-12-24 Eve from 12:00", "2026-02-15 上班 worked 09:00-12:00", by day.
inline std::vector<std::string> words(const IcsDays& file) {
    std::set<std::string> words;
    for (const IcsEvent& event : file.events) {
        for (const Holiday& h : event.holidays)
            words.insert(to_text(h.day) + " " + h.name + (h.from ? " from " + *h.from : "") +
                         (h.until ? " until " + *h.until : ""));
        for (const WorkingDay& w : event.working_days) {
            std::string text = to_text(w.day) + " " + w.name + " worked";
            for (const Stretch& stretch : w.hours) text += " " + stretch.from + "-" + stretch.until;
            words.insert(text + (w.like ? " like " + std::string(name_of(*w.like)) : ""));
        }
    }
    return {words.begin(), words.end()};
}
inline std::vector<std::string> rejected(const IcsDays& file) {
    std::vector<std::string> all;
    for (const IcsEvent& event : file.events)
        if (event.rejected) all.push_back("event " + std::to_string(event.number) + ": " + event.reason);
    return all;
}
inline std::vector<std::string> reasons(const IcsDays& file) {
    std::vector<std::string> all;
    for (const IcsEvent& event : file.events) all.push_back(event.reason);
    return all;
}
inline IcsDays read(const std::string& text, const char* zone = "Europe/Berlin", std::vector<Treatment> treat = {}) {
    return days_from_ics(text, {.first = first, .last = last, .treat = std::move(treat)}, Zone(zone));
}
inline std::vector<std::string> taken(const std::string& lines, const char* zone = "Europe/Berlin") {
    const IcsDays result = read(calendar(event(lines)), zone);
    EXPECT_THAT(rejected(result), testing::IsEmpty()) << lines;
    return words(result);
}

}  // namespace rapport::kit::ics_testing
