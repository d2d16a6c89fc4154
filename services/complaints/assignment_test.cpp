// SPDX-License-Identifier: MIT
#include "services/complaints/assignment.hpp"

#include "services/complaints/testing.hpp"

namespace rapport::complaints {
namespace {

TEST(Assignment, TheFirstRuleThatHoldsCounts) {
    const std::vector<AssignmentRule> rules{{.name = "off", .owners = {"zoe"}, .enabled = false},
                                            {.name = "urgent", .where = "priority in (P1, P2)", .owners = {"ann"}},
                                            {.name = "all", .owners = {"bob"}}};
    Complaint complaint;
    EXPECT_EQ(rule_for(complaint, rules)->name, "all");
    complaint.priority = Priority::P2;
    EXPECT_EQ(rule_for(complaint, rules)->name, "urgent");
    EXPECT_EQ(rule_for(complaint, std::span(rules).first(1)), nullptr);
}

using AssignmentDeskTest = DeskTest;
RAPPORT_ON_EACH_STORE(AssignmentDeskTest);

TEST_P(AssignmentDeskTest, WhatComesGoesToTheOneWithTheFewestOpenComplaints) {
    bed.call(api::add_assignment_rule, {.name = "all", .owners = {"ann", "bob"}});
    for (int i = 0; i < 3; ++i) {
        open("No network");
        bed.run_jobs();
    }
    EXPECT_EQ(total({.owner = "ann"}), 2);
    EXPECT_EQ(total({.owner = "bob"}), 1);
    EXPECT_EQ(bed.emitted(api::assigned).size(), 3U);
    const Complaint first = bed.call(api::list, {.owner = "ann"}).items.at(0);
    bed.call(api::withdraw, {first.id, {}, "fixed itself"});
    open("No network");
    bed.run_jobs();
    EXPECT_EQ(total({.owner = "ann"}), 3) << "a complaint that is over does not count";
}

TEST_P(AssignmentDeskTest, WhoeverHasItKeepsIt) {
    bed.call(api::add_assignment_rule, {.name = "all", .owners = {"ann"}});
    const Complaint complaint =
        bed.call(api::open, {.complainant = Complainant{.name = "Cy"}, .subject = "x", .owner = "bob"});
    bed.run_jobs();
    EXPECT_EQ(bed.call(api::get, {complaint.id}).owner, "bob");
    EXPECT_TRUE(bed.emitted(api::assigned).empty());
}

TEST_P(AssignmentDeskTest, RulesAreCheckedChangedListedInOrderAndRemoved) {
    EXPECT_EQ(
        refusal([&] { bed.call(api::add_assignment_rule, {.name = "bad", .where = "priority =", .owners = {"ann"}}); })
            .message()
            .substr(0, 6),
        "where:");
    const auto last = bed.call(api::add_assignment_rule, {.name = "last", .position = 900, .owners = {"ann"}});
    const auto first = bed.call(api::add_assignment_rule, {.name = "first", .position = 10, .owners = {"bob"}});
    auto rules = bed.call(api::list_assignment_rules, {}).items;
    ASSERT_EQ(rules.size(), 2U);
    EXPECT_EQ(rules[0].name, "first");
    EXPECT_FALSE(bed.call(api::update_assignment_rule, {.id = first.id, .enabled = false}).enabled);
    bed.call(api::remove_assignment_rule, {last.id});
    EXPECT_EQ(bed.call(api::list_assignment_rules, {}).total, 1);
    EXPECT_EQ(refusal([&] { bed.call(api::get_assignment_rule, {last.id}); }).code(), Code::not_found);
}

TEST_P(AssignmentDeskTest, AgentsDoNotChangeTheRules) {
    bed.act_as("user:ann", {"agent"});
    EXPECT_EQ(refusal([&] { bed.call(api::add_assignment_rule, {.name = "mine", .owners = {"bob"}}); }).code(),
              Code::permission_denied);
}

}  // namespace
}  // namespace rapport::complaints
