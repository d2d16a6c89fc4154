// SPDX-License-Identifier: MIT
#include <gmock/gmock-more-matchers.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "services/gateway/accounts/testing.hpp"
#include "services/kit/calendar/business_time.hpp"

namespace rapport::gateway::accounts {
namespace {

using api::BusinessCalendar;
using testing::ElementsAre;
using testing::IsEmpty;

/// Holiday files into the calendar that a store begins with: Monday to Friday, 09:00 to 17:00 UTC. It is March 2026.
class CalendarImportTest : public AccountsTest {
protected:
    CalendarImportTest() { bed.act_as("user:0", {"manager"}); }

    BusinessCalendar office() { return bed.call(api::get_calendar, {kit::office_hours_id}); }
    api::ImportedHolidays import(const std::string& events, const std::vector<kit::Treatment>& treat = {}) {
        return bed.call(api::import_holidays, {.id = office().id, .ics = file(events), .treat = treat});
    }
    /// "A|B" is an event of two lines.
    static std::string event(const std::string& lines) {
        std::string event = "BEGIN:VEVENT\r\n";
        for (const char c : lines + '|') event += c == '|' ? "\r\n" : std::string(1, c);
        return event + "END:VEVENT\r\n";
    }
    static std::string file(const std::string& events) {
        return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + events + "END:VCALENDAR\r\n";
    }
    static std::vector<std::string> words(const BusinessCalendar& calendar) {
        std::vector<std::string> all;
        for (const kit::Holiday& h : calendar.holidays) all.push_back(to_text(h.day) + " " + h.name);
        for (const kit::WorkingDay& w : calendar.working_days) all.push_back(to_text(w.day) + " " + w.name + " worked");
        return all;
    }
    static std::vector<std::string> words(const std::vector<api::ImportedEvent>& events) {
        std::vector<std::string> all;
        for (const api::ImportedEvent& event : events) {
            std::string words = event.name + ": " + std::string(name_of(event.taken_as));
            for (const Day day : event.days) words += " " + to_text(day);
            for (const Day day : event.left) words += " not " + to_text(day);
            all.push_back(words + (event.reason ? ", " + *event.reason : ""));
        }
        return all;
    }
    /// When a working day's time from then on is over.
    static std::string a_day_after(const BusinessCalendar& calendar, const char* instant) {
        const kit::BusinessTime time(api::calendar_of(calendar));
        return to_text(time.add(instant_from(instant).value(), time.working_day()));
    }
    std::string message(const std::function<void()>& call) const {
        try {
            call();
        } catch (const Error& error) {
            return error.message();
        }
        return "accepted";
    }
};
INSTANTIATE_TEST_SUITE_P(Stores, CalendarImportTest, testing::ValuesIn(testing_kit::backends()),
                         [](const auto& tested) { return tested.param; });

TEST_P(CalendarImportTest, TheSameFileAgainChangesNothing) {
    const std::string events =
        event("DTSTART;VALUE=DATE:20260303|SUMMARY:Founding day|RRULE:FREQ=YEARLY") + event("SUMMARY:When?");
    const auto result = import(events);
    EXPECT_EQ(result.added, 6);
    EXPECT_EQ(result.charset, "UTF-8");
    EXPECT_THAT(result.rejected, ElementsAre("event 2 (When?) has no DTSTART that can be read"));
    EXPECT_EQ(result.calendar.version, 2);
    EXPECT_EQ(result.calendar.holidays.at(0).name, "Founding day");
    const auto again = import(events);
    EXPECT_EQ(again.added + again.removed, 0);
    EXPECT_EQ(again.calendar.version, 2);
    EXPECT_THAT(bed.emitted(api::calendar_changed), testing::SizeIs(1)) << "once";
}

TEST_P(CalendarImportTest, TellsOfEachEventWhatItWasTakenAsAndWhyNot) {
    const std::string saturday = "DTSTART;VALUE=DATE:20260307|SUMMARY:";
    const auto result =
        import(event("UID:1|DTSTART;VALUE=DATE:20260304|DTEND;VALUE=DATE:20260306|SUMMARY:Spring") +
                   event("UID:2|" + saturday + "上班") + event("UID:3|" + saturday + "调休") +
                   event("UID:4|" + saturday + "Off|STATUS:CANCELLED") + event("UID:5|" + saturday + "Observance") +
                   event("UID:6|DTSTART;VALUE=DATE:20200101|SUMMARY:Old"),
               {{.contains = "observance", .as = kit::DayKind::nothing}});
    EXPECT_THAT(
        words(result.events),
        ElementsAre(
            "Spring: holiday 2026-03-04 2026-03-05", "上班: working_day 2026-03-07",
            "调休: nothing, does not say whether the day is worked or free, or which part of it: say it by `treat`",
            "Off: nothing, is cancelled", "Observance: nothing, is not wanted, as `treat` says",
            "Old: nothing, has no day from 2026-01-01 to 2031-12-31"));
    EXPECT_THAT(
        result.rejected,
        ElementsAre(
            "event 3 (调休) does not say whether the day is worked or free, or which part of it: say it by `treat`"));
    EXPECT_THAT(words(office()), ElementsAre("2026-03-04 Spring", "2026-03-05 Spring", "2026-03-07 上班 worked"));
    EXPECT_EQ(result.added, 3);
}

TEST_P(CalendarImportTest, ACorrectedFileMovesTheDay) {
    import(event("UID:a|DTSTART;VALUE=DATE:20260303|SUMMARY:Bank holiday"));
    EXPECT_EQ(a_day_after(office(), "2026-03-02T17:00:00Z"), "2026-03-04T17:00:00.000Z");
    const auto result = import(event("UID:a|SEQUENCE:1|DTSTART;VALUE=DATE:20260304|SUMMARY:Bank holiday"));
    EXPECT_EQ(std::pair(result.added, result.removed), std::pair(std::int64_t{1}, std::int64_t{1}));
    EXPECT_THAT(words(result.events), ElementsAre("Bank holiday: holiday 2026-03-04 not 2026-03-03"));
    EXPECT_EQ(a_day_after(office(), "2026-03-02T17:00:00Z"), "2026-03-03T17:00:00.000Z");
}

TEST_P(CalendarImportTest, TakesAFileInAnyCharacterSetAsBase64) {
    const auto bytes = [&](const char* base64, const std::optional<std::string>& charset) {
        return words(bed.call(api::import_holidays, {.id = office().id, .file = base64, .charset = charset}).calendar);
    };
    const char* const gb18030 =  // SUMMARY:上班 on 7 March 2026
        "QkVHSU46VkNBTEVOREFSCkJFR0lOOlZFVkVOVApEVFNUQVJUO1ZBTFVFPURBVEU6MjAyNjAzMDcKU1VNTUFSWTrJz7DgCkVORDpWRVZFTlQKRU"
        "5E"
        "OlZDQUxFTkRBUgo=";
    EXPECT_THAT(bytes(gb18030, "GB18030"), ElementsAre("2026-03-07 上班 worked"));
    EXPECT_EQ(message([&] { bytes(gb18030, {}); }),
              "charset: must name the character set: the file is saved as neither UTF-8 nor UTF-16");
    EXPECT_EQ(message([&] { bytes("QkVHSU4*", {}); }), "file: must be the file's bytes in base64");
}

TEST_P(CalendarImportTest, RefusesWhatIsNotRight) {
    const auto reason = [&](api::ImportHolidays request) {
        request.id = office().id;
        return message([&] { bed.call(api::import_holidays, request); });
    };
    const std::string day = file(event("DTSTART;VALUE=DATE:20260101|RRULE:FREQ=DAILY"));
    EXPECT_EQ(reason({}), "ics: must be given, or else `file`: the same in base64");
    EXPECT_EQ(reason({.ics = day, .file = "QQ=="}), "ics: must be given, or else `file`: the same in base64");
    EXPECT_EQ(reason({.ics = "day;name"}), "ics: must be an iCalendar file: BEGIN:VCALENDAR … END:VCALENDAR");
    EXPECT_EQ(reason({.ics = day, .first = Day{1}, .last = Day{0}}), "last: must not be before `first`");
    EXPECT_EQ(reason({.ics = day, .treat = {{.as = kit::DayKind::working_day, .from = "9 am!", .until = "17:00"}}}),
              "treat[0].from: must be a time of day from 00:00 to 24:00, such as 09:00");
    EXPECT_EQ(
        reason({.ics = day}),
        "ics: must leave at most 2,000 holidays and as many working days in the calendar; name `first` and `last` "
        "to take fewer");
    EXPECT_THAT(words(office()), IsEmpty());
}

/// Of the public file: 30 events, four of them days that are worked in exchange, on Saturdays and Sundays.
TEST_P(CalendarImportTest, TheExchangedDaysOfChinaAreWorked) {
    const char* const folder = std::getenv("RAPPORT_DATA");
    std::ifstream in(std::string(folder ? folder : RAPPORT_DATA_DEFAULT) + "/holidays/ChinaPublicHolidays.ics");
    if (!in) GTEST_SKIP() << "NOT RUN: there is no holidays/ChinaPublicHolidays.ics; name its folder in RAPPORT_DATA";
    std::ostringstream ics;
    ics << in.rdbuf();
    const kit::CalendarId id = office().id;
    bed.call(api::update_calendar,
             kit::Edit<BusinessCalendar>::of(id).set(&BusinessCalendar::time_zone, "Asia/Shanghai"));
    const auto result =
        bed.call(api::import_holidays,
                 {.id = id, .ics = ics.str(), .first = day_from("2015-01-01"), .last = day_from("2015-12-31")});
    EXPECT_EQ(result.events.size(), 30U);
    EXPECT_EQ(result.calendar.holidays.size(), 26U);
    EXPECT_THAT(result.rejected, IsEmpty());

    const std::map<std::string, std::string> last_day_before{{"2015-01-04", "2014-12-31"},
                                                             {"2015-02-15", "2015-02-13"},
                                                             {"2015-02-28", "2015-02-27"},
                                                             {"2015-10-10", "2015-10-09"}};
    std::map<std::string, std::string> worked;
    for (const kit::WorkingDay& day : result.calendar.working_days) {
        EXPECT_EQ(day.name, "上班");
        worked[to_text(day.day)] = last_day_before.at(to_text(day.day));
    }
    EXPECT_EQ(worked, last_day_before);
    for (const auto& [day, before] : last_day_before) {
        EXPECT_EQ(a_day_after(result.calendar, (before + "T18:30:00+08:00").c_str()),
                  to_text(instant_from(day + "T17:00:00+08:00").value()))
            << day;
    }
}

}  // namespace
}  // namespace rapport::gateway::accounts
