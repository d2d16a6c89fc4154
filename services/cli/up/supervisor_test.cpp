// SPDX-License-Identifier: MIT
#include "services/cli/up/supervisor.hpp"

#include <gmock/gmock-matchers.h>
#include <gtest/gtest.h>
#include <signal.h>

#include "bus/testing/test_bus.hpp"

namespace rapport::cli::up {
namespace {

using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;
using namespace std::chrono_literals;

/// Programs that say when they end.
constexpr auto polite = "trap 'echo ended; exit 0' TERM; echo up; while :; do sleep 0.02; done";
constexpr auto deaf = "trap '' TERM; echo up; while :; do sleep 0.02; done";

Program shell(const std::string& name, const std::string& script) {
    return {.name = name, .command = {"/bin/sh", "-c", script}};
}

class SupervisorTest : public ::testing::Test {
protected:
    Supervisor& run(Plan plan) {
        supervisor_.emplace(loop_, std::move(plan), folder_.path(),
                            Supervisor::Handlers{.on_output =
                                                     [this](const Keeper& program, std::string_view line) {
                                                         if (line == "up") up_.push_back(program.program().name);
                                                         if (line == "ended") ended_.push_back(program.program().name);
                                                     },
                                                 .on_log = [](const Keeper&, std::string_view) {},
                                                 .on_trouble = [](const Keeper&, Ended, Millis) {},
                                                 .on_change = [] {},
                                                 .on_stopped = [this] { stopped_ = true; }});
        supervisor_->start();
        EXPECT_TRUE(loop_.run_until([this] { return up_.size() == supervisor_->programs().size(); }, 5s));
        return *supervisor_;
    }
    bool stopped_within(bus::Loop::Duration limit) {
        return loop_.run_until([this] { return stopped_; }, limit);
    }

    bus::testing::TempFolder folder_;
    bus::Loop loop_;
    std::vector<std::string> up_, ended_;
    bool stopped_ = false;
    std::optional<Supervisor> supervisor_;
};

TEST_F(SupervisorTest, StopsTheGatewayThenServicesThenTheBus) {
    auto& supervisor = run({.bus = shell("bus", polite),
                            .services = {shell("one", polite), shell("two", polite)},
                            .gateway = shell("gateway", polite)});
    supervisor.stop();
    ASSERT_TRUE(stopped_within(3s));
    ASSERT_EQ(ended_.size(), 4u);
    EXPECT_EQ(ended_.front(), "gateway");
    EXPECT_THAT((std::vector{ended_[1], ended_[2]}), UnorderedElementsAre("one", "two"));
    EXPECT_EQ(ended_.back(), "bus");
}

TEST_F(SupervisorTest, KillsWhatDoesNotEndAndIsDoneWithinThreeSeconds) {
    auto& supervisor =
        run({.bus = shell("bus", deaf), .services = {shell("one", deaf)}, .gateway = shell("gateway", deaf)});
    supervisor.stop();
    EXPECT_TRUE(stopped_within(3s));
}

TEST_F(SupervisorTest, KillsAtOnceWhenAskedTwice) {
    auto& supervisor =
        run({.bus = shell("bus", deaf), .services = {shell("one", deaf)}, .gateway = shell("gateway", deaf)});
    supervisor.stop();
    supervisor.stop();
    EXPECT_TRUE(stopped_within(500ms));
}

TEST_F(SupervisorTest, StartsAgainEachThatIsKilled) {
    auto& supervisor =
        run({.bus = shell("bus", polite), .services = {shell("one", polite)}, .gateway = shell("gateway", polite)});
    for (const auto* program : supervisor.programs()) {
        const pid_t before = program->pid().value();
        ::kill(before, SIGKILL);
        EXPECT_TRUE(loop_.run_until([&] { return program->pid() && program->pid() != before; }, 5s));
    }
    supervisor.stop();
    EXPECT_TRUE(stopped_within(3s));
}

}  // namespace
}  // namespace rapport::cli::up
