// SPDX-License-Identifier: MIT
#include "services/cli/state_dir.hpp"

#include <gmock/gmock-matchers.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <memory>

#include "bus/base/error.hpp"
#include "bus/testing/test_bus.hpp"

namespace rapport::cli {
namespace {

using Folder = bus::testing::TempFolder;

TEST(StateLock, IsHeldByOneAtATimeAndNamesItsProcess) {
    const Folder folder;
    const StateDir state(folder.path() / "state");
    EXPECT_EQ(StateLock::holder(state), std::nullopt);
    {
        const StateLock lock(state);
        EXPECT_EQ(StateLock::holder(state), ::getpid());
        try {
            const StateLock second(state);
            FAIL() << "two held it";
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), Code::failed_precondition);
            EXPECT_THAT(error.message(), ::testing::HasSubstr(std::to_string(::getpid())));
        }
    }
    EXPECT_EQ(StateLock::holder(state), std::nullopt);
    const StateLock again(state);
}

TEST(StateLock, EndsWithItsProcess) {
    const Folder folder;
    const StateDir state(folder.path());
    const pid_t pid = ::fork();
    if (pid == 0) {
        const StateLock* kept = new StateLock(state);  // not released: the process is killed
        ::kill(::getpid(), kept ? SIGKILL : SIGTERM);
    }
    ::waitpid(pid, nullptr, 0);
    EXPECT_EQ(StateLock::holder(state), std::nullopt);
}

TEST(StateDir, TellsWhatRunsOnlyWhileItRuns) {
    const Folder folder;
    const StateDir state(folder.path());
    const auto lock = std::make_unique<StateLock>(state);
    EXPECT_FALSE(state.running());
    state.write({.pid = 7, .bus = "ipc:///x", .http = "http://127.0.0.1:1", .processes = {{"bus", 8}}});
    const auto run = state.running();
    ASSERT_TRUE(run);
    EXPECT_EQ(run->bus, "ipc:///x");
    EXPECT_EQ(run->http, "http://127.0.0.1:1");
    EXPECT_EQ(run->processes.at(0).pid, 8);
}

TEST(StateDir, TellsNothingFromAFileLeftBehind) {
    const Folder folder;
    const StateDir state(folder.path());
    {
        const StateLock lock(state);
        state.write({.pid = 7, .bus = "ipc:///x"});
    }
    EXPECT_FALSE(state.running());
}

}  // namespace
}  // namespace rapport::cli
