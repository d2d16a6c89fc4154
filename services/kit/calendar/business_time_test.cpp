// SPDX-License-Identifier: MIT
#include "services/kit/calendar/business_time.hpp"

#include <gmock/gmock-matchers.h>

#include "bus/base/codec.hpp"
#include "bus/base/error.hpp"

namespace rapport::kit {
namespace {

using namespace std::chrono_literals;

const std::vector weekdays{Weekday::monday, Weekday::tuesday, Weekday::wednesday, Weekday::thursday, Weekday::friday};
const std::vector everyday{Weekday::monday, Weekday::tuesday,  Weekday::wednesday, Weekday::thursday,
                           Weekday::friday, Weekday::saturday, Weekday::sunday};

Calendar office(const std::string& zone = "Europe/Berlin") {
    return {.time_zone = zone, .hours = {{weekdays, "09:00", "17:00"}}, .breaks = {{{}, "12:00", "13:00"}}};
}
Instant at(const char* text) { return instant_from(text).value(); }
std::string message(const Calendar& calendar) {
    try {
        const BusinessTime made(calendar);
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), Code::invalid_argument);
        return error.message();
    }
    return "accepted";
}

TEST(BusinessTime, EndsWithTheDayAndGoesOnWithTheNext) {
    const BusinessTime time(office());
    const Instant monday = at("2026-11-23T14:00:00Z");  // 15:00 in Berlin
    EXPECT_EQ(to_text(time.add(monday, business(1h))), "2026-11-23T15:00:00.000Z");
    EXPECT_EQ(to_text(time.add(monday, business(2h))), "2026-11-23T16:00:00.000Z") << "17:00 and not the next 09:00";
    EXPECT_EQ(to_text(time.add(monday, business(8h))), "2026-11-24T15:00:00.000Z") << "a break of an hour is no work";
    EXPECT_EQ(to_text(time.add(monday, business(2h + 1ms))), "2026-11-24T08:00:00.001Z");
    EXPECT_EQ(to_text(time.add(at("2026-11-27T15:30:00Z"), business(1h))), "2026-11-30T08:30:00.000Z") << "a weekend";
}

TEST(BusinessTime, CountsBack) {
    const BusinessTime time(office());
    const Instant tuesday = at("2026-11-24T09:00:00Z");
    EXPECT_EQ(to_text(time.add(tuesday, business(-1h))), "2026-11-24T08:00:00.000Z")
        << "09:00 and not the 17:00 before";
    EXPECT_EQ(to_text(time.add(tuesday, business(-2h))), "2026-11-23T15:00:00.000Z");
    EXPECT_EQ(time.between(tuesday, at("2026-11-23T15:00:00Z")), business(-2h));
}

TEST(BusinessTime, FindsTheNextAndThePreviousWork) {
    const BusinessTime time(office());
    struct Row {
        const char *instant, *next, *previous;
        bool working;
    } const table[] = {
        {"2026-11-23T08:00:00Z", "2026-11-23T08:00:00.000Z", "2026-11-20T16:00:00.000Z", true},    // opens
        {"2026-11-23T09:30:00Z", "2026-11-23T09:30:00.000Z", "2026-11-23T09:30:00.000Z", true},    // within
        {"2026-11-23T11:30:00Z", "2026-11-23T12:00:00.000Z", "2026-11-23T11:00:00.000Z", false},   // in the break
        {"2026-11-27T16:00:00Z", "2026-11-30T08:00:00.000Z", "2026-11-27T16:00:00.000Z", false}};  // closes
    for (const Row& row : table) {
        EXPECT_EQ(to_text(time.next_working(at(row.instant))), row.next) << row.instant;
        EXPECT_EQ(to_text(time.previous_working(at(row.instant))), row.previous) << row.instant;
        EXPECT_EQ(time.is_working(at(row.instant)), row.working) << row.instant;
    }
}

