// SPDX-License-Identifier: MIT
#include "services/cli/up/console.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>

#include "bus/testing/test_bus.hpp"

namespace rapport::cli::up {
namespace {

TEST(Console, DoesNotWaitForAStandardErrorThatNobodyReads) {
    const bus::testing::TempFolder folder;
    Console console(folder.path());
    std::array<int, 2> ends{};
    ASSERT_EQ(::pipe(ends.data()), 0);
    const int before = ::dup(STDERR_FILENO);
    ::dup2(ends[1], STDERR_FILENO);
    for (int i = 0; i < 1'000; ++i) console.say(std::string(5'000, 'x'));  // far more than a pipe holds
    ::dup2(before, STDERR_FILENO);
    for (const int fd : {ends[0], ends[1], before}) ::close(fd);
    EXPECT_GT(std::filesystem::file_size(folder.path() / "up.log"), 5'000'000u) << "nothing is lost in its log";
}

}  // namespace
}  // namespace rapport::cli::up
