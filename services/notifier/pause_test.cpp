// SPDX-License-Identifier: MIT
#include "services/notifier/pause.hpp"

#include <gtest/gtest.h>

namespace rapport::notifier {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

const Instant now = *instant_from("2026-03-02T09:00:00Z");

TEST(Pause, GrowsWithEachFailureUpToTenMinutes) {
    Pause pause;
    for (const Millis expected : {Millis(seconds(5)), Millis(seconds(15)), Millis(seconds(45)), Millis(seconds(135)),
                                  Millis(seconds(405)), Millis(minutes(10)), Millis(minutes(10))}) {
        pause = paused(pause, "hung", now);
        EXPECT_EQ(pause.until - now, expected) << pause.failures;
    }
    EXPECT_EQ(pause.failures, 7);
}

TEST(Pause, KnowsWhenItBeganAndWhyItFailedLast) {
    const Pause first = paused({}, "hung", now), second = paused(first, "died", now + seconds(5));
    EXPECT_EQ(second.since, now);
    EXPECT_EQ(second.reason, "died");
    EXPECT_EQ(second.until, now + seconds(20));
}

TEST(Pause, HoldsUntilItsEndAndNotLongerThanAnyWhereTheClockIsSetBack) {
    const Pause pause = paused({}, "hung", now);
    EXPECT_TRUE(holds(pause, now));
    EXPECT_TRUE(holds(pause, now + Millis(4'999)));
    EXPECT_FALSE(holds(pause, now + seconds(5)));
    EXPECT_FALSE(holds(pause, now - std::chrono::hours(24)));
}

}  // namespace
}  // namespace rapport::notifier
