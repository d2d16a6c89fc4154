// SPDX-License-Identifier: MIT
#include <gmock/gmock-more-matchers.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "services/kit/calendar/ics.hpp"

namespace rapport::kit {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

std::string bytes_of(const std::filesystem::path& file) {
    std::ostringstream bytes;
    bytes << std::ifstream(file).rdbuf();
    return bytes.str();
}

/// Files of real publishers, which are not ours to keep.
std::filesystem::path public_files() {
    const char* const folder = std::getenv("RAPPORT_DATA");
    return std::filesystem::path(folder ? folder : RAPPORT_DATA_DEFAULT) / "holidays";
}

class PublicHolidays : public testing::Test {
protected:
    void SetUp() override {
        if (!exists(public_files()))
            GTEST_SKIP() << "NOT RUN: no " << public_files() << "; name its folder in RAPPORT_DATA";
    }
    static IcsDays of(const char* file, const std::string& year, std::vector<Treatment> treat = {}) {
        return days_from_ics(
            bytes_of(public_files() / file),
            {.first = *day_from(year + "-01-01"), .last = *day_from(year + "-12-31"), .treat = std::move(treat)},
            Zone("UTC"));
    }
    /// "01-01", each once.
    static std::set<std::string> days(const IcsDays& file) {
        std::set<std::string> days;
        for (const IcsEvent& event : file.events)
            for (const Holiday& holiday : event.holidays) days.insert(to_text(holiday.day).substr(5));
        return days;
    }
};

TEST_F(PublicHolidays, OfEnglandAndWalesAndOfScotland) {
    EXPECT_THAT(days(of("UKHolidays-EnglandWales.ics", "2026")),
                ElementsAre("01-01", "04-03", "04-06", "05-04", "05-25", "08-31", "12-25", "12-28"));
    EXPECT_THAT(days(of("UKHolidays-EnglandWales.ics", "2027")),
                ElementsAre("01-01", "03-26", "03-29", "05-03", "05-31", "08-30", "12-27", "12-28"));
    EXPECT_THAT(days(of("UKHolidays-Scotland.ics", "2026")),
                ElementsAre("01-01", "01-02", "04-03", "05-04", "05-25", "08-03", "11-30", "12-25", "12-28"));
}

TEST_F(PublicHolidays, OfGermanyAndOfTheWholeOfIt) {
    EXPECT_THAT(days(of("autogen-GermanHolidays.ics", "2026")), SizeIs(19));
    EXPECT_THAT(days(of("autogen-GermanHolidays.ics", "2026", {{.contains = "  (", .as = DayKind::nothing}})),
                ElementsAre("01-01", "04-03", "04-06", "05-01", "05-14", "05-25", "10-03", "12-25", "12-26"));
}

TEST_F(PublicHolidays, OfChinaWithItsWorkedDays) {
    const IcsDays file = of("ChinaPublicHolidays.ics", "2015");
    EXPECT_THAT(file.events, SizeIs(30));
    EXPECT_THAT(days(file), SizeIs(26));
    std::vector<std::string> worked;
    for (const IcsEvent& event : file.events)
        for (const WorkingDay& day : event.working_days) worked.push_back(to_text(day.day));
    EXPECT_THAT(worked, ElementsAre("2015-01-04", "2015-02-15", "2015-02-28", "2015-10-10"));
}

/// "20260101T0900" of a time in iCalendar's form.
std::string minute_of(const std::string& time) { return time.size() > 8 ? time.substr(0, 13) : time + "T0000"; }

/// Rules of a reference for iCalendar, each with all its instances, those of RFC 5545 among them. What is not taken is
/// told, never taken wrongly.
TEST(RecurrenceRules, GiveTheInstancesOfTheReference) {
    const auto file = public_files().parent_path() / "calendars" / "icalrecur-libical.txt";
    std::ifstream in(file);
    if (!in) GTEST_SKIP() << "NOT RUN: there is no " << file << "; name its folder in RAPPORT_DATA";
    std::string rule, begin, start_at;
    int rules = 0, not_taken = 0;
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with("RRULE:")) rule = line.substr(6), start_at.clear();
        if (line.starts_with("DTSTART:")) begin = line.substr(8);
        if (line.starts_with("START-AT:")) start_at = line;
        if (!line.starts_with("INSTANCES:") || !start_at.empty()) continue;
        std::set<std::string> wanted{minute_of(begin)};  // whatever the rule says, the event begins then
        std::istringstream instances(line.substr(10));
        for (std::string instance; std::getline(instances, instance, ',');) wanted.insert(minute_of(instance));
        const auto day = [](const std::string& t) {
            return *day_from(t.substr(0, 4) + "-" + t.substr(4, 2) + "-" + t.substr(6, 2));
        };
        const IcsDays read =
            days_from_ics("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:" + begin + "\nRRULE:" + rule +
                              (begin.size() > 8 ? "\nDURATION:PT1M" : "") + "\nEND:VEVENT\nEND:VCALENDAR\n",
                          {.first = day(*wanted.begin()), .last = day(*wanted.rbegin())}, Zone("UTC"));
        if (read.events.at(0).rejected) {
            ++not_taken;
            continue;
        }
        std::set<std::string> got;
        for (const Holiday& h : read.events.at(0).holidays) {
            std::string at = to_text(h.day) + "T" + h.from.value_or("00:00");
            std::erase_if(at, [](char c) { return c == '-' || c == ':'; });
            if (at <= *wanted.rbegin()) got.insert(at);  // of rules without end only the first are given
        }
        EXPECT_EQ(got, wanted) << rule << " from " << begin;
        ++rules;
    }
    EXPECT_GE(rules, 70) << not_taken << " were not taken";
}

