// SPDX-License-Identifier: MIT
#include "services/kit/calendar/ics_merge.hpp"

#include <gmock/gmock-more-matchers.h>

#include "bus/base/error.hpp"

namespace rapport::kit {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// A calendar's days, and files that come in one after another.
class IcsMergeTest : public testing::Test {
protected:
    static std::string event(const std::string& uid, const std::string& lines) {
        std::string event = "BEGIN:VEVENT\r\n" + (uid.empty() ? "" : "UID:" + uid + "\r\n");
        for (const char c : lines + '|') event += c == '|' ? "\r\n" : std::string(1, c);
        return event + "END:VEVENT\r\n";
    }
    IcsMerge import(const std::string& events) {
        file = days_from_ics("BEGIN:VCALENDAR\r\n" + events + "END:VCALENDAR\r\n", wish, Zone("UTC"));
        return merge(file, wish, holidays, working_days);
    }
    std::vector<std::string> days() const {
        std::vector<std::string> all;
        for (const Holiday& h : holidays) all.push_back(to_text(h.day) + " " + h.name);
        for (const WorkingDay& w : working_days) all.push_back(to_text(w.day) + " " + w.name + " worked");
        return all;
    }
    static std::vector<std::string> texts(const std::vector<Day>& days) {
        std::vector<std::string> all;
        for (const Day day : days) all.push_back(to_text(day));
        return all;
    }

