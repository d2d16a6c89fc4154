// SPDX-License-Identifier: MIT
#include "services/kit/calendar/ics_event.hpp"

#include "services/kit/calendar/testing/ics_words.hpp"

namespace rapport::kit {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using namespace ics_testing;

/// What the publishers of holidays write for a whole day, 25 December 2026 unless said otherwise.
TEST(IcsTimes, TakesAWholeDayHoweverItIsWritten) {
    const std::string day = "2026-12-25 ";
    const std::tuple<const char*, const char*, std::vector<std::string>> table[] = {
        {"UTC", "DTSTART;VALUE=DATE:20261225", {day}},
        {"UTC", "DTSTART:20261225", {day}},
        {"UTC", "DTSTART;TZID=Europe/Berlin:20261225", {day}},
        {"UTC", "dtstart;value=date:20261225", {day}},
        {"UTC", "DTSTART;VALUE=DATE:20261225|DTEND;VALUE=DATE:20261225", {day}},
        {"UTC", "DTSTART;VALUE=DATE:20261225|DTEND:", {day}},
        {"UTC", "DTSTART;VALUE=DATE:20261225|DURATION:P1D", {day}},
        {"UTC", "DTSTART;VALUE=DATE:20261225|DURATION:PT24H", {day}},
        {"UTC", "DTSTART;VALUE=DATE:20261225|DURATION:PT0S", {day}},
        {"UTC", "DTSTART;VALUE=DATE:20261225|DURATION:PT8H", {day}},
        // a date, until a time
        {"America/Chicago", "DTSTART;VALUE=DATE:20261225|DTEND:20261225T060001Z", {day}},
        {"America/Chicago", "DTSTART;VALUE=DATE:20261225|DTEND:20261226T060000Z", {day}},
        {"America/Chicago", "DTSTART;VALUE=DATE:20261225|DTEND:20261226T000000Z", {day}},
        {"America/Los_Angeles", "DTSTART;VALUE=DATE:20261225|DTEND:20261225T060001Z", {day}},
        {"Asia/Tokyo", "DTSTART;VALUE=DATE:20261225|DTEND:20261225T060001Z", {day}},
        {"Asia/Tokyo", "DTSTART;VALUE=DATE:20261225|DTEND:20261225T150000Z", {day}},
        {"Europe/Berlin", "DTSTART;VALUE=DATE:20261224|DTEND:20261226T230000Z", {"2026-12-24 ", day, "2026-12-26 "}},
        {"UTC", "DTSTART;VALUE=DATE:20261224|DTEND:20261226T220000Z", {"2026-12-24 ", day, "2026-12-26 "}},
        {"UTC", "DTSTART;VALUE=DATE:20261225|DTEND:20261225T235959", {day}},
        {"UTC", "DTSTART;VALUE=DATE:20261225|DTEND:20261226T000000", {day}},
        {"UTC", "DTSTART;VALUE=DATE:20261225|DTEND;TZID=Nowhere:20261226T000000", {day}},
        // a time, until a date
        {"UTC", "DTSTART:20261225T000000|DTEND;VALUE=DATE:20261226", {day}},
        {"UTC", "DTSTART:20261225T000000|DTEND;VALUE=DATE:20261225", {day}},
        // midnight to midnight, or nearly
        {"UTC", "DTSTART:20261225T000000|DTEND:20261226T000000", {day}},
        {"UTC", "DTSTART:20261225T000000|DTEND:20261225T235900", {day}},
        {"UTC", "DTSTART:20261225T000000|DTEND:20261225T235959", {day}},
        {"UTC", "DTSTART:20261225T000000|DTEND:20261225T240000", {day}},
        {"UTC", "DTSTART:20261225T000001|DTEND:20261226T000001", {day}},
        {"UTC", "DTSTART:20261225T000000|DURATION:PT23H59M59S", {day}},
        {"UTC", "DTSTART:20261225T000000", {day}},
        {"UTC", "DTSTART:20261225T000000|DTEND:20261225T000000", {day}},
        {"Europe/Berlin", "DTSTART;TZID=Europe/Berlin:20261225T000000|DTEND;TZID=Europe/Berlin:20261225T235959", {day}},
        {"Europe/Berlin", "DTSTART;TZID=Europe/Berlin:20261225T000000|DTEND:20261225T230000Z", {day}},
        {"America/Chicago",
         "DTSTART;TZID=Europe/Berlin:20261225T000000|DTEND;TZID=Europe/Berlin:20261226T000000",
         {day}},
        {"UTC", "DTSTART;TZID=Nowhere:20261225T000000|DTEND;TZID=Nowhere:20261226T000000", {day}},
        // midnight of the date in UTC
        {"Europe/Berlin", "DTSTART:20261225T000000Z|DTEND:20261226T000000Z", {day}},
        {"America/Chicago", "DTSTART:20261225T000000Z|DTEND:20261225T235959Z", {day}},
        {"Asia/Tokyo", "DTSTART:20261225T000000Z", {day}},
        // local midnight, written in UTC
        {"Europe/Berlin", "DTSTART:20261224T230000Z|DTEND:20261225T230000Z", {day}},
        {"Europe/Berlin", "DTSTART:20261224T230000Z|DTEND:20261225T225959Z", {day}},
        {"Europe/Berlin", "DTSTART:20261224T230000Z|DURATION:P1D", {day}},
        {"Europe/Berlin", "DTSTART:20261224T230000Z", {day}},
        {"Asia/Shanghai", "DTSTART:20261224T160000Z|DTEND:20261226T160000Z", {day, "2026-12-26 "}},
        {"America/Chicago", "DTSTART:20261225T060000Z|DTEND:20261226T060000Z", {day}},
        // days on which the clocks change
        {"Europe/Berlin", "DTSTART:20260328T230000Z|DTEND:20260329T220000Z", {"2026-03-29 "}},
        {"Europe/Berlin", "DTSTART:20260328T230000Z|DURATION:PT24H", {"2026-03-29 "}},
        {"Europe/Berlin", "DTSTART:20261024T220000Z|DTEND:20261025T230000Z", {"2026-10-25 "}},
        {"Europe/Berlin", "DTSTART:20261024T220000Z|DURATION:P2D", {"2026-10-25 ", "2026-10-26 "}}};
    for (const auto& [zone, lines, days] : table) EXPECT_EQ(taken(lines_of(lines), zone), days) << zone << " " << lines;
}

TEST(IcsTimes, ADayThatIsMidnightToMidnightWhereItsPublisherIsIsThatDay) {
    const std::string day = event("DTSTART:20261224T150000Z\r\nDTEND:20261225T150000Z\r\n");
    EXPECT_THAT(words(read("BEGIN:VCALENDAR\r\nX-WR-TIMEZONE:Asia/Tokyo\r\n" + day + "END:VCALENDAR\r\n")),
                ElementsAre("2026-12-25 "));
    EXPECT_THAT(words(read("BEGIN:VCALENDAR\r\nX-WR-TIMEZONE:Nowhere\r\n" + day + "END:VCALENDAR\r\n")),
                ElementsAre("2026-12-24  from 16:00", "2026-12-25  until 16:00"));
}

TEST(IcsTimes, APartOfADayIsThatPart) {
    const std::tuple<const char*, std::vector<std::string>> table[] = {
        {"DTSTART:20261224T120000|DTEND:20261224T235900", {"2026-12-24  from 12:00"}},
        {"DTSTART:20261224T120000|DTEND:20261224T235959", {"2026-12-24  from 12:00"}},
        {"DTSTART:20261224T000000|DTEND:20261224T120000", {"2026-12-24  until 12:00"}},
        {"DTSTART:20261224T130000|DTEND:20261224T165959", {"2026-12-24  from 13:00 until 17:00"}},
        {"DTSTART:20261224T120000|DTEND;VALUE=DATE:20261225", {"2026-12-24  from 12:00"}},
        {"DTSTART;TZID=Europe/Berlin:20261224T120000|DTEND:20261224T230000Z", {"2026-12-24  from 12:00"}},
        {"DTSTART:20261224T120000|DURATION:P2D", {"2026-12-24  from 12:00", "2026-12-25 ", "2026-12-26  until 12:00"}},
        {"DTSTART;TZID=America/New_York:20261224T190000|DTEND;TZID=America/New_York:20261225T000000",
         {"2026-12-25  from 01:00 until 06:00"}}};
    for (const auto& [lines, days] : table) EXPECT_EQ(taken(lines_of(lines)), days) << lines;
}

TEST(IcsTimes, RecurrencesAreLeftOutAndAddedHoweverTheyAreWritten) {
    const std::string timed = "DTSTART;TZID=Europe/Berlin:20260105T120000|DTEND;TZID=Europe/Berlin:20260105T130000|";
    const std::string all_day = "DTSTART;VALUE=DATE:20260105|";
    const auto days = [](const char* form, std::initializer_list<int> which) {
        std::vector<std::string> all;
        for (const int day : which) all.push_back("2026-01-0" + std::to_string(day) + " " + form);
        return all;
    };
    const auto timed_days = [&](auto... which) { return days(" from 12:00 until 13:00", {which...}); };
    const std::tuple<std::string, std::vector<std::string>> table[] = {
        {timed + "RRULE:FREQ=DAILY;COUNT=3|EXDATE;TZID=Europe/Berlin:20260106T120000", timed_days(5, 7)},
        {timed + "RRULE:FREQ=DAILY;COUNT=3|EXDATE:20260106T110000Z", timed_days(5, 7)},
        {timed + "RRULE:FREQ=DAILY;COUNT=3|EXDATE;TZID=America/New_York:20260106T060000", timed_days(5, 7)},
        {timed + "RRULE:FREQ=DAILY;COUNT=3|EXDATE;VALUE=DATE:20260106,20260107", timed_days(5)},
        {timed + "RRULE:FREQ=DAILY;COUNT=3|EXDATE:20260106", timed_days(5, 7)},
        {timed + "RRULE:FREQ=DAILY;COUNT=3|EXRULE:FREQ=DAILY;INTERVAL=2", timed_days(6)},
        {timed + "RDATE;VALUE=DATE:20260108", timed_days(5, 8)},
        {timed + "RDATE:20260108T110000Z", timed_days(5, 8)},
        {timed + "RDATE;VALUE=PERIOD:20260108T110000Z/PT1H,20260109T110000Z/20260109T120000Z", timed_days(5, 8, 9)},
        {timed + "RRULE:FREQ=DAILY;UNTIL=20260106T110000Z", timed_days(5, 6)},
        {timed + "RRULE:FREQ=DAILY;UNTIL=20260106T105959Z", timed_days(5)},
        {timed + "RRULE:FREQ=DAILY;UNTIL=20260106", timed_days(5, 6)},
        {timed + "RRULE:FREQ=DAILY;UNTIL=20260106T120000", timed_days(5, 6)},
        {all_day + "RRULE:FREQ=DAILY;COUNT=3|EXDATE;VALUE=DATE:20260106", days("", {5, 7})},
        {all_day + "RRULE:FREQ=DAILY;COUNT=3|EXDATE:20260106T000000", days("", {5, 7})},
        {all_day + "RRULE:FREQ=DAILY;COUNT=3|EXDATE:20260106T000000Z", days("", {5, 7})},
        {all_day + "RRULE:FREQ=DAILY;COUNT=3|EXDATE:20260105T230000Z", days("", {5, 7})},
        {all_day + "RRULE:FREQ=DAILY;UNTIL=20260106", days("", {5, 6})},
        {all_day + "RRULE:FREQ=DAILY;UNTIL=20260106T000000Z", days("", {5, 6})},
        {all_day + "RRULE:FREQ=DAILY;UNTIL=20260105T230000Z", days("", {5, 6})},
        {all_day + "RRULE:FREQ=DAILY;UNTIL=20260106T225959Z", days("", {5, 6})},
        {all_day + "RRULE:FREQ=DAILY;COUNT=2;", days("", {5, 6})},
        {all_day + "RDATE:20260106,20260107T000000", days("", {5, 6, 7})}};
    for (const auto& [lines, wanted] : table) EXPECT_EQ(taken(lines_of(lines)), wanted) << lines;
}

TEST(IcsTimes, KnowsTheZonesThatProgramsWrite) {
    const std::string outlook =
        "BEGIN:VTIMEZONE\r\nTZID:Headquarters\r\nBEGIN:STANDARD\r\nDTSTART:16010101T030000\r\nTZOFFSETFROM:+0200\r\n"
        "TZOFFSETTO:+0100\r\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r\nEND:STANDARD\r\nBEGIN:DAYLIGHT\r\n"
        "DTSTART:16010101T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH="
        "3\r\n"
        "END:DAYLIGHT\r\nEND:VTIMEZONE\r\n"
        "BEGIN:VTIMEZONE\r\nTZID:(UTC+08:00) Beijing\\, Chongqing\r\nBEGIN:STANDARD\r\nDTSTART:16010101T000000\r\n"
        "TZOFFSETFROM:+0800\r\nTZOFFSETTO:+0800\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
        "BEGIN:VTIMEZONE\r\nTZID:Place\r\nX-LIC-LOCATION:Asia/Tokyo\r\nBEGIN:STANDARD\r\nDTSTART:16010101T000000\r\n"
        "TZOFFSETFROM:+0000\r\nTZOFFSETTO:+0000\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n";
    const std::tuple<const char*, const char*, const char*> table[] = {
        // 12:00 there, in winter and summer, in UTC
        {"Europe/Berlin", "11:00", "10:00"},
        {"\"Europe/Berlin\"", "11:00", "10:00"},
        {"/freeassociation.sourceforge.net/Tzfile/Europe/Berlin", "11:00", "10:00"},
        {"/softwarestudio.org/Olson_20011030_5/America/Argentina/Ushuaia", "15:00", "15:00"},
        {"W. Europe Standard Time", "11:00", "10:00"},
        {"Eastern Standard Time", "17:00", "16:00"},
        {"China Standard Time", "04:00", "04:00"},
        {"UTC", "12:00", "12:00"},
        {"Headquarters", "11:00", "10:00"},
        {"\"(UTC+08:00) Beijing, Chongqing\"", "04:00", "04:00"},
        {"Place", "03:00", "03:00"}};
    for (const auto& [zone, winter, summer] : table) {
        std::string events = outlook;
        for (const std::string day : {"20270106", "20270706"})
            events += event("DTSTART;TZID=" + (zone + (":" + day)) + "T120000\r\nDURATION:PT1H\r\n");
        const IcsDays file = read(calendar(events), "UTC");
        ASSERT_THAT(rejected(file), IsEmpty()) << zone;
        EXPECT_EQ(file.events.at(0).holidays.at(0).from, winter) << zone;
        EXPECT_EQ(file.events.at(1).holidays.at(0).from, summer) << zone;
    }
}

TEST(IcsTimes, AZoneThatWouldTakeForeverToWorkOutIsNotKnown) {
    for (const char* rule : {"FREQ=SECONDLY", "FREQ=YEARLY;BYSECOND=0,1,2,3,4,5", "FREQ=DAILY"}) {
        const std::string zone =
            "BEGIN:VTIMEZONE\r\nTZID:Odd\r\nBEGIN:STANDARD\r\nDTSTART:16010101T000000\r\nTZOFFSETFROM:+0000\r\n"
            "TZOFFSETTO:+0100\r\nRRULE:" +
            std::string(rule) + "\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n";
        EXPECT_THAT(rejected(read(calendar(zone + event("DTSTART;TZID=Odd:20260106T120000\r\nDURATION:PT1H\r\n")))),
                    ElementsAre(unknown_zone));
    }
}

}  // namespace
}  // namespace rapport::kit
