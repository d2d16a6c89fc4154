// SPDX-License-Identifier: MIT
#include "services/kit/calendar/ics.hpp"

#include <gmock/gmock-more-matchers.h>

#include <cstdlib>
#include <random>

#include "bus/base/error.hpp"

namespace rapport::kit {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const Day first = *day_from("2026-01-01"), last = *day_from("2027-12-31");

std::string calendar(const std::string& events) {
    return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example//EN\r\n" + events + "END:VCALENDAR\r\n";
}
std::string event(const std::string& lines) { return "BEGIN:VEVENT\r\nUID:e\r\n" + lines + "END:VEVENT\r\n"; }

std::vector<std::string> words(const std::vector<Holiday>& holidays) {
    std::vector<std::string> words;
    for (const Holiday& h : holidays)
        words.push_back(to_text(h.day) + " " + h.name + (h.from ? " from " + *h.from : "") +
                        (h.until ? " until " + *h.until : ""));
    return words;
}
IcsHolidays read(const std::string& text, const char* zone = "Europe/Berlin") {
    return holidays_from_ics(text, first, last, Zone(zone));
}
std::vector<std::string> taken(const std::string& lines) {
    const IcsHolidays result = read(calendar(event(lines)));
    EXPECT_THAT(result.rejected, IsEmpty());
    return words(result.holidays);
}

TEST(Ics, TakesADayAsPublishedByGovernments) {
    EXPECT_THAT(taken("DTSTART;VALUE=DATE:20261225\r\nDTEND;VALUE=DATE:20261226\r\nSUMMARY:Christmas Day\r\n"
                      "TRANSP:TRANSPARENT\r\nCLASS:PUBLIC\r\n"),
                ElementsAre("2026-12-25 Christmas Day"));
    EXPECT_THAT(taken("DTSTART;VALUE=DATE:20260101\r\nSUMMARY:New Year\\, again\\; at\r\n  last\r\n"),
                ElementsAre("2026-01-01 New Year, again; at last"));
}

TEST(Ics, TakesSeveralDays) {
    EXPECT_THAT(taken("DTSTART;VALUE=DATE:20261224\r\nDTEND;VALUE=DATE:20261227\r\nSUMMARY:Closed\r\n"),
                ElementsAre("2026-12-24 Closed", "2026-12-25 Closed", "2026-12-26 Closed"));
    EXPECT_THAT(taken("DTSTART;VALUE=DATE:20261224\r\nDURATION:P2D\r\n"), ElementsAre("2026-12-24 ", "2026-12-25 "));
}

TEST(Ics, FollowsRecurrencesWithinTheDaysAskedFor) {
    EXPECT_THAT(taken("DTSTART;VALUE=DATE:20101225\r\nRRULE:FREQ=YEARLY\r\nSUMMARY:Christmas\r\n"),
                ElementsAre("2026-12-25 Christmas", "2027-12-25 Christmas"));
    EXPECT_THAT(taken("DTSTART;VALUE=DATE:20251127\r\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH\r\nSUMMARY:Thanks\r\n"),
                ElementsAre("2026-11-26 Thanks", "2027-11-25 Thanks"));
    EXPECT_THAT(taken("DTSTART;VALUE=DATE:20260105\r\nRRULE:FREQ=DAILY;COUNT=3\r\nEXDATE;VALUE=DATE:20260106\r\n"
                      "RDATE;VALUE=DATE:20260301\r\n"),
                ElementsAre("2026-01-05 ", "2026-01-07 ", "2026-03-01 "));
}

TEST(Ics, AnEventThatChangesOneOccurrenceTakesItsPlace) {
    const auto result = read(calendar(
        event("DTSTART;VALUE=DATE:20260601\r\nRRULE:FREQ=YEARLY;COUNT=2\r\nSUMMARY:Founding day\r\n") +
        event("RECURRENCE-ID;VALUE=DATE:20270601\r\nDTSTART;VALUE=DATE:20270602\r\nSUMMARY:Founding day, moved\r\n")));
    EXPECT_THAT(words(result.holidays), ElementsAre("2026-06-01 Founding day", "2027-06-02 Founding day, moved"));
}

TEST(Ics, ACancelledEventAndTheSameOneTwiceAreNoMoreHolidays) {
    const std::string day = event("DTSTART;VALUE=DATE:20260501\r\nSUMMARY:May Day\r\n");
    const auto result = read(calendar(day + day + event("DTSTART;VALUE=DATE:20260502\r\nSTATUS:CANCELLED\r\n")));
    EXPECT_THAT(words(result.holidays), ElementsAre("2026-05-01 May Day"));
}

TEST(Ics, ATimeOfDayClosesThatPartAsTheCalendarsZoneShowsIt) {
    EXPECT_THAT(taken("DTSTART:20261224T120000\r\nDTEND:20261225T000000\r\nSUMMARY:Eve\r\n"),
                ElementsAre("2026-12-24 Eve from 12:00"));
    EXPECT_THAT(taken("DTSTART;TZID=America/New_York:20261224T120000\r\nDTEND;TZID=America/New_York:20261224T140000\r\n"
                      "SUMMARY:Eve\r\n"),
                ElementsAre("2026-12-24 Eve from 18:00 until 20:00"));
    EXPECT_THAT(taken("DTSTART:20261224T220000Z\r\nDURATION:PT4H\r\nSUMMARY:Eve\r\n"),
                ElementsAre("2026-12-24 Eve from 23:00", "2026-12-25 Eve until 03:00"));
}

TEST(Ics, RejectsAnEventThatItCannotReadAndGoesOn) {
    const std::pair<const char*, const char*> table[] = {
        {"SUMMARY:x\r\n", "event 1 (x) has no DTSTART that can be read"},
        {"DTSTART;VALUE=DATE:tomorrow\r\n", "event 1 has no DTSTART that can be read"},
        {"DTSTART:20261224T120000\r\n", "event 1 does not end after it begins"},
        {"DTSTART;VALUE=DATE:20261224\r\nDTEND;VALUE=DATE:20261220\r\n", "event 1 does not end after it begins"},
        {"DTSTART;VALUE=DATE:20261224\r\nDTEND;VALUE=DATE:20281220\r\n", "event 1 is longer than a year"},
        {"DTSTART;VALUE=DATE:20261224\r\nRRULE:FREQ=SECONDLY\r\n",
         "event 1 recurs within the day; FREQ must be DAILY, WEEKLY, MONTHLY or YEARLY"},
        {"DTSTART;VALUE=DATE:19000101\r\nRRULE:FREQ=DAILY\r\n", "event 1 recurs more than 10,000 times"},
        {"DTSTART;TZID=W. Europe Standard Time:20261224T120000\r\nDURATION:PT1H\r\n",
         "event 1 has a TZID that is no IANA time zone such as Europe/Berlin"}};
    for (const auto& [bad, reason] : table) {
        const auto result = read(calendar(event(bad) + event("DTSTART;VALUE=DATE:20260501\r\nSUMMARY:May Day\r\n")));
        EXPECT_THAT(result.rejected, ElementsAre(reason));
        EXPECT_THAT(words(result.holidays), ElementsAre("2026-05-01 May Day")) << reason;
    }
}

TEST(Ics, RefusesAFileFullOfRecurrencesThatNeverCome) {
    std::string events;
    for (int i = 0; i < 1'000; ++i)
        events += event("DTSTART;VALUE=DATE:20260101\r\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\r\n");
    try {
        read(calendar(events));
        FAIL() << "accepted";
    } catch (const Error& error) {
        EXPECT_THAT(error.message(), testing::HasSubstr("take too long"));
    }
}

TEST(Ics, RefusesWhatIsNoCalendarFile) {
    const auto refusal = [](const std::string& text) {
        try {
            read(text);
        } catch (const Error& error) {
            return error.message();
        }
        return std::string("accepted");
    };
    const std::string none = "ics: must be an iCalendar file: BEGIN:VCALENDAR … END:VCALENDAR";
    EXPECT_EQ(refusal(""), none);
    EXPECT_EQ(refusal("day,name\n2026-12-25,Christmas\n"), none);
    EXPECT_EQ(refusal("BEGIN:VCARD\r\nEND:VCARD\r\n"), none);
    EXPECT_EQ(refusal(std::string((1 << 20) + 1, 'x')), "ics: must be at most 1 MiB");
    EXPECT_EQ(refusal("END:VEVENT\r\n" + calendar("")), "ics: must not END what has not begun");
    std::string deep;
    for (int i = 0; i < 50'000; ++i) deep += "begin:VEVENT\n";
    EXPECT_EQ(refusal(deep), "ics: must not have components within components so deep");
}

TEST(Ics, ADamagedFileIsReadOrRefusedButHarmsNothing) {
    const char* const given = std::getenv("RAPPORT_SEED");
    const unsigned seed = given ? static_cast<unsigned>(std::stoul(given)) : std::random_device{}();
    std::cout << "RAPPORT_SEED=" << seed << '\n';
    std::mt19937 random(seed);
    const std::string whole = calendar(
        event("DTSTART;VALUE=DATE:20260105\r\nRRULE:FREQ=WEEKLY;BYDAY=MO,2TU;COUNT=30\r\nEXDATE;VALUE=DATE:20260112\r\n"
              "SUMMARY:Größe\r\n") +
        event("DTSTART;TZID=America/New_York:20261224T120000\r\nDURATION:P1DT2H\r\nRDATE:20260301T000000Z/PT1H\r\n"));
    for (int i = 0; i < 2'000; ++i) {
        std::string damaged = whole;
        for (unsigned n = random() % 4 + 1; n > 0; --n) {
            const std::size_t at = random() % damaged.size();
            if (random() % 2 == 0) damaged[at] = static_cast<char>(random() % 127 + 1);
            else damaged.insert(at, whole.substr(random() % whole.size(), random() % 40));
        }
        try {
            for (const Holiday& holiday : read(damaged).holidays)
                ASSERT_TRUE(holiday.day >= first && holiday.day <= last) << damaged;
        } catch (const Error& error) {
            ASSERT_EQ(error.code(), Code::invalid_argument) << damaged;
        }
    }
}

}  // namespace
}  // namespace rapport::kit