TEST(BusinessTime, IsWhatReallyPassesWhenTheClocksChange) {
    struct Row {
        const char *what, *zone, *from, *until, *first, *last;
        std::chrono::minutes passes;
    } const table[] = {
        {"forward", "Europe/Berlin", "01:00", "04:00", "2026-03-28T12:00:00Z", "2026-03-29T12:00:00Z", 2h},
        {"back", "Europe/Berlin", "01:00", "04:00", "2026-10-24T12:00:00Z", "2026-10-25T12:00:00Z", 4h},
        {"ends within the hour that comes twice", "Europe/Berlin", "01:00", "02:30", "2026-10-24T12:00:00Z",
         "2026-10-25T12:00:00Z", 2h},
        {"lies within the hour that is left out", "Europe/Berlin", "02:10", "02:50", "2026-03-28T12:00:00Z",
         "2026-03-29T12:00:00Z", 0h},
        {"half an hour forward", "Australia/Lord_Howe", "01:00", "04:00", "2026-10-03T00:00:00Z",
         "2026-10-04T00:00:00Z", 150min},
        {"half an hour back", "Australia/Lord_Howe", "01:00", "04:00", "2026-04-04T00:00:00Z", "2026-04-05T00:00:00Z",
         210min},
        {"the day that Samoa left out", "Pacific/Apia", "09:00", "17:00", "2011-12-29T12:00:00Z",
         "2011-12-31T08:00:00Z", 16h},
        {"without changes, three quarters off", "Asia/Kathmandu", "09:00", "17:00", "2026-03-28T12:00:00Z",
         "2026-03-29T12:00:00Z", 8h},
        {"in a year that no table lists", "Europe/Berlin", "01:00", "04:00", "2150-03-28T12:00:00Z",
         "2150-03-29T12:00:00Z", 2h}};
    for (const Row& row : table) {
        const BusinessTime time({.time_zone = row.zone, .hours = {{everyday, row.from, row.until}}});
        EXPECT_EQ(time.between(at(row.first), at(row.last)), business(row.passes)) << row.what;
    }
}

TEST(BusinessTime, GoesPastMidnightAndTheTurnOfTheYear) {
    const BusinessTime shift({.time_zone = "UTC", .hours = {{{Weekday::friday}, "22:00", "06:00"}}});
    EXPECT_EQ(to_text(shift.add(at("2026-11-27T22:00:00Z"), business(8h))), "2026-11-28T06:00:00.000Z");
    const BusinessTime always({.time_zone = "UTC", .hours = {{everyday, "00:00", "24:00"}}});
    EXPECT_EQ(to_text(always.add(at("2026-12-31T23:00:00Z"), business(48h))), "2027-01-02T23:00:00.000Z");
    EXPECT_EQ(always.between(at("2026-12-31T23:00:00Z"), at("2031-01-01T00:00:00Z")), business(24h * 1461 + 1h));
    const BusinessTime new_years_eve({.time_zone = "UTC", .hours = {{everyday, "23:00", "01:00"}}});
    EXPECT_EQ(to_text(new_years_eve.add(at("2026-12-31T22:00:00Z"), business(1h))), "2027-01-01T00:00:00.000Z");
    EXPECT_EQ(to_text(new_years_eve.add(at("2027-01-01T02:00:00Z"), business(-2h))), "2026-12-31T23:00:00.000Z");
}

TEST(BusinessTime, HolidaysCloseTheLocalDayOrAPartOfIt) {
    Calendar calendar = office();
    calendar.holidays = {{*day_from("2026-12-24"), "Christmas Eve", "12:00", {}},
                         {*day_from("2026-12-25"), "Christmas Day", {}, {}},
                         {*day_from("2026-12-28"), "Inventory", {}, "10:00"},
                         {*day_from("2026-12-28"), "Inventory again", "16:00", {}}};
    const BusinessTime time(calendar);
    const auto day = [&](const char* from, const char* until) { return time.between(at(from), at(until)); };
    EXPECT_EQ(day("2026-12-24T00:00:00Z", "2026-12-25T00:00:00Z"), business(3h));
    EXPECT_EQ(day("2026-12-25T00:00:00Z", "2026-12-26T00:00:00Z"), business(0h));
    EXPECT_EQ(day("2026-12-28T00:00:00Z", "2026-12-29T00:00:00Z"), business(5h));
}

/// How much work that local day holds, the time zone being UTC.
BusinessMillis worked_on(const Calendar& calendar, const char* day) {
    const Instant midnight = start_of(*day_from(day));
    return BusinessTime(calendar).between(midnight, midnight + Millis(24h));
}

TEST(BusinessTime, AWorkingDayIsWorkedAlthoughTheWeekSaysOtherwise) {
    Calendar calendar = office("UTC");
    calendar.hours.push_back({{Weekday::wednesday}, "17:00", "20:00"});
    EXPECT_EQ(worked_on(calendar, "2026-11-28"), business(0h)) << "a Saturday";
    const std::tuple<const char*, WorkingDay, BusinessMillis> table[] = {
        {"as on most days of the week", {.day = *day_from("2026-11-28")}, business(7h)},
        {"as on that weekday, breaks left out",
         {.day = *day_from("2026-11-28"), .like = Weekday::wednesday},
         business(10h)},
        {"with its own hours and no break",
         {.day = *day_from("2026-11-28"), .hours = {{"09:00", "17:00"}}},
         business(8h)},
        {"with a morning and an evening",
         {.day = *day_from("2026-11-28"), .hours = {{"08:00", "10:00"}, {"18:00", "24:00"}}},
         business(8h)}};
    for (const auto& [what, day, time] : table) {
        calendar.working_days = {day};
        EXPECT_EQ(worked_on(calendar, "2026-11-28"), time) << what;
        EXPECT_EQ(worked_on(calendar, "2026-11-29"), business(0h)) << what;
        EXPECT_EQ(worked_on(calendar, "2026-11-27"), business(7h)) << what;
    }
}

