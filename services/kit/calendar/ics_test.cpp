// SPDX-License-Identifier: MIT
#include "services/kit/calendar/ics.hpp"

#include <cstdlib>
#include <random>

#include "bus/base/error.hpp"
#include "services/kit/calendar/testing/ics_words.hpp"

namespace rapport::kit {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using namespace ics_testing;

std::string refusal(const std::string& text, const IcsWish& wish = {.first = first, .last = last}) {
    try {
        days_from_ics(text, wish, Zone("UTC"));
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), Code::invalid_argument);
        return error.message();
    }
    return "accepted";
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
    EXPECT_THAT(words(result), ElementsAre("2026-06-01 Founding day", "2027-06-02 Founding day, moved"));
}

TEST(Ics, ACancelledEventAndTheSameOneTwiceAreNoMoreHolidays) {
    const std::string day = event("DTSTART;VALUE=DATE:20260501\r\nSUMMARY:May Day\r\n");
    const auto result = read(calendar(day + day + event("DTSTART;VALUE=DATE:20260502\r\nSTATUS:CANCELLED\r\n")));
    EXPECT_THAT(words(result), ElementsAre("2026-05-01 May Day"));
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

TEST(Ics, OfAnEventsVersionsTheLatestHolds) {
    const std::string old = event("DTSTART;VALUE=DATE:20260504\r\nSEQUENCE:1\r\nSUMMARY:Early May\r\n");
    const std::string moved = event("DTSTART;VALUE=DATE:20260508\r\nSEQUENCE:2\r\nSUMMARY:Early May\r\n");
    const std::string gone = event("DTSTART;VALUE=DATE:20260504\r\nSEQUENCE:1\r\nSTATUS:CANCELLED\r\n");
    const std::string off = event("DTSTART;VALUE=DATE:20260508\r\nSEQUENCE:3\r\nSTATUS:CANCELLED\r\n");
    EXPECT_THAT(words(read(calendar(old + moved))), ElementsAre("2026-05-08 Early May"));
    EXPECT_THAT(words(read(calendar(moved + old))), ElementsAre("2026-05-08 Early May"));
    EXPECT_THAT(words(read(calendar(old) + calendar(moved))), ElementsAre("2026-05-08 Early May"));
    EXPECT_THAT(words(read(calendar(old + gone))), IsEmpty());
    EXPECT_THAT(words(read(calendar(gone + moved))), ElementsAre("2026-05-08 Early May"));
    EXPECT_THAT(reasons(read(calendar(old + moved + off))),
                ElementsAre("has a later version, event 2", "has a later version, event 3", "is cancelled"));
    EXPECT_THAT(words(read("BEGIN:VCALENDAR\r\nMETHOD:CANCEL\r\n" + old + "END:VCALENDAR\r\n")), IsEmpty());
}

TEST(Ics, EventsThatShareAUidByMistakeAreAllTaken) {
    EXPECT_THAT(words(read(calendar(event("DTSTART;VALUE=DATE:20260101\r\nSUMMARY:New Year\r\n") +
                                    event("DTSTART;VALUE=DATE:20260501\r\nSUMMARY:May Day\r\n")))),
                ElementsAre("2026-01-01 New Year", "2026-05-01 May Day"));
}

TEST(Ics, OneOccurrenceIsChangedOrCancelledHoweverItIsNamed) {
    const std::string every_year = event(
        "DTSTART;TZID=Europe/"
        "Berlin:20260601T120000\r\nDURATION:PT1H\r\nRRULE:FREQ=YEARLY;COUNT=2\r\nSUMMARY:Party\r\n");
    for (const char* id : {";TZID=Europe/Berlin:20270601T120000", ":20270601T100000Z", ";VALUE=DATE:20270601",
                           ";TZID=America/New_York:20270601T060000"}) {
        const std::string which = "RECURRENCE-ID" + std::string(id) + "\r\n";
        EXPECT_THAT(words(read(calendar(every_year + event(which + "DTSTART;VALUE=DATE:20270602\r\nSUMMARY:Day\r\n")))),
                    ElementsAre("2026-06-01 Party from 12:00 until 13:00", "2027-06-02 Day"))
            << id;
        EXPECT_THAT(
            words(read(calendar(event(which + "DTSTART:20270601T120000\r\nSTATUS:CANCELLED\r\n") + every_year))),
            ElementsAre("2026-06-01 Party from 12:00 until 13:00"))
            << id;
    }
}

TEST(Ics, ADayThatSaysSoIsWorked) {
    EXPECT_THAT(taken("DTSTART;VALUE=DATE:20260214\r\nDTEND;VALUE=DATE:20260216\r\nSUMMARY:上班(补春节假期)\r\n"),
                ElementsAre("2026-02-14 上班(补春节假期) worked", "2026-02-15 上班(补春节假期) worked"));
    EXPECT_THAT(taken("DTSTART:20260110T080000\r\nDTEND:20260110T120000\r\nSUMMARY:Munkanap\r\n"),
                ElementsAre("2026-01-10 Munkanap worked 08:00-12:00"));
    EXPECT_THAT(taken("DTSTART:20260110T220000\r\nDTEND:20260111T060000\r\nSUMMARY:Working Saturday\r\n"),
                ElementsAre("2026-01-10 Working Saturday worked 22:00-06:00"));
    EXPECT_THAT(taken("DTSTART;VALUE=DATE:20260214\r\nSUMMARY:春节\r\nX-APPLE-SPECIAL-DAY:ALTERNATE-WORKDAY\r\n"),
                ElementsAre("2026-02-14 春节 worked"));
    EXPECT_THAT(taken("DTSTART;VALUE=DATE:20260214\r\nSUMMARY:春节（班）\r\nX-APPLE-SPECIAL-DAY:WORK-HOLIDAY\r\n"),
                ElementsAre("2026-02-14 春节（班）"));
    const IcsDays unclear = read(calendar(event("DTSTART;VALUE=DATE:20260214\r\nSUMMARY:春节调休\r\n")));
    EXPECT_THAT(words(unclear), IsEmpty());
    EXPECT_THAT(
        rejected(unclear),
        ElementsAre("event 1: does not say whether the day is worked or free, or which part of it: say it by `treat`"));
}

TEST(Ics, AShortenedDayIsToldAndNoWholeHoliday) {
    const std::string file =
        calendar(event("DTSTART;VALUE=DATE:20261224\r\nSUMMARY:Christmas Eve (Half Day)\r\n") +
                 event("DTSTART;VALUE=DATE:20260508\r\nSUMMARY:* Сокращённый день (День Победы)\r\n"));
    const IcsDays told = read(file);
    EXPECT_THAT(words(told), IsEmpty());
    EXPECT_THAT(rejected(told), testing::SizeIs(2));
    EXPECT_THAT(words(read(file, "UTC",
                           {{.contains = "half day", .as = DayKind::holiday, .from = "12:00"},
                            {.contains = "сокращённый", .as = DayKind::holiday, .from = "16:00"}})),
                testing::UnorderedElementsAre("2026-12-24 Christmas Eve (Half Day) from 12:00",
                                              "2026-05-08 * Сокращённый день (День Победы) from 16:00"));
}

TEST(Ics, WhatTheCallerSaysOfEventsStandsAboveTheirWords) {
    const std::string file = calendar(
        event("DTSTART;VALUE=DATE:20260214\r\nSUMMARY:春节调休\r\n") +
        event("DTSTART;VALUE=DATE:20260217\r\nSUMMARY:春节\r\n") +
        event("DTSTART;VALUE=DATE:20260214\r\nSUMMARY:Valentine's Day\r\nDESCRIPTION:Observance\\nTo hide\r\n") +
        event("DTSTART;VALUE=DATE:20261224\r\nSUMMARY:Christmas Eve\r\nCATEGORIES:Half-day,Bank\r\n") +
        event("DTSTART:20261231T150000\r\nDTEND:20270101T000000\r\nSUMMARY:Eve\r\nCATEGORIES:Half-day\r\n"));
    const IcsDays result = read(file, "UTC",
                                {{.contains = "调休", .as = DayKind::working_day, .like = Weekday::friday},
                                 {.contains = "OBSERVANCE", .as = DayKind::nothing},
                                 {.contains = "half-day", .as = DayKind::holiday, .from = "12:00"}});
    EXPECT_THAT(words(result), ElementsAre("2026-02-14 春节调休 worked like friday", "2026-02-17 春节",
                                           "2026-12-24 Christmas Eve from 12:00", "2026-12-31 Eve from 15:00"));
    EXPECT_THAT(reasons(result), ElementsAre("", "", "is not wanted, as `treat` says", "", ""));
    EXPECT_THAT(words(read(file, "UTC", {{.as = DayKind::working_day, .from = "09:00", .until = "12:00"}})),
                testing::Contains("2026-02-17 春节 worked 09:00-12:00"));

    const auto wrong = [&](Treatment treatment) {
        return refusal(file, {.first = first, .last = last, .treat = {{}, std::move(treatment)}});
    };
    EXPECT_EQ(wrong({.as = DayKind::holiday, .from = "noon!"}),
              "treat[1].from: must be a time of day from 00:00 to 24:00, such as 09:00");
    EXPECT_EQ(wrong({.from = "12:00", .until = "12:00"}), "treat[1].until: must be after `from`");
    EXPECT_EQ(wrong({.as = DayKind::working_day, .from = "12:00"}),
              "treat[1].until: must be given: a working day has both or neither");
    EXPECT_EQ(wrong({.like = Weekday::friday}), "treat[1].like: must stand beside `as` working_day alone");
    EXPECT_EQ(wrong({.as = DayKind::working_day, .from = "12:00", .until = "13:00", .like = Weekday::friday}),
              "treat[1].like: must not stand beside `from`");
}

TEST(Ics, SaysOfEachEventWhatItIsAndWhyItGivesNothing) {
    const IcsDays file = read(calendar(event("DTSTART;VALUE=DATE:20260101\r\nSUMMARY: New\\nYear \r\n") +
                                       "BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20250101\r\nEND:VEVENT\r\n"));
    ASSERT_EQ(file.events.size(), 2U);
    EXPECT_EQ(file.events[0].name, "New Year");
    EXPECT_EQ(file.events[0].source->uid, "e");
    EXPECT_FALSE(file.events[1].source);
    EXPECT_EQ(file.events[1].kind, DayKind::nothing);
    EXPECT_EQ(file.events[1].reason, "has no day from 2026-01-01 to 2027-12-31");
    EXPECT_FALSE(file.events[1].rejected);
}

TEST(Ics, RejectsAnEventThatItCannotReadAndGoesOn) {
    const std::pair<const char*, std::string> table[] = {
        {"SUMMARY:x\r\n", "event 1: has no DTSTART that can be read"},
        {"DTSTART;VALUE=DATE:tomorrow\r\n", "event 1: has no DTSTART that can be read"},
        {"DTSTART;VALUE=DATE:20261332\r\n", "event 1: names a day that does not exist"},
        {"DTSTART:20261224T120000\r\n", "event 1: does not end after it begins"},
        {"DTSTART;VALUE=DATE:20261224\r\nDTEND;VALUE=DATE:20261220\r\n", "event 1: does not end after it begins"},
        {"DTSTART;VALUE=DATE:20261224\r\nDTEND:20261220T120000\r\n", "event 1: does not end after it begins"},
        {"DTSTART;VALUE=DATE:20261224\r\nDTEND;VALUE=DATE:20281220\r\n", "event 1: is longer than a year"},
        {"DTSTART;VALUE=DATE:20261224\r\nDTEND:later\r\n", "event 1: has no DTEND that can be read"},
        {"DTSTART;VALUE=DATE:20261224\r\nRRULE:FREQ=SECONDLY\r\n",
         "event 1: recurs within the day; FREQ must be DAILY, WEEKLY, MONTHLY or YEARLY"},
        {"DTSTART;VALUE=DATE:20261224\r\nRRULE:FREQ=DAILY;BYHOUR=8,9\r\n",
         "event 1: recurs within the day; FREQ must be DAILY, WEEKLY, MONTHLY or YEARLY"},
        {"DTSTART;VALUE=DATE:20261224\r\nRRULE:FREQ=YEARLY;BYWEEKNO=53\r\n", rare_rule},
        {"DTSTART;VALUE=DATE:20261224\r\nRRULE:FREQ=WEEKLY;BYDAY=MO,TU;BYSETPOS=-1\r\n", rare_rule},
        {"DTSTART;VALUE=DATE:20261224\r\nRRULE:FREQ=DAILY;BYMONTHDAY=-1\r\n", rare_rule},
        {"DTSTART;VALUE=DATE:20261224\r\nRRULE:FREQ=YEARLY;BYEASTER=-2\r\n", "event 1: has no RRULE that can be read"},
        {"DTSTART;VALUE=DATE:20261224\r\nRRULE:FREQ=YEARLY\r\nEXDATE:soon\r\n",
         "event 1: has no EXDATE that can be read"},
        {"DTSTART;VALUE=DATE:20261224\r\nRECURRENCE-ID:soon\r\n", "event 1: has no RECURRENCE-ID that can be read"},
        {"DTSTART;VALUE=DATE:20261224\r\nRECURRENCE-ID;VALUE=DATE;RANGE=THISANDFUTURE:20261223\r\n",
         "event 1: changes all later occurrences too (RANGE), which is not taken: write it as an event"},
        {"DTSTART;VALUE=DATE:19000101\r\nRRULE:FREQ=DAILY\r\n", "event 1: recurs more than 10,000 times"},
        {"DTSTART;TZID=Nowhere:20261224T120000\r\nDURATION:PT1H\r\n", unknown_zone},
        {"DTSTART;VALUE=DATE:20261224\r\nDTEND;TZID=Nowhere:20261225T120000\r\n", unknown_zone}};
    for (const auto& [bad, reason] : table) {
        const auto result = read(calendar(event(bad) + event("DTSTART;VALUE=DATE:20260501\r\nSUMMARY:May Day\r\n")));
        EXPECT_THAT(rejected(result), ElementsAre(reason));
        EXPECT_THAT(words(result), ElementsAre("2026-05-01 May Day")) << reason;
    }
}

TEST(Ics, RefusesAFileFullOfRecurrencesThatNeverCome) {
    std::string events;
    for (int i = 0; i < 1'000; ++i)
        events += event("DTSTART;VALUE=DATE:20260101\r\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\r\n");
    EXPECT_THAT(refusal(calendar(events)), testing::HasSubstr("take too long"));
}

TEST(Ics, RefusesAFileOfDaysWithoutEnd) {
    std::string events;
    for (int i = 0; i < 100; ++i)
        events += event("DTSTART;VALUE=DATE:20260101\r\nDURATION:P300D\r\nRRULE:FREQ=DAILY;COUNT=300\r\n");
    EXPECT_EQ(refusal(calendar(events)), "ics: must not give more than 20,000 days");
}

TEST(Ics, RefusesWhatIsNoCalendarFile) {
    const std::string none = "ics: must be an iCalendar file: BEGIN:VCALENDAR … END:VCALENDAR";
    EXPECT_EQ(refusal(""), none);
    EXPECT_EQ(refusal("day,name\n2026-12-25,Christmas\n"), none);
    EXPECT_EQ(refusal("BEGIN:VCARD\r\nEND:VCARD\r\n"), none);
    EXPECT_EQ(refusal(std::string((1 << 20) + 1, 'x')), "ics: must be at most 1 MiB");
}

TEST(Ics, ADamagedFileIsReadOrRefusedButHarmsNothing) {
    const char* const given = std::getenv("RAPPORT_SEED");
    const unsigned seed = given ? static_cast<unsigned>(std::stoul(given)) : std::random_device{}();
    std::cout << "RAPPORT_SEED=" << seed << '\n';
    std::mt19937 random(seed);
    const std::string whole = calendar(
        "X-WR-TIMEZONE:Asia/Tokyo\r\nBEGIN:VTIMEZONE\r\nTZID:Here\r\nBEGIN:STANDARD\r\nDTSTART:16010101T030000\r\n"
        "TZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r\nEND:STANDARD\r\n"
        "END:VTIMEZONE\r\n" +
        event("DTSTART;TZID=Here:20260601T120000\r\nDTEND:20260601T230000Z\r\nRRULE:FREQ=YEARLY;UNTIL=20270601\r\n"
              "RECURRENCE-ID;VALUE=DATE:20260601\r\nSUMMARY:上班\r\nSEQUENCE:2\r\n") +
        event("DTSTART;VALUE=DATE:20260105\r\nRRULE:FREQ=WEEKLY;BYDAY=MO,2TU;COUNT=30\r\nEXDATE;VALUE=DATE:20260112\r\n"
              "SUMMARY:Größe\r\n") +
        event("DTSTART;TZID=America/New_York:20261224T120000\r\nDURATION:P1DT2H\r\nRDATE:20260301T000000Z/PT1H\r\n"));
    for (int i = 0; i < 1'000; ++i) {
        std::string damaged = whole;
        for (unsigned n = random() % 4 + 1; n > 0; --n) {
            const std::size_t at = random() % damaged.size();
            if (random() % 2 == 0) damaged[at] = static_cast<char>(random() % 127 + 1);
            else damaged.insert(at, whole.substr(random() % whole.size(), random() % 40));
        }
        try {
            for (const IcsEvent& read_event : read(damaged).events)
                for (const Holiday& holiday : read_event.holidays)
                    ASSERT_TRUE(holiday.day >= first && holiday.day <= last) << damaged;
        } catch (const Error& error) {
            ASSERT_EQ(error.code(), Code::invalid_argument) << damaged;
        }
    }
}

}  // namespace
}  // namespace rapport::kit
