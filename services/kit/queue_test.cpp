// SPDX-License-Identifier: MIT
#include "services/kit/queue.hpp"

#include <gtest/gtest.h>

#include <numeric>
#include <thread>

namespace rapport::kit {
namespace {

using std::chrono::steady_clock;
const auto soon = [] { return steady_clock::now() + std::chrono::seconds(10); };

TEST(Queue, GivesItemsInOrderAndAtMostAsManyAsAsked) {
    Queue<int> queue;
    for (int i = 0; i < 5; ++i) queue.push(i);
    EXPECT_EQ(queue.take(3, soon()), (std::vector<int>{0, 1, 2}));
    EXPECT_EQ(queue.take(3, soon()), (std::vector<int>{3, 4}));
}

TEST(Queue, WhatIsForLaterGivesWayButNeverStandsStill) {
    Queue<int> queue;
    for (int i = 0; i < 20; ++i) queue.push(100 + i, Queue<int>::When::later);
    for (int i = 0; i < 20; ++i) queue.push(i);
    const auto taken = queue.take(40, soon());
    EXPECT_EQ(taken.front(), 0);
    EXPECT_EQ(taken[20], 100);
    EXPECT_EQ(taken.size(), 23U);  // one for eight
    EXPECT_FALSE(queue.take(40, soon()).empty());
}

TEST(Queue, WhatIsForLaterIsTakenInPartsThatNobodyWaitsLongFor) {
    Queue<int> queue;
    for (int i = 0; i < 200; ++i) queue.push(i, Queue<int>::When::later);
    EXPECT_EQ(queue.take(256, soon()).size(), 64U);
    EXPECT_EQ(queue.take(256, soon()).front(), 64);
}

TEST(Queue, AWaitingThreadGetsWhatAnotherPushes) {
    Queue<int> queue;
    std::vector<int> got;
    std::thread taker([&] {
        while (got.size() < 1'000)
            for (const int item : queue.take(7, soon())) got.push_back(item);
    });
    for (int i = 0; i < 1'000; ++i) queue.push(i);
    taker.join();
    std::vector<int> all(1'000);
    std::iota(all.begin(), all.end(), 0);
    EXPECT_EQ(got, all);
}

TEST(Queue, AClosedOneEndsTheWaitAndStillGivesWhatItHas) {
    Queue<int> queue;
    std::thread waiting([&] { EXPECT_TRUE(queue.take(1, soon()).empty()); });
    queue.close();
    waiting.join();
    queue.push(1);
    EXPECT_EQ(queue.take(1, soon()).size(), 1U);
}

TEST(Wake, ANotificationBeforeTheWaitEndsItAtOnce) {
    Wake wake;
    wake.notify();
    const auto start = steady_clock::now();
    wake.wait(soon());
    EXPECT_LT(steady_clock::now() - start, std::chrono::seconds(5));
}

}  // namespace
}  // namespace rapport::kit