constexpr const char *first = "2026-01-01", *last = "2027-12-31", *second_reader = "/usr/bin/python3";
constexpr const char* zones[] = {"Europe/Berlin", "America/Chicago", "Asia/Shanghai"};
using Lines = std::vector<std::string>;

/// "DAY FROM UNTIL NAME" of each day that the file names, free or worked.
Lines our_lines(const std::filesystem::path& path, const char* zone) {
    const IcsDays file =
        days_from_ics(bytes_of(path), {.first = *day_from(first), .last = *day_from(last)}, Zone(zone));
    std::set<std::string> lines;
    const auto add = [&](Day day, const std::string& from, const std::string& until, const std::string& name) {
        lines.insert(to_text(day) + ' ' + from + ' ' + until + ' ' + name);
    };
    for (const IcsEvent& event : file.events) {
        EXPECT_FALSE(event.rejected) << path << ": " << event.reason;
        for (const Holiday& h : event.holidays) add(h.day, h.from.value_or("00:00"), h.until.value_or("24:00"), h.name);
        for (const WorkingDay& w : event.working_days) add(w.day, "00:00", "24:00", w.name);
    }
    return {lines.begin(), lines.end()};
}

/// What the second reader says of each file and zone, "FILE ZONE".
std::map<std::string, Lines> second_lines(const std::vector<std::filesystem::path>& files) {
    std::string command =
        std::string(second_reader) + " " RAPPORT_CALENDAR_TESTING "/second_reader.py " + first + ' ' + last;
    for (const char* zone : zones) command += std::string(" ") + zone;
    command += " --";
    for (const auto& file : files) command += " '" + file.string() + "'";
    std::map<std::string, Lines> lines;
    const std::unique_ptr<FILE, int (*)(FILE*)> out(popen(command.c_str(), "r"), &pclose);
    std::string text;
    for (int c = std::fgetc(out.get()); c != EOF; c = std::fgetc(out.get())) text += static_cast<char>(c);
    std::istringstream each(text);
    Lines* of = nullptr;
    for (std::string line; std::getline(each, line);) {
        if (line.starts_with("== ")) of = &lines[line.substr(3)];
        else if (of) of->push_back(line);
    }
    return lines;
}

std::vector<std::filesystem::path> files_in(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> files;
    if (!exists(folder)) return files;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        if (entry.path().extension() == ".ics") files.push_back(entry.path());
    return files;
}

TEST(HolidayFiles, GiveTheDaysThatASecondReaderGives) {
    const std::string has_it = std::string(second_reader) + " -c 'import icalendar, dateutil' 2> /dev/null";
    if (std::system(has_it.c_str()) != 0)
        GTEST_SKIP() << "NOT RUN: Debian's python3-icalendar and python3-dateutil are not here";
    auto files = files_in(RAPPORT_CALENDAR_TESTING "/holidays");
    ASSERT_GE(files.size(), 10U);
    std::ranges::move(files_in(public_files()), std::back_inserter(files));
    const auto second = second_lines(files);
    EXPECT_EQ(second.size(), files.size() * std::size(zones));
    for (const auto& file : files)
        for (const char* zone : zones) {
            const auto theirs = second.find(file.string() + ' ' + zone);
            ASSERT_NE(theirs, second.end()) << file << ' ' << zone;
            EXPECT_EQ(our_lines(file, zone), theirs->second) << file << ' ' << zone;
        }
}

TEST(HolidayFiles, TheSamplesHoldWorkedDaysToo) {
    const IcsDays file = days_from_ics(bytes_of(RAPPORT_CALENDAR_TESTING "/holidays/as-apple-writes.ics"),
                                       {.first = *day_from(first), .last = *day_from(last)}, Zone("Asia/Shanghai"));
    Lines worked;
    for (const IcsEvent& event : file.events)
        for (const WorkingDay& day : event.working_days) worked.push_back(to_text(day.day));
    EXPECT_THAT(worked, ElementsAre("2026-01-04", "2026-02-14", "2026-02-28"));
}

}  // namespace
}  // namespace rapport::kit