TEST(BusinessTime, AWorkingDayStandsAboveTheWeeksHoursAndTheHolidays) {
    Calendar calendar = office("UTC");
    calendar.holidays = {{*day_from("2026-11-25"), "Founding day", {}, {}},
                         {*day_from("2026-11-26"), "Eve", "12:00", {}}};
    calendar.working_days = {{.day = *day_from("2026-11-25")},
                             {.day = *day_from("2026-11-26")},
                             {.day = *day_from("2026-11-27"), .name = "a half day", .hours = {{"09:00", "12:00"}}},
                             {.day = *day_from("2026-11-28"), .hours = {{"09:00", "12:00"}}},
                             {.day = *day_from("2026-11-28"), .hours = {{"11:00", "13:00"}}}};
    EXPECT_EQ(worked_on(calendar, "2026-11-25"), business(7h));
    EXPECT_EQ(worked_on(calendar, "2026-11-26"), business(7h));
    EXPECT_EQ(worked_on(calendar, "2026-11-27"), business(3h)) << "fewer hours than the week's";
    EXPECT_EQ(worked_on(calendar, "2026-11-28"), business(4h)) << "what is said twice adds up";
}

TEST(BusinessTime, AWorkingNightEndsOnTheNextDay) {
    Calendar calendar{.time_zone = "UTC", .hours = {{weekdays, "22:00", "06:00"}}};
    EXPECT_EQ(worked_on(calendar, "2026-11-28"), business(6h)) << "Friday's night";
    calendar.working_days = {{.day = *day_from("2026-11-28")}};
    EXPECT_EQ(worked_on(calendar, "2026-11-28"), business(6h + 2h));
    EXPECT_EQ(worked_on(calendar, "2026-11-29"), business(6h));
    calendar.holidays = {{*day_from("2026-11-29"), "Sunday", {}, "04:00"}};
    EXPECT_EQ(worked_on(calendar, "2026-11-29"), business(2h));
    calendar.working_days = {{.day = *day_from("2026-11-27"), .hours = {{"08:00", "12:00"}}}};
    calendar.holidays.clear();
    EXPECT_EQ(worked_on(calendar, "2026-11-27"), business(6h + 4h)) << "Thursday's night, then its own hours";
    EXPECT_EQ(worked_on(calendar, "2026-11-28"), business(0h)) << "no night began";
}

TEST(BusinessTime, OverlappingHoursCountOnce) {
    Calendar calendar = office();
    calendar.hours.push_back({weekdays, "08:00", "10:00"});
    calendar.hours.push_back({weekdays, "17:00", "18:00"});
    EXPECT_EQ(BusinessTime(calendar).between(at("2026-11-23T00:00:00Z"), at("2026-11-24T00:00:00Z")), business(9h));
}

TEST(BusinessTime, KnowsHowMuchAWorkingDayHolds) {
    EXPECT_EQ(BusinessTime(office()).working_day(), business(7h));
    const BusinessTime odd(
        {.time_zone = "UTC", .hours = {{{Weekday::monday}, "09:00", "17:00"}, {{Weekday::friday}, "09:00", "13:00"}}});
    EXPECT_EQ(odd.working_day(), business(6h));
}

