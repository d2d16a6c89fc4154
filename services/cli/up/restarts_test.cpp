// SPDX-License-Identifier: MIT
#include "services/cli/up/restarts.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <vector>

namespace rapport::cli::up {
namespace {

constexpr Ended killed{.by_signal = true, .value = 9};
constexpr Ended failed{.by_signal = false, .value = 1};
constexpr Millis at_once{5};

TEST(Restarts, WaitTwiceAsLongEachTimeUpToFiveSeconds) {
    Restarts restarts;
    std::vector<std::int64_t> waits;
    for (int i = 0; i < 8; ++i) waits.push_back(restarts.after(killed, at_once).count());
    EXPECT_EQ(waits, (std::vector<std::int64_t>{100, 200, 400, 800, 1600, 3200, 5000, 5000}));
}

TEST(Restarts, BeginAnewAfterTenSecondsOfHealth) {
    Restarts restarts;
    for (int i = 0; i < 4; ++i) restarts.after(killed, at_once);
    EXPECT_EQ(restarts.after(killed, Millis(10'000)), Millis(100));
    EXPECT_EQ(restarts.after(killed, Millis(9'999)), Millis(200));
}

TEST(Restarts, CallAProgramFailingAfterFiveEqualEnds) {
    Restarts restarts;
    for (int i = 0; i < 4; ++i) restarts.after(failed, at_once);
    EXPECT_FALSE(restarts.failing());
    restarts.after(failed, at_once);
    EXPECT_TRUE(restarts.failing());
}

TEST(Restarts, DoNotCallItFailingWhenItsEndsDiffer) {
    Restarts restarts;
    for (int i = 0; i < 10; ++i) restarts.after(i % 2 ? failed : killed, at_once);
    EXPECT_FALSE(restarts.failing());
}

TEST(Restarts, DoNotCallItFailingWhenSomebodyEndsItInOrder) {
    for (const Ended how : {Ended{.by_signal = false, .value = 0}, Ended{.by_signal = true, .value = SIGTERM}}) {
        Restarts restarts;
        for (int i = 0; i < 10; ++i) restarts.after(how, at_once);
        EXPECT_FALSE(restarts.failing()) << to_text(how);
    }
}

TEST(Ended, IsWithoutHopeWhereAProgramSaysThatItCannotStart) {
    EXPECT_TRUE((Ended{.by_signal = false, .value = cannot_start}.without_hope()));
    EXPECT_TRUE((Ended{.by_signal = false, .value = 127}.without_hope())) << "there is no such program";
    for (const int value : {0, 1, 2, 3}) EXPECT_FALSE((Ended{.by_signal = false, .value = value}.without_hope()));
    EXPECT_FALSE((Ended{.by_signal = true, .value = cannot_start}.without_hope())) << "a signal of that number";
}

TEST(Ended, IsToldInWords) {
    EXPECT_EQ(to_text(killed), "signal 9 (Killed)");
    EXPECT_EQ(to_text(failed), "exit status 1");
}

}  // namespace
}  // namespace rapport::cli::up
