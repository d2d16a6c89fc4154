// SPDX-License-Identifier: MIT
#include "bus/base/time.hpp"

#include <gtest/gtest.h>

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

TEST(Time, DaysExistOrAreRefused) {
    EXPECT_EQ(to_text(*day_from("2024-02-29")), "2024-02-29");
    EXPECT_FALSE(day_from("2023-02-29"));
    EXPECT_FALSE(day_from("2023-2-9"));
    EXPECT_EQ(to_text(start_of(*day_from("2024-02-29"))), "2024-02-29T00:00:00.000Z");
    EXPECT_EQ(to_text(day_of(*instant_from("1969-12-31T23:00:00Z"))), "1969-12-31");
}

}  // namespace
}  // namespace rapport
