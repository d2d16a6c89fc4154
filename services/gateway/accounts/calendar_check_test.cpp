// SPDX-License-Identifier: MIT
#include "services/gateway/accounts/calendar_check.hpp"

#include <gtest/gtest.h>

#include "bus/base/error.hpp"

namespace rapport::gateway::accounts {
namespace {

using enum kit::Weekday;

std::string refusal(const kit::Calendar& calendar) {
    try {
        check_hours(calendar);
    } catch (const Error& error) {
        return error.message();
    }
    return "";
}

TEST(CalendarCheck, HoursThatContradictEachOtherAreRefused) {
    using List = std::vector<kit::Hours>;
    const std::tuple<List, List, const char*> table[] = {
        {{{{monday}, "09:00", "12:00"}, {{monday}, "12:00", "17:00"}}, {}, ""},
        {{{{monday}, "09:00", "13:00"}, {{monday}, "12:00", "17:00"}},
         {},
         "hours[1]: overlaps hours[0] on monday: a time belongs in one of them"},
        {{{{monday}, "09:00", "17:00"}, {{friday, monday}, "09:00", "17:00"}},
         {},
         "hours[1]: overlaps hours[0] on monday: a time belongs in one of them"},
        {{{{monday}, "22:00", "06:00"}, {{tuesday}, "06:00", "10:00"}}, {}, ""},
        {{{{monday}, "22:00", "06:00"}, {{tuesday}, "05:00", "10:00"}},
         {},
         "hours[1]: overlaps hours[0] on tuesday: a time belongs in one of them"},
        {{{{monday}, "05:00", "10:00"}, {{sunday}, "22:00", "06:00"}},
         {},
         "hours[1]: overlaps hours[0] on sunday: a time belongs in one of them"},
        {{{{monday, friday, monday}, "09:00", "17:00"}}, {}, "hours[0].days: names monday twice"},
        {{{{monday}, "00:00", "24:00"}, {{tuesday}, "00:00", "24:00"}}, {}, ""},
        {{{{monday}, "09:00", "17:00"}}, {{{}, "12:00", "13:00"}}, ""},
        {{{{monday}, "09:00", "17:00"}},
         {{{}, "12:00", "13:00"}, {{monday}, "12:30", "14:00"}},
         "breaks[1]: overlaps breaks[0] on monday: a time belongs in one of them"},
        {{{{monday}, "09:00", "17:00"}},
         {{{tuesday}, "12:00", "13:00"}},
         "breaks[0]: lies in no working hours: nothing would come of it"},
        {{{{monday}, "09:00", "17:00"}},
         {{{}, "18:00", "19:00"}},
         "breaks[0]: lies in no working hours: nothing would come of it"},
    };
    for (const auto& [hours, breaks, says] : table)
        EXPECT_EQ(refusal({.time_zone = "UTC", .hours = hours, .breaks = breaks}), says);
}

TEST(CalendarCheck, DaysWorkedBesidesHaveHoursApartAndMayHaveBreaksOfTheirOwn) {
    kit::Calendar calendar{.time_zone = "UTC",
                           .hours = {{{monday}, "09:00", "17:00"}},
                           .breaks = {{{saturday}, "12:00", "13:00"}},
                           .working_days = {{.day = *day_from("2026-03-07"), .hours = {{"09:00", "13:00"}}}}};
    EXPECT_EQ(refusal(calendar), "");
    calendar.working_days[0].hours.push_back({"12:00", "14:00"});
    EXPECT_EQ(refusal(calendar), "working_days[0].hours[1]: overlaps hours[0] of that day");
}

TEST(CalendarCheck, ACalendarThatCannotBeCountedWithIsRefusedFirst) {
    EXPECT_EQ(refusal({.time_zone = "UTC", .hours = {{{monday}, "9", "17:00"}}}).substr(0, 14), "hours[0].from:");
}

}  // namespace
}  // namespace rapport::gateway::accounts
