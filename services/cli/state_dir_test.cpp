// SPDX-License-Identifier: MIT
#include "services/cli/state_dir.hpp"

#include <gmock/gmock-matchers.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <memory>

#include "bus/base/error.hpp"
#include "bus/testing/test_bus.hpp"

namespace rapport::cli {
namespace {

namespace fs = std::filesystem;
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

TEST(StateLock, RefusesAFolderThatIsOpenToOthersAndTightensWhatLiesInOneThatIsNot) {
    const Folder folder;
    const StateDir state(folder.path() / "state");
    fs::create_directories(state.logs());
    const auto file = state.logs() / "bus.log";
    std::ofstream(file) << "x";
    ::chmod(file.c_str(), 0644);
    for (const mode_t mode : {0755U, 0750U, 0701U}) {
        ::chmod(state.path().c_str(), mode);
        try {
            const StateLock lock(state);
            FAIL() << std::oct << mode;
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), Code::failed_precondition);
            EXPECT_THAT(error.message(), ::testing::HasSubstr("chmod go= " + state.path().string()));
        }
    }
    EXPECT_FALSE(fs::exists(state.lock_file())) << "nothing was made in it";
    ::chmod(state.path().c_str(), 0700);
    const StateLock lock(state);
    EXPECT_EQ(fs::status(file).permissions(), fs::perms::owner_read | fs::perms::owner_write);
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

/// Whoever kills what the file names must not be told to kill their own process group.
TEST(StateDir, WritesNoProcessIdForWhatIsDown) {
    const Folder folder;
    const StateDir state(folder.path());
    const StateLock lock(state);
    state.write({.pid = 7, .bus = "ipc:///x", .processes = {{"bus", 8}, {"complaints", {}}}});
    std::ifstream file(state.run_file());
    const std::string text(std::istreambuf_iterator<char>(file), {});
    EXPECT_THAT(text, ::testing::Not(::testing::HasSubstr("\"pid\": 0")));
    EXPECT_EQ(state.running()->processes.at(1).pid, std::nullopt);
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
