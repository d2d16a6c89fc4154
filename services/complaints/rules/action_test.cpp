// SPDX-License-Identifier: MIT
#include "services/complaints/rules/action.hpp"

#include <gtest/gtest.h>

#include "bus/base/error.hpp"
#include "services/kit/testing/bed.hpp"

namespace rapport::complaints {
namespace {

constexpr Instant now{1'800'000'000'000};

Complaint received(bool open) { return {.open = open, .subject = "No network", .received_at = now}; }

std::string refusal(const Complaint& complaint, const Action& action) {
    try {
        check_action(complaint, action);
    } catch (const Error& error) {
        return error.message();
    }
    return "taken";
}

TEST(Action, OfAComplaintThatIsOverIsRefusedUnlessItFollowsOne) {
    const Action mend{.what = "Replace the switch"};
    Action again = mend, moved = mend;
    again.follows = ActionId(new_uuid(now));
    moved.version = 3;
    EXPECT_EQ(refusal(received(true), mend), "taken");
    EXPECT_EQ(refusal(received(false), mend), "a complaint that is over gets no more actions; open it again first");
    EXPECT_EQ(refusal(received(false), again), "taken");
    EXPECT_EQ(refusal(received(false), moved), "taken");
}

TEST(Action, IsNotDueBeforeItsComplaintCame) {
    const Day today = day_of(now);
    EXPECT_EQ(refusal(received(true), {.what = "x", .due = today}), "taken");
    EXPECT_EQ(refusal(received(true), {.what = "x", .due = Day{today.days - 2}}).substr(0, 5), "due: ");
}

/// A body as the version before wrote it.
Action stored(const std::string& more) {
    return in_todays_shape(decode_stored<Action>(
        from_json(R"({"id":"01a22ac9-0c60-76c6-9693-4be9b779d7e0","version":2,"complaint":)"
                  R"("01a22ac9-0c60-76c6-9693-4be9b779d7e1","text":"Mend it","added_at":"2026-03-01T08:00:00Z",)" +
                  more + "}")));
}

TEST(Action, ThatAnEarlierVersionKeptHasTodaysShape) {
    const Action done = stored(R"("state":"done","note":"new cable","done_at":"2026-03-02T08:00:00Z","owner":"ann")");
    EXPECT_EQ(done.what, "Mend it");
    EXPECT_EQ(done.result, "new cable");
    EXPECT_EQ(to_text(done.created_at), "2026-03-01T08:00:00.000Z");
    EXPECT_TRUE(done.ended_at);
    EXPECT_FALSE(done.owner);
    EXPECT_EQ(done.former_owner, "ann");

    const Action handed = stored(R"("state":"open","handed_on_to":"PRB-7","handed_on_because":"it takes a year")");
    EXPECT_EQ(handed.state, ActionState::handed_on);
    EXPECT_EQ(handed.reason, "it takes a year");

    const Action cancelled = stored(R"("state":"cancelled","note":"the switch is gone")");
    EXPECT_EQ(cancelled.reason, "the switch is gone");
    EXPECT_FALSE(cancelled.result);
}

}  // namespace
}  // namespace rapport::complaints