TEST(BusinessTime, RefusesACalendarThatIsWrong) {
    const auto with = [](auto change) {
        Calendar calendar = office();
        change(calendar);
        return message(calendar);
    };
    const std::string time = "must be a time of day from 00:00 to 24:00, such as 09:00";
    const std::string none = "hours: leave no working time: the week must have some outside of the breaks";
    const std::string zone = "time_zone: must be the name of an IANA time zone such as Europe/Berlin";
    EXPECT_EQ(with([](Calendar& c) { c.hours[0].from = "9:00"; }), "hours[0].from: " + time);
    EXPECT_EQ(with([](Calendar& c) { c.hours[0].until = "24:01"; }), "hours[0].until: " + time);
    EXPECT_EQ(with([](Calendar& c) { c.breaks[0].until = "12:60"; }), "breaks[0].until: " + time);
    EXPECT_EQ(with([](Calendar& c) { c.hours[0].until = "09:00"; }),
              "hours[0].until: must not equal `from`; a whole day is 00:00 to 24:00");
    EXPECT_EQ(with([](Calendar& c) { c.hours[0].from = "24:00"; }), "hours[0].from: must be before 24:00");
    EXPECT_EQ(with([](Calendar& c) { c.hours[0].days.clear(); }), "hours[0].days: must name at least one weekday");
    EXPECT_EQ(with([](Calendar& c) {
                  c.holidays = {{Day{}, "", "12:00", "10:00"}};
              }),
              "holidays[0].until: must be after `from`");
    const auto worked = [&](WorkingDay day) {
        return with([&](Calendar& c) { c.working_days = {{}, std::move(day)}; });
    };
    EXPECT_EQ(worked({.hours = {{"9", "17:00"}}}), "working_days[1].hours[0].from: " + time);
    EXPECT_EQ(worked({.hours = {{"09:00", "10:00"}, {"11:00", "11:00"}}}),
              "working_days[1].hours[1].until: must not equal `from`; a whole day is 00:00 to 24:00");
    EXPECT_EQ(worked({.like = Weekday::sunday}), "working_days[1].like: must be a weekday on which work begins");
    EXPECT_EQ(worked({.hours = {{"09:00", "10:00"}}, .like = Weekday::monday}),
              "working_days[1].like: must not stand beside `hours`: the day has either");
    EXPECT_EQ(with([](Calendar& c) {
                  c.hours.clear();
                  c.working_days = {{.hours = {{"09:00", "10:00"}}}};
              }),
              none);
    EXPECT_EQ(with([](Calendar& c) { c.hours.clear(); }), none);
    EXPECT_EQ(with([](Calendar& c) { c.breaks = {{{}, "08:00", "18:00"}}; }), none);
    EXPECT_EQ(with([](Calendar& c) { c.breaks = {{{}, "20:00", "19:00"}}; }), none);
    for (const char* name : {"", "Berlin", "Europe", "CEST", "localtime", "../zoneinfo/UTC", "/etc/localtime",
                             "right/UTC", "file:UTC", "Fixed/UTC+01:00:00", "UTC "})
        EXPECT_EQ(with([&](Calendar& c) { c.time_zone = name; }), zone) << name;
}

TEST(BusinessTime, RefusesWhatLiesBeyondItsYears) {
    const BusinessTime time(office());
    EXPECT_THROW(time.add(at("2199-12-31T00:00:00Z"), business(24h)), Error);
    EXPECT_THROW(time.add(at("2026-01-01T00:00:00Z"), {std::numeric_limits<std::int64_t>::max()}), Error);
    EXPECT_THROW(time.add(at("2026-01-01T00:00:00Z"), {std::numeric_limits<std::int64_t>::min()}), Error);
    EXPECT_THROW(time.between(at("1899-12-31T00:00:00Z"), at("2026-01-01T00:00:00Z")), Error);
    EXPECT_THROW(time.previous_working(at("1900-01-01T00:00:00Z")), Error);
}

TEST(BusinessTime, ReadsACalendarFromJson) {
    const auto calendar = decode<Calendar>(from_json(
        R"({"time_zone":"Europe/Berlin","hours":[{"days":["monday"],"from":"09:00","until":"17:00"}],)"
        R"("breaks":[{"from":"12:00","until":"13:00"}],"holidays":[{"day":"2026-12-25","name":"Christmas Day"}]})"));
    EXPECT_TRUE(calendar.working_days.empty()) << "as calendars were written before there were any";
    EXPECT_EQ(BusinessTime(calendar).between(at("2026-11-23T00:00:00Z"), at("2026-11-30T00:00:00Z")), business(7h));
}

TEST(Zone, TellsLocalTimesAndFindsThem) {
    const Zone berlin("Europe/Berlin");
    EXPECT_EQ(berlin.local(at("2026-10-25T00:30:00Z")), (LocalTime{*day_from("2026-10-25"), 150}));
    EXPECT_EQ(berlin.local(at("2026-10-25T01:30:00Z")), (LocalTime{*day_from("2026-10-25"), 150}));
    EXPECT_EQ(to_text(berlin.instant({*day_from("2026-10-25"), 150})), "2026-10-25T00:30:00.000Z") << "the first time";
    EXPECT_EQ(to_text(berlin.instant({*day_from("2026-03-29"), 150})), "2026-03-29T01:00:00.000Z") << "the jump";
    EXPECT_EQ(berlin.local(at("1969-12-31T23:30:00Z")), (LocalTime{*day_from("1970-01-01"), 30}));
    EXPECT_EQ(weekday_of(*day_from("2026-11-24")), Weekday::tuesday);
    EXPECT_EQ(weekday_of(*day_from("1969-12-31")), Weekday::wednesday);
}

}  // namespace
}  // namespace rapport::kit
