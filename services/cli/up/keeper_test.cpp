// SPDX-License-Identifier: MIT
#include "services/cli/up/keeper.hpp"

#include <gmock/gmock-matchers.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <fstream>
#include <sstream>

#include "bus/testing/test_bus.hpp"

namespace rapport::cli::up {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using namespace std::chrono_literals;

class KeeperTest : public ::testing::Test {
protected:
    /// A shell script as the program to keep.
    Keeper& keep(const std::string& script) {
        keeper_.emplace(loop_, Program{.name = "probe", .command = {"/bin/sh", "-c", script}}, log_);
        keeper_->handlers({.on_output = [this](std::string_view line) { output_.emplace_back(line); },
                           .on_log = [this](std::string_view line) { logged_.emplace_back(line); },
                           .on_change = [] {},
                           .on_trouble = [this](Ended how, Millis again) { troubles_.emplace_back(how, again); }});
        keeper_->start();
        return *keeper_;
    }
    bool within(bus::Loop::Duration limit, const std::function<bool()>& done) { return loop_.run_until(done, limit); }
    std::string log_text() const {
        std::ostringstream text;
        text << std::ifstream(log_).rdbuf();
        return text.str();
    }

    bus::testing::TempFolder folder_;
    std::filesystem::path log_ = folder_.path() / "probe.log";
    bus::Loop loop_;
    std::vector<std::string> output_, logged_;
    std::vector<std::pair<Ended, Millis>> troubles_;
    std::optional<Keeper> keeper_;
};

TEST_F(KeeperTest, StartsAgainWhatWasKilled) {
    auto& keeper = keep("exec sleep 60");
    const pid_t first = keeper.pid().value();
    ::kill(first, SIGKILL);
    ASSERT_TRUE(within(5s, [&] { return keeper.pid() && keeper.pid() != first; }));
    EXPECT_THAT(troubles_, ElementsAre(std::pair(Ended{.by_signal = true, .value = SIGKILL}, Millis(100))));
}

TEST_F(KeeperTest, DoesNotStartAgainWhatItStopped) {
    auto& keeper = keep("exec sleep 60");
    keeper.stop();
    ASSERT_TRUE(within(5s, [&] { return !keeper.pid(); }));
    EXPECT_FALSE(within(300ms, [&] { return keeper.pid().has_value(); }));
    EXPECT_TRUE(troubles_.empty());
}

TEST_F(KeeperTest, CanBeStoppedWhileItWaitsToStartAgain) {
    auto& keeper = keep("exit 3");
    ASSERT_TRUE(within(5s, [&] { return !troubles_.empty(); }));
    keeper.stop();
    EXPECT_FALSE(within(300ms, [&] { return keeper.pid().has_value(); }));
}

TEST_F(KeeperTest, HandsOnOutputAndKeepsTheLogInItsFile) {
    keep("echo listening; echo one >&2; echo two >&2; exec sleep 60");
    ASSERT_TRUE(within(5s, [&] { return logged_.size() == 2 && output_.size() == 1; }));
    EXPECT_THAT(output_, ElementsAre("listening"));
    EXPECT_EQ(log_text(), "one\ntwo\n");
}

TEST_F(KeeperTest, HasTheLastWordsOfWhatDied) {
    auto& keeper = keep("printf 'dying for a reason' >&2; exit 1");
    ASSERT_TRUE(within(5s, [&] { return !troubles_.empty(); }));
    EXPECT_THAT(keeper.log().last(), ElementsAre("dying for a reason"));
}

TEST_F(KeeperTest, SaysSoWhenAProgramFailsAgainAndAgain) {
    auto& keeper = keep("exit 7");
    ASSERT_TRUE(within(10s, [&] { return keeper.failing(); }));
    EXPECT_EQ(troubles_.size(), 5u);
}

TEST_F(KeeperTest, TellsThatAProgramIsMissing) {
    keeper_.emplace(loop_, Program{.name = "none", .command = {"/nonexistent/program"}}, log_);
    keeper_->handlers({.on_output = [](auto) {},
                       .on_log = [this](std::string_view line) { logged_.emplace_back(line); },
                       .on_change = [] {},
                       .on_trouble = [this](Ended how, Millis again) { troubles_.emplace_back(how, again); }});
    keeper_->start();
    ASSERT_TRUE(within(5s, [&] { return !troubles_.empty(); }));
    EXPECT_EQ(troubles_.front().first, (Ended{.by_signal = false, .value = 127}));
    EXPECT_THAT(logged_.at(0), HasSubstr("/nonexistent/program: No such file"));
}

TEST_F(KeeperTest, GivesAProgramAProcessGroupOfItsOwnAndNoneOfOurFiles) {
    std::ofstream kept_open(folder_.path() / "ours");
    keep("ls /proc/self/fd | wc -l; cut -d' ' -f5 /proc/$$/stat; echo $$; exec sleep 60");
    ASSERT_TRUE(within(5s, [&] { return output_.size() == 3; }));
    EXPECT_EQ(output_[0], "4");  // standard ones, and the folder that ls reads
    EXPECT_EQ(output_[1], output_[2]);
}

TEST_F(KeeperTest, KillsItsProgramWhenItGoes) {
    const pid_t pid = keep("exec sleep 60").pid().value();
    keeper_.reset();
    EXPECT_NE(::kill(pid, 0), 0);
}

}  // namespace
}  // namespace rapport::cli::up