    IcsWish wish{.first = *day_from("2026-01-01"), .last = *day_from("2028-12-31")};
    IcsDays file;
    std::vector<Holiday> holidays;
    std::vector<WorkingDay> working_days;
};

const std::string may = "DTSTART;VALUE=DATE:20270503|SUMMARY:Early May",
                  moved = "DTSTART;VALUE=DATE:20270507|SUMMARY:Early May",
                  yearly = "DTSTART;VALUE=DATE:20260601|RRULE:FREQ=YEARLY|SUMMARY:Founding day";

TEST_F(IcsMergeTest, ADayThatItsPublisherMovedMoves) {
    EXPECT_EQ(import(event("a", may)).added, 1);
    const IcsMerge merged = import(event("a", moved));
    EXPECT_EQ(merged.added, 1);
    EXPECT_EQ(merged.removed, 1);
    EXPECT_THAT(texts(merged.left.at(0)), ElementsAre("2027-05-03"));
    EXPECT_THAT(days(), ElementsAre("2027-05-07 Early May"));
}

TEST_F(IcsMergeTest, TheSameFileAgainChangesNothing) {
    const std::string events = event("b", may) + event("a", yearly) +
                               event("", "DTSTART;VALUE=DATE:20270503|SUMMARY:Other") +
                               event("c", "DTSTART;VALUE=DATE:20270501|SUMMARY:上班");
    EXPECT_EQ(import(events).added, 6);
    const auto before = std::pair(holidays, working_days);
    const IcsMerge again = import(events);
    EXPECT_EQ(again.added + again.removed, 0);
    EXPECT_EQ(std::pair(holidays, working_days), before);
}

TEST_F(IcsMergeTest, OtherUidsAndDaysPutByHandStay) {
    holidays = {{*day_from("2027-05-03"), "Company day", {}, {}}};
    import(event("a", may) + event("", "DTSTART;VALUE=DATE:20270504|SUMMARY:Nameless"));
    import(event("b", moved));
    EXPECT_THAT(days(), ElementsAre("2027-05-03 Company day", "2027-05-03 Early May", "2027-05-04 Nameless",
                                    "2027-05-07 Early May"));
}

TEST_F(IcsMergeTest, WhatWasThereBeforeFilesWereRememberedIsTheFilesFromNowOn) {
    holidays = {{*day_from("2027-05-03"), "Early May", {}, {}}};
    EXPECT_EQ(import(event("a", may)).added, 0);
    import(event("a", moved));
    EXPECT_THAT(days(), ElementsAre("2027-05-07 Early May"));
}

TEST_F(IcsMergeTest, AWorkedDayThatWasTakenForAHolidayIsNoneAnyMore) {
    holidays = {{*day_from("2027-02-20"), "上班", {}, {}}, {*day_from("2027-02-20"), "Ours", {}, {}}};
    const IcsMerge merged = import(event("a", "DTSTART;VALUE=DATE:20270220|SUMMARY:上班"));
    EXPECT_EQ(merged.removed, 1);
    EXPECT_THAT(days(), ElementsAre("2027-02-20 Ours", "2027-02-20 上班 worked"));
}

TEST_F(IcsMergeTest, AHolidayThatBecomesAWorkedDayIsOneAndNotBoth) {
    import(event("a", "DTSTART;VALUE=DATE:20270220|SUMMARY:调休放假"));
    import(event("a", "DTSTART;VALUE=DATE:20270220|SUMMARY:补班"));
    EXPECT_THAT(days(), ElementsAre("2027-02-20 补班 worked"));
    import(event("a", "DTSTART;VALUE=DATE:20270221|SUMMARY:补班"));
    EXPECT_THAT(days(), ElementsAre("2027-02-21 补班 worked"));
}

TEST_F(IcsMergeTest, ACancelledEventGoesHoweverItIsCancelled) {
    for (const char* cancelled : {"STATUS:CANCELLED|DTSTART;VALUE=DATE:20270503", "STATUS:CANCELLED|SEQUENCE:1"}) {
        import(event("a", may));
        const IcsMerge merged = import(event("a", cancelled));
        EXPECT_THAT(days(), IsEmpty()) << cancelled;
        EXPECT_EQ(merged.removed, 1);
        EXPECT_EQ(file.events.at(0).reason, "is cancelled");
        EXPECT_THAT(texts(merged.left.at(0)), ElementsAre("2027-05-03"));
    }
    import(event("a", may));
    import("METHOD:CANCEL\r\n" + event("a", may));
    EXPECT_THAT(days(), IsEmpty());
}

TEST_F(IcsMergeTest, OneOccurrenceMovesAgainAndIsCancelledWithoutTheOthers) {
    import(event("a", yearly));
    import(event("a", "RECURRENCE-ID;VALUE=DATE:20270601|DTSTART;VALUE=DATE:20270602|SUMMARY:Moved|SEQUENCE:1"));
    EXPECT_THAT(days(), ElementsAre("2026-06-01 Founding day", "2027-06-02 Moved", "2028-06-01 Founding day"));
    import(event("a", "RECURRENCE-ID;VALUE=DATE:20270601|DTSTART;VALUE=DATE:20270604|SUMMARY:Moved|SEQUENCE:2"));
    EXPECT_THAT(days(), ElementsAre("2026-06-01 Founding day", "2027-06-04 Moved", "2028-06-01 Founding day"));
    import(event("a", "RECURRENCE-ID;VALUE=DATE:20280601|DTSTART;VALUE=DATE:20280601|STATUS:CANCELLED"));
    EXPECT_THAT(days(), ElementsAre("2026-06-01 Founding day", "2027-06-04 Moved"));
    import(event("a", "RECURRENCE-ID;VALUE=DATE:20270601|DTSTART;VALUE=DATE:20270608|SUMMARY:Moved|SEQUENCE:1"));
    EXPECT_THAT(days(), ElementsAre("2026-06-01 Founding day", "2027-06-04 Moved")) << "an old letter that came late";
    import(event("a", yearly));
    EXPECT_THAT(days(), ElementsAre("2026-06-01 Founding day", "2027-06-01 Founding day", "2028-06-01 Founding day"))
        << "the whole is told anew";
}

TEST_F(IcsMergeTest, AnEarlierVersionChangesNothingAndSaysSo) {
    import(event("a", moved + "|SEQUENCE:3"));
    const IcsMerge merged = import(event("a", may + "|SEQUENCE:2"));
    EXPECT_EQ(merged.added + merged.removed, 0);
    EXPECT_EQ(file.events.at(0).reason, "is an earlier version (SEQUENCE 2) than the one that the calendar has (3)");
    EXPECT_EQ(file.events.at(0).kind, DayKind::nothing);
    import(event("a", "STATUS:CANCELLED|SEQUENCE:2"));
    EXPECT_THAT(days(), ElementsAre("2027-05-07 Early May"));
}

TEST_F(IcsMergeTest, WhatCannotBeReadTakesNothingAway) {
    import(event("a", yearly));
    const auto before = days();
    import(event("a", "DTSTART;VALUE=DATE:20260701|RRULE:FREQ=YEARLY;BYEASTER=1|SUMMARY:Founding day"));
    EXPECT_EQ(days(), before);
    import(event("a", yearly) +
           event("a", "RECURRENCE-ID;VALUE=DATE:20270601|DTSTART:20270602T120000|SUMMARY:Zero long"));
    EXPECT_EQ(days(), before);
}

TEST_F(IcsMergeTest, DaysThatWereNotAskedForStay) {
    import(event("a", yearly));
    wish.first = *day_from("2027-01-01");
    wish.last = *day_from("2027-12-31");
    import(event("a", "DTSTART;VALUE=DATE:20260701|RRULE:FREQ=YEARLY|SUMMARY:Founding day"));
    EXPECT_THAT(days(), ElementsAre("2026-06-01 Founding day", "2027-07-01 Founding day", "2028-06-01 Founding day"));
}

}  // namespace
}  // namespace rapport::kit
