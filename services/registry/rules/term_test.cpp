// SPDX-License-Identifier: MIT
#include "services/registry/rules/term.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <random>

namespace rapport::registry {
namespace {

Day day(const char* text) { return day_from(text).value(); }

struct Row {
    const char* start;
    int months, renewal_months, notice_months, renewals;
    const char *ends, *last_day, *notice_by;
};

TEST(Term, ComputesTheEndFromTheStartAndTheLastDayOfNoticeFromTheEnd) {
    constexpr Row rows[] = {
        {"2020-08-01", 36, 12, 3, 0, "2023-08-01", "2023-07-31", "2023-04-30"},
        {"2020-08-01", 36, 12, 3, 1, "2024-08-01", "2024-07-31", "2024-04-30"},
        {"2020-08-01", 36, 12, 3, 2, "2025-08-01", "2025-07-31", "2025-04-30"},
        {"2018-09-27", 36, 12, 3, 0, "2021-09-27", "2021-09-26", "2021-06-26"},
        {"2018-09-27", 36, 12, 3, 1, "2022-09-27", "2022-09-26", "2022-06-26"},
        {"2024-08-28", 12, 12, 2, 0, "2025-08-28", "2025-08-27", "2025-06-27"},
        {"2024-08-28", 12, 12, 2, 1, "2026-08-28", "2026-08-27", "2026-06-27"},
        {"2020-01-01", 60, 12, 6, 0, "2025-01-01", "2024-12-31", "2024-06-30"},
        {"2020-01-01", 60, 12, 6, 1, "2026-01-01", "2025-12-31", "2025-06-30"},
        {"2024-02-29", 12, 12, 1, 0, "2025-02-28", "2025-02-27", "2025-01-27"},
        {"2024-02-29", 12, 12, 1, 1, "2026-02-28", "2026-02-27", "2026-01-27"},
        {"2024-02-29", 12, 12, 1, 2, "2027-02-28", "2027-02-27", "2027-01-27"},
        {"2024-02-29", 12, 12, 1, 3, "2028-02-29", "2028-02-28", "2028-01-28"},
        {"2024-05-31", 9, 12, 3, 0, "2025-02-28", "2025-02-27", "2024-11-27"},
        {"2024-05-31", 9, 12, 3, 1, "2026-02-28", "2026-02-27", "2025-11-27"},
        {"2024-05-31", 9, 12, 3, 3, "2028-02-29", "2028-02-28", "2027-11-28"},
        {"2023-08-31", 6, 6, 3, 0, "2024-02-29", "2024-02-28", "2023-11-28"},
        {"2023-08-31", 6, 6, 3, 1, "2024-08-31", "2024-08-30", "2024-05-30"},
        {"2023-08-31", 6, 6, 3, 2, "2025-02-28", "2025-02-27", "2024-11-27"},
        {"2024-12-31", 2, 2, 1, 0, "2025-02-28", "2025-02-27", "2025-01-27"},
        {"2024-12-31", 2, 2, 1, 1, "2025-04-30", "2025-04-29", "2025-03-29"},
        {"2024-12-31", 2, 2, 1, 2, "2025-06-30", "2025-06-29", "2025-05-29"},
        {"2024-12-31", 2, 2, 1, 3, "2025-08-31", "2025-08-30", "2025-07-30"},
        {"2026-12-15", 1, 1, 3, 0, "2027-01-15", "2027-01-14", "2026-10-14"},  // notice longer than the term
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(std::string(row.start) + " after " + std::to_string(row.renewals) + " renewals");
        const Term term{day(row.start), row.months, row.renewal_months, row.notice_months};
        EXPECT_EQ(to_text(term.ends(row.renewals)), row.ends);
        EXPECT_EQ(to_text(term.last_day(row.renewals)), row.last_day);
        EXPECT_EQ(to_text(term.notice_by(row.renewals)), row.notice_by);
    }
}

TEST(Term, AStartOnTheLastOfAMonthDoesNotDrift) {
    const Term term{day("2024-01-31"), 1, 1, 0};
    EXPECT_EQ(to_text(add_months(term.start, 0)), "2024-01-31");
    constexpr const char* ends[] = {"2024-02-29", "2024-03-31", "2024-04-30", "2024-05-31", "2024-06-30",
                                    "2024-07-31", "2024-08-31", "2024-09-30", "2024-10-31", "2024-11-30",
                                    "2024-12-31", "2025-01-31", "2025-02-28"};
    for (int renewals = 0; const char* end : ends) EXPECT_EQ(to_text(term.ends(renewals++)), end);
}

TEST(Term, NoticeCountsForTheFirstEndThatItIsInTimeFor) {
    const Term term{day("2020-08-01"), 36, 12, 3};
    EXPECT_EQ(term.renewals_at_notice(day("2020-01-01")), 0);
    EXPECT_EQ(term.renewals_at_notice(day("2023-04-30")), 0);
    EXPECT_EQ(term.renewals_at_notice(day("2023-05-01")), 1);
    EXPECT_EQ(term.renewals_at_notice(day("2024-05-01")), 2);
}

TEST(Term, RenewsItselfOnTheDayOfItsEnd) {
    const Term term{day("2020-08-01"), 36, 12, 3};
    EXPECT_EQ(term.renewals_on(day("2020-01-01")), 0);
    EXPECT_EQ(term.renewals_on(day("2023-07-31")), 0);
    EXPECT_EQ(term.renewals_on(day("2023-08-01")), 1);
    EXPECT_EQ(term.renewals_on(day("2026-07-31"), 1), 3);
}

/// The calendar as a person reads it: month after month on paper, then back from the 31st until the day exists.
Day by_hand(int year, int month, int of_month, int months) {
    for (; months > 0; --months) {
        if (++month <= 12) continue;
        month = 1;
        ++year;
    }
    for (; months < 0; ++months) {
        if (--month >= 1) continue;
        month = 12;
        --year;
    }
    for (;; --of_month) {
        char text[40];
        std::snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, of_month);
        if (const auto found = day_from(text)) return *found;
    }
}

TEST(Term, AgreesWithTheCalendarReadByHand) {
    std::mt19937 random(20260302);
    const auto from = [&random](int low, int high) { return std::uniform_int_distribution(low, high)(random); };
    for (int i = 0; i < 3000; ++i) {
        const Day start{from(day("1996-01-01").days, day("2030-12-31").days)};
        const std::string text = to_text(start);
        const int year = std::stoi(text), month = std::stoi(text.substr(5)), of_month = std::stoi(text.substr(8));
        const Term term{start, from(1, 60), from(1, 36), from(0, 24)};
        for (int renewals = 0; renewals < 5; ++renewals) {
            SCOPED_TRACE(text + " + " + std::to_string(term.months) + " + " + std::to_string(renewals) + " * " +
                         std::to_string(term.renewal_months) + ", notice " + std::to_string(term.notice_months));
            const int total = term.months + renewals * term.renewal_months;
            ASSERT_EQ(term.ends(renewals), by_hand(year, month, of_month, total));
            ASSERT_EQ(term.last_day(renewals).days + 1, term.ends(renewals).days);
            const std::string end = to_text(term.ends(renewals));
            const Day first_too_late =
                by_hand(std::stoi(end), std::stoi(end.substr(5)), std::stoi(end.substr(8)), -term.notice_months);
            ASSERT_EQ(term.notice_by(renewals).days + 1, first_too_late.days);
            ASSERT_LE(add_months(first_too_late, term.notice_months), term.ends(renewals)) << "not the full months";
        }
    }
}

TEST(Term, AgreesWithLivingThroughItDayByDay) {
    std::mt19937 random(42);
    const auto from = [&random](int low, int high) { return std::uniform_int_distribution(low, high)(random); };
    for (int i = 0; i < 60; ++i) {
        const Term term{{from(day("2015-01-01").days, day("2021-12-31").days)}, from(1, 24), from(1, 14), from(0, 6)};
        SCOPED_TRACE(to_text(term.start) + " + " + std::to_string(term.months));
        int renewals = 0, notice = 0;
        for (Day today = term.start; today < day("2025-01-01"); ++today.days) {
            if (today == term.ends(renewals)) ++renewals;
            while (today.days == term.notice_by(notice).days + 1) ++notice;
            if (today == term.start) notice = term.renewals_at_notice(today);
            ASSERT_EQ(term.renewals_on(today), renewals) << to_text(today);
            ASSERT_EQ(term.renewals_on(today, renewals), renewals) << to_text(today);
            ASSERT_EQ(term.renewals_at_notice(today), notice) << to_text(today);
        }
    }
}

}  // namespace
}  // namespace rapport::registry
