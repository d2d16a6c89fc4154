// SPDX-License-Identifier: MIT
#include "bus/loop.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <stdexcept>
#include <thread>
#include <vector>

namespace rapport::bus {
namespace {

using std::chrono::milliseconds;
constexpr milliseconds long_enough{5'000};

TEST(Loop, RunsPostedTasksInTheirOrderThoughPostedFromAnotherThread) {
    Loop loop;
    std::vector<int> seen;
    std::jthread other([&] {
        for (int i = 0; i < 1'000; ++i) loop.post([&seen, i] { seen.push_back(i); });
    });
    ASSERT_TRUE(loop.run_until([&] { return seen.size() == 1'000; }, long_enough));
    for (int i = 0; i < 1'000; ++i) EXPECT_EQ(seen[static_cast<std::size_t>(i)], i);
}

TEST(Loop, CallsTheReaderOfASocketUntilItIsUnwatched) {
    Loop loop;
    zmq::socket_t in(loop.context(), zmq::socket_type::pair), out(loop.context(), zmq::socket_type::pair);
    in.bind("inproc://loop");
    out.connect("inproc://loop");
    int got = 0;
    loop.watch(in, [&] {
        zmq::message_t message;
        while (in.recv(message, zmq::recv_flags::dontwait)) ++got;
        if (got == 2) loop.unwatch(in);  // from within its own task
    });
    for (int i = 0; i < 2; ++i) out.send(zmq::str_buffer("x"), zmq::send_flags::none);
    ASSERT_TRUE(loop.run_until([&] { return got == 2; }, long_enough));
    out.send(zmq::str_buffer("x"), zmq::send_flags::none);
    EXPECT_FALSE(loop.run_until([&] { return got > 2; }, milliseconds(20)));
}

TEST(Loop, CallsTheReaderOfADescriptor) {
    Loop loop;
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    char got = 0;
    loop.watch_fd(ends[0], [&] { EXPECT_EQ(::read(ends[0], &got, 1), 1); });
    EXPECT_EQ(::write(ends[1], "a", 1), 1);
    EXPECT_TRUE(loop.run_until([&] { return got == 'a'; }, long_enough));
    loop.unwatch_fd(ends[0]);
    ::close(ends[0]);
    ::close(ends[1]);
}

TEST(Loop, ATaskMayUnwatchAnotherThatIsReadyInTheSameRound) {
    Loop loop;
    int one[2], two[2];
    ASSERT_EQ(::pipe(one) | ::pipe(two), 0);
    int calls = 0;
    const auto first_wins = [&] {
        ++calls;
        loop.unwatch_fd(one[0]);
        loop.unwatch_fd(two[0]);
    };
    loop.watch_fd(one[0], first_wins);
    loop.watch_fd(two[0], first_wins);
    EXPECT_EQ(::write(one[1], "a", 1) + ::write(two[1], "b", 1), 2);
    EXPECT_FALSE(loop.run_until([&] { return calls > 1; }, milliseconds(20)));
    EXPECT_EQ(calls, 1);
    for (const int fd : {one[0], one[1], two[0], two[1]}) ::close(fd);
}

TEST(Loop, TimersRunInTheOrderInWhichTheyAreDue) {
    Loop loop;
    std::vector<int> seen;
    loop.after(milliseconds(20), [&] { seen.push_back(2); });
    loop.after(milliseconds(5), [&] { seen.push_back(1); });
    ASSERT_TRUE(loop.run_until([&] { return seen.size() == 2; }, long_enough));
    EXPECT_EQ(seen, (std::vector{1, 2}));
}

TEST(Loop, ARepeatedTimerMayCancelItself) {
    Loop loop;
    int calls = 0;
    Loop::TimerId id = 0;
    id = loop.every(milliseconds(1), [&] {
        if (++calls == 3) loop.cancel(id);
    });
    ASSERT_TRUE(loop.run_until([&] { return calls == 3; }, long_enough));
    EXPECT_FALSE(loop.run_until([&] { return calls > 3; }, milliseconds(20)));
}

TEST(Loop, ACancelledTimerNeverRuns) {
    Loop loop;
    bool ran = false;
    const auto second = loop.after(milliseconds(2), [&] { ran = true; });
    loop.after(milliseconds(1), [&] { loop.cancel(second); });
    EXPECT_FALSE(loop.run_until([&] { return ran; }, milliseconds(20)));
}

TEST(Loop, ATaskThatThrowsDoesNotEndTheOthers) {
    Loop loop;
    bool ran = false;
    loop.post([] { throw std::runtime_error("of no consequence"); });
    loop.post([&] { ran = true; });
    EXPECT_TRUE(loop.run_until([&] { return ran; }, long_enough));
}

TEST(Loop, StopsThoughToldBeforeItRuns) {
    Loop loop;
    loop.stop();
    loop.run();
    std::jthread other([&] { loop.stop(); });
    loop.run();
}

}  // namespace
}  // namespace rapport::bus
