// SPDX-License-Identifier: MIT
#include "services/complaints/rules/action.hpp"

#include <gtest/gtest.h>

#include "bus/base/error.hpp"
#include "services/kit/testing/bed.hpp"

namespace rapport::complaints {
namespace {

constexpr Instant now{1'800'000'000'000};

Action in(ActionState state) { return {.state = state, .text = "Replace the switch"}; }

TEST(Action, EndsOnceAndNeverGoesBack) {
    const Action done = moved(Action{}, ActionState::done, "fixed", now);
    EXPECT_EQ(done.done_at, now);
    EXPECT_THROW(moved(done, ActionState::in_progress, {}, now), Error);
    EXPECT_THROW(moved(Action{}, ActionState::cancelled, {}, now), Error);
    EXPECT_THROW(moved(in(ActionState::in_progress), ActionState::open, {}, now), Error);
}

TEST(Action, OnlyWhatIsDoneIsVerified) {
    for (std::size_t i = 0; i < names_of(ActionState{}).size(); ++i) {
        const auto state = static_cast<ActionState>(i);
        if (state == ActionState::done) continue;
        EXPECT_THROW(verified(in(state), {.effect = "none"}, "ann", now), Error) << name_of(state);
    }
    const Action good = verified(in(ActionState::done), {.effective = true, .effect = "no outage since"}, "ann", now);
    EXPECT_EQ(good.state, ActionState::verified_effective);
    EXPECT_EQ(good.verified_by, "ann");
    EXPECT_EQ(verified(in(ActionState::done), {.effective = false}, "ann", now).state,
              ActionState::verified_ineffective);
}

TEST(Action, HoldsUpItsComplaintUntilItEndsOrOthersGoOnWithIt) {
    EXPECT_TRUE(blocks_closing(in(ActionState::open)));
    EXPECT_TRUE(blocks_closing(in(ActionState::in_progress)));
    EXPECT_FALSE(blocks_closing(in(ActionState::done)));
    EXPECT_FALSE(blocks_closing(in(ActionState::cancelled)));
    EXPECT_FALSE(blocks_closing(handed_on(in(ActionState::open), {.to = "PRB-7", .reason = "a matter of months"})));
    EXPECT_THROW(handed_on(in(ActionState::done), {.to = "PRB-7", .reason = "x"}), Error);
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
