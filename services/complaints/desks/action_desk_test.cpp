// SPDX-License-Identifier: MIT
#include "services/complaints/testing.hpp"

namespace rapport::complaints {
namespace {

using ActionDeskTest = DeskTest;
RAPPORT_ON_EACH_STORE(ActionDeskTest);

TEST_P(ActionDeskTest, AComplaintClosesOnlyWhenItsActionsHaveEnded) {
    const Complaint complaint = open_in(State::accepted);
    const Action action = bed.call(api::add_action, {.complaint = complaint.id, .text = "Replace the switch"});
    EXPECT_EQ(refusal([&] { bed.call(api::close, {.id = complaint.id}); }).code(), Code::failed_precondition);
    bed.call(api::start_action, {action.id});
    bed.call(api::complete_action, {action.id, {}, "done"});
    EXPECT_EQ(bed.call(api::close, {.id = complaint.id}).state, State::closed);
    EXPECT_EQ(bed.call(api::list_actions, {complaint.id}).items.at(0).state, ActionState::done);
    EXPECT_EQ(refusal([&] { bed.call(api::add_action, {.complaint = complaint.id, .text = "x"}); }).code(),
              Code::failed_precondition);
}

TEST_P(ActionDeskTest, OrWhenOthersHaveTakenThemOver) {
    const Complaint complaint = open_in(State::accepted);
    const Action action = bed.call(
        api::add_action, {.complaint = complaint.id, .kind = ActionKind::corrective, .text = "Renew the backbone"});
    bed.call(api::hand_on_action, {.id = action.id, .to = "Project 7", .reason = "It takes a year"});
    EXPECT_EQ(bed.emitted(api::action_handed_on).back().action.handed_on_to, "Project 7");
    EXPECT_EQ(bed.call(api::close, {.id = complaint.id}).state, State::closed);
    EXPECT_EQ(bed.call(api::complete_action, {action.id}).state, ActionState::done);
}

TEST_P(ActionDeskTest, OneWithoutEffectOpensAnother) {
    const Complaint complaint = open_in(State::accepted);
    const Action action = bed.call(api::add_action, {.complaint = complaint.id, .text = "Restart it nightly"});
    bed.call(api::complete_action, {action.id});
    bed.call(api::close, {.id = complaint.id});
    bed.advance(std::chrono::days(30));
    bed.call(api::verify_action, {.id = action.id, .effective = false, .effect = "It still hangs at noon"});
    const auto actions = bed.call(api::list_actions, {complaint.id}).items;
    ASSERT_EQ(actions.size(), 2U);
    EXPECT_EQ(actions[0].state, ActionState::verified_ineffective);
    EXPECT_EQ(actions[1].follows, action.id);
    EXPECT_EQ(told().back(), "action_added");
}

TEST_P(ActionDeskTest, IsLateOnceWhenItsDayIsOver) {
    const Complaint complaint = open("x");
    const Day today = day_of(bed.clock.now());
    const Action late = bed.call(api::add_action, {.complaint = complaint.id, .text = "a", .due = today});
    const Action later = bed.call(api::add_action, {.complaint = complaint.id, .text = "b", .due = today});
    const Action done = bed.call(api::add_action, {.complaint = complaint.id, .text = "c", .due = today});
    bed.call(api::update_action, {.id = later.id, .due = Day{today.days + 1}});
    bed.call(api::complete_action, {done.id});
    bed.advance(std::chrono::days(1));
    ASSERT_EQ(bed.emitted(api::action_overdue).size(), 1U);
    EXPECT_EQ(bed.emitted(api::action_overdue).front().action.id, late.id);
    EXPECT_EQ(bed.call(api::list_all_actions, {.overdue = true}).total, 1);
    bed.advance(std::chrono::days(1));
    EXPECT_EQ(bed.emitted(api::action_overdue).size(), 2U);
    bed.advance(std::chrono::days(30));
    EXPECT_EQ(bed.emitted(api::action_overdue).size(), 2U);
}

TEST_P(ActionDeskTest, AreListedByWhatTheyAreAndSoonestFirst) {
    const Complaint complaint = open("x");
    const Day today = day_of(bed.clock.now());
    bed.call(api::add_action,
             {.complaint = complaint.id, .text = "later", .owner = bed.user("ann"), .due = Day{today.days + 9}});
    bed.call(api::add_action, {.complaint = complaint.id,
                               .kind = ActionKind::preventive,
                               .text = "sooner",
                               .owner = bed.user("ann"),
                               .due = Day{today.days + 2}});
    bed.call(api::add_action, {.complaint = complaint.id, .text = "sometime", .owner = bed.user("bob")});
    const auto items = bed.call(api::list_all_actions, {.sort = "due"}).items;
    ASSERT_EQ(items.size(), 3U);
    EXPECT_EQ(items[0].text, "sooner");
    EXPECT_EQ(items[2].text, "sometime");
    EXPECT_EQ(bed.call(api::list_all_actions, {.owner = bed.user("ann")}).total, 2);
    EXPECT_EQ(bed.call(api::list_all_actions, {.kind = ActionKind::preventive}).total, 1);
    EXPECT_EQ(bed.call(api::list_all_actions, {.state = ActionState::done}).total, 0);
}

}  // namespace
}  // namespace rapport::complaints
