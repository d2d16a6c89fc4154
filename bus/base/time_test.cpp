// SPDX-License-Identifier: MIT
#include "bus/base/time.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "bus/base/error.hpp"

namespace rapport {
namespace {

TEST(Time, ReadsRfc3339WithOffsetsAndDecimals) {
    EXPECT_EQ(to_text(*instant_from("2026-11-22T14:20:00Z")), "2026-11-22T14:20:00.000Z");
    EXPECT_EQ(to_text(*instant_from("2026-11-22T14:20:00.123456+02:00")), "2026-11-22T12:20:00.123Z");
    EXPECT_EQ(to_text(*instant_from("2026-12-31 23:30:00-01:00")), "2027-01-01T00:30:00.000Z");
    EXPECT_EQ(to_text(*instant_from("1969-12-31T23:59:59.999Z")), "1969-12-31T23:59:59.999Z");
    EXPECT_EQ(instant_from("1970-01-01T00:00:00Z")->ms, 0);
}

TEST(Time, OtherTextIsNoInstant) {
    for (const char* text : {"", "2026-11-22", "2026-13-01T00:00:00Z", "2026-02-29T00:00:00Z", "2026-11-22T24:00:00Z",
                             "2026-11-22T14:20:00", "2026-11-22T14:20:00.Z", "2026-11-22T14:20Z",
                             "2026-11-22T14:20:00Zx", "2026-11-22T14:20:00+2:00"})
        EXPECT_FALSE(instant_from(text)) << text;
}

TEST(Time, ATimeThatFourDigitsCannotSayIsNoneWhateverTheOffset) {
    const struct {
        const char* text;
        std::optional<std::string> utc;
    } table[] = {
        {"9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"},
        {"9999-12-31T23:59:59.9999Z", "9999-12-31T23:59:59.999Z"},
        {"9999-12-31T23:59:59-00:01", {}},
        {"9999-12-31T23:59:60Z", {}},
        {"9999-12-31T00:00:00-23:59", "9999-12-31T23:59:00.000Z"},
        {"9999-12-31T00:01:00-23:59", {}},
        {"9999-12-31T23:59:59+00:01", "9999-12-31T23:58:59.000Z"},
        {"10000-01-01T00:00:00Z", {}},
        {"0001-01-01T00:00:00Z", "0001-01-01T00:00:00.000Z"},
        {"0001-01-01T00:00:00-01:00", "0001-01-01T01:00:00.000Z"},
        {"0001-01-01T00:00:00+00:01", {}},
        {"0001-01-01T23:59:00+23:59", "0001-01-01T00:00:00.000Z"},
        {"0001-01-01T23:58:59+23:59", {}},
        {"0000-12-31T23:59:59Z", {}},
        {"0000-12-31T23:59:59-00:01", {}},
        {"-0001-01-01T00:00:00Z", {}},
    };
    for (const auto& row : table) {
        const auto read = instant_from(row.text);
        EXPECT_EQ(read ? std::optional(to_text(*read)) : std::nullopt, row.utc) << row.text;
    }
}

TEST(Time, WhatIsCountedOutOfReachIsAnErrorAndNeverAnotherTime) {
    const Instant first = *instant_from("0001-01-01T00:00:00Z"), last = *instant_from("9999-12-31T23:59:59.999Z");
    for (const Instant out : {last + Millis(1), first - Millis(1), Instant{std::numeric_limits<std::int64_t>::max()},
                              Instant{std::numeric_limits<std::int64_t>::min()}}) {
        EXPECT_THROW(to_text(out), Error) << out.ms;
        EXPECT_THROW(day_of(out), Error) << out.ms;
    }
    EXPECT_THROW(to_text(Day{day_of(last).days + 1}), Error);
    EXPECT_THROW(to_text(Day{day_of(first).days - 1}), Error);
    EXPECT_EQ(to_text(day_of(last)), "9999-12-31");
    EXPECT_EQ(to_text(day_of(first)), "0001-01-01");
    EXPECT_FALSE(day_from("0000-01-01"));
    EXPECT_FALSE(day_from("10000-01-01"));
}

TEST(Time, DaysExistOrAreRefused) {
    EXPECT_EQ(to_text(*day_from("2024-02-29")), "2024-02-29");
    EXPECT_FALSE(day_from("2023-02-29"));
    EXPECT_FALSE(day_from("2023-2-9"));
    EXPECT_EQ(to_text(start_of(*day_from("2024-02-29"))), "2024-02-29T00:00:00.000Z");
    EXPECT_EQ(to_text(end_of(*day_from("9999-12-31"))), "9999-12-31T23:59:59.999Z");
    EXPECT_EQ(to_text(day_of(*instant_from("1969-12-31T23:00:00Z"))), "1969-12-31");
}

}  // namespace
}  // namespace rapport
