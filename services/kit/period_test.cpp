// SPDX-License-Identifier: MIT
#include "services/kit/period.hpp"

#include <gtest/gtest.h>

#include "bus/base/error.hpp"

namespace rapport::kit {
namespace {

struct Row {
    const char *text, *from, *until;
};

TEST(Period, IsAYearAQuarterAMonthOrAWeekFromItsFirstDayToTheFirstAfterIt) {
    for (const auto& [text, from, until] : {Row{"2026", "2026-01-01", "2027-01-01"},
                                            {"2026-Q1", "2026-01-01", "2026-04-01"},
                                            {"2026-Q4", "2026-10-01", "2027-01-01"},
                                            {"2024-02", "2024-02-01", "2024-03-01"},
                                            {"2026-12", "2026-12-01", "2027-01-01"},
                                            {"2026-W01", "2025-12-29", "2026-01-05"},
                                            {"2026-W53", "2026-12-28", "2027-01-04"},
                                            {"2027-W01", "2027-01-04", "2027-01-11"}}) {
        const Period period = period_from("period", text);
        EXPECT_EQ(to_text(period.from), from) << text;
        EXPECT_EQ(to_text(period.until), until) << text;
        EXPECT_TRUE(period.holds(period.from)) << text;
        EXPECT_FALSE(period.holds(period.until)) << text;
    }
}

TEST(Period, IsNothingElse) {
    for (const char* text : {"", "26", "0000", "2026-", "2026-Q0", "2026-Q5", "2026-Q", "2026-00", "2026-13", "2026-1",
                             "2026-W00", "2026-W54", "2025-W53", "2026-W1", "2026-01-01", "2026/01", "202x", "2026-0x"})
        try {
            period_from("period", text);
            ADD_FAILURE() << text;
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), Code::invalid_argument);
            EXPECT_TRUE(error.message().starts_with("period: must be a year")) << error.message();
        }
}

TEST(Period, AMonthHoldsEachOfItsDays) {
    for (const char* day : {"2026-02-01", "2026-02-28"})
        EXPECT_EQ(month_of(*day_from(day)), period_from("period", "2026-02"));
}

}  // namespace
}  // namespace rapport::kit
