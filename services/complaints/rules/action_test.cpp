// SPDX-License-Identifier: MIT
#include "services/complaints/rules/action.hpp"

#include <gtest/gtest.h>

#include "bus/base/error.hpp"
#include "services/kit/testing/bed.hpp"

namespace rapport::complaints {
namespace {

constexpr Instant now{1'800'000'000'000};

Action in(ActionState state) { return {.state = state, .text = "Replace the switch"}; }

TEST(Action, MovesAsDrawnAndEndsOnce) {
    const std::vector<std::vector<std::string>> drawn{{"in_progress", "done", "cancelled"},
                                                      {"done", "cancelled"},
                                                      {"verified_effective", "verified_ineffective"},
                                                      {},
                                                      {},
                                                      {}};
    for (std::size_t from = 0; from < drawn.size(); ++from) {
        std::vector<std::string> states;
        for (const auto& move : action_moves().shown(in(static_cast<ActionState>(from)), {now}).allowed_moves)
            states.push_back(*move.to);
        EXPECT_EQ(states, drawn[from]) << from;
    }
}

TEST(Action, BlocksTheClosingOfItsComplaintUntilItEndsOrOthersGoOnWithIt) {
    EXPECT_TRUE(blocks_closing(in(ActionState::open)));
    EXPECT_TRUE(blocks_closing(in(ActionState::in_progress)));
    EXPECT_FALSE(blocks_closing(in(ActionState::done)));
    EXPECT_FALSE(blocks_closing(in(ActionState::cancelled)));
    EXPECT_FALSE(
        blocks_closing(handed_on(in(ActionState::open), {.to = "PRB-7", .reason = "a matter of months"}, {now})));
    EXPECT_THROW(handed_on(in(ActionState::done), {.to = "PRB-7", .reason = "x"}, {now}), Error);
}

TEST(Action, IsLateFromTheMidnightAfterItsDay) {
    Action action = in(ActionState::open);
    EXPECT_FALSE(is_late(action, now));
    action.due = day_of(now);
    const Instant midnight = start_of(Day{action.due->days + 1});
    EXPECT_FALSE(is_late(action, midnight - Millis(1)));
    EXPECT_TRUE(is_late(action, midnight));
    action.state = ActionState::done;
    EXPECT_FALSE(is_late(action, midnight));
}

TEST(Action, OneWithoutEffectIsFollowedByAnother) {
    Action action = in(ActionState::verified_ineffective);
    action.id = ActionId(new_uuid(now));
    action.owner = testing_kit::user_id("ann");
    const Action next = successor(action, Day{20'000}, now);
    EXPECT_EQ(next.follows, action.id);
    EXPECT_EQ(next.state, ActionState::open);
    EXPECT_EQ(next.owner, testing_kit::user_id("ann"));
    EXPECT_EQ(next.due, Day{20'000});
}

}  // namespace
}  // namespace rapport::complaints
