// SPDX-License-Identifier: MIT
#include "services/complaints/rules/assignment.hpp"

#include "services/complaints/testing.hpp"

namespace rapport::complaints {
namespace {

using testing_kit::user_id;

TEST(Assignment, TheFirstRuleThatHoldsCounts) {
    const std::vector<AssignmentRule> rules{
        {.name = "off", .owners = {user_id("zoe")}, .enabled = false},
        {.name = "urgent", .where = "priority in (P1, P2)", .owners = {user_id("ann")}},
        {.name = "all", .owners = {user_id("bob")}}};
    Complaint complaint;
    EXPECT_EQ(rule_for(complaint, rules)->name, "all");
    complaint.priority = Priority::P2;
    EXPECT_EQ(rule_for(complaint, rules)->name, "urgent");
    EXPECT_EQ(rule_for(complaint, std::span(rules).first(1)), nullptr);
    EXPECT_EQ(rule_for(complaint, std::vector<AssignmentRule>{{.name = "old", .former_owners = {"ann"}}}), nullptr)
        << "nobody it names is known";
}

TEST(Assignment, AConditionThatNoComplaintMeetsIsRefusedWithTheNearest) {
    const Trees trees{.categories = {"Billing", "Network", "Network > VPN", "Network > VPN > Client"},
                      .root_causes = {"Capacity"}};
    const auto refusal = [&trees](const char* where) -> std::string {
        try {
            check_fires({.name = "r", .where = where, .owners = {user_id("ann")}}, trees);
        } catch (const Error& error) {
            return error.message();
        }
        return "taken";
    };
    for (const char* where :
         {"category = Network", "category = 'Network > VPN' and subcategory = Client", "subcategory = VPN",
          "subcategory = 'VPN > Client'", "root_cause = Capacity", "category ~ net", "category is null",
          "priority in (P1, P2)", "severity = critical", "complainant.email ~ example", "score.score > 50",
          "clocks.kind = resolve", "received_via = phone and not open = false"})
        EXPECT_EQ(refusal(where), "taken") << where;
    const std::pair<const char*, const char*> table[] = {
        {"category = Netwrok", "where: category: Netwrok: unknown; did you mean `Network`?"},
        {"priority = P1 and (category in (Billing, Printers))",
         "where: category: Printers: unknown; there are Billing, Network, Network > VPN, Network > VPN > Client"},
        {"subcategory = VPM", "where: subcategory: VPM: unknown; did you mean `VPN`?"},
        {"root_cause = Capcity", "where: root_cause: Capcity: unknown; did you mean `Capacity`?"},
        {"severity = hihg", "where: severity: hihg must be one of low, medium, high, critical; did you mean `high`?"},
        {"priority = P0", "where: priority: P0 must be one of P1, P2, P3, P4"},
        {"prioritty = P1", "where: prioritty: unknown; did you mean `priority`?"},
        {"data.complaint.priority = P1", "where: data: unknown; there are id, "},
        {"impact = high", "where: impact: high must be a number, without quotes"},
    };
    for (const auto& [where, says] : table)
        EXPECT_EQ(refusal(where).substr(0, std::string(says).size()), says) << where;
    EXPECT_NO_THROW(check_fires({.name = "r", .where = "category = anything", .owners = {user_id("ann")}}, {}));
}

using AssignmentDeskTest = DeskTest;
RAPPORT_ON_EACH_STORE(AssignmentDeskTest);

TEST_P(AssignmentDeskTest, WhatComesGoesToTheOneWithTheFewestOpenComplaints) {
    bed.call(api::create_assignment_rule, {{.name = "all", .owners = {bed.user("ann"), bed.user("bob")}}});
    for (int i = 0; i < 3; ++i) {
        open("No network");
        bed.run_jobs();
    }
    EXPECT_EQ(total(kit::ListOf<Complaint>{}.where(&Complaint::owner, bed.user("ann"))), 2);
    EXPECT_EQ(total(kit::ListOf<Complaint>{}.where(&Complaint::owner, bed.user("bob"))), 1);
    EXPECT_EQ(bed.emitted(api::assigned).size(), 3U);
    const Complaint first =
        bed.call(api::list, kit::ListOf<Complaint>{}.where(&Complaint::owner, bed.user("ann"))).items.at(0);
    bed.call(api::withdraw, {first.id, {}, "fixed itself"});
    open("No network");
    bed.run_jobs();
    EXPECT_EQ(total(kit::ListOf<Complaint>{}.where(&Complaint::owner, bed.user("ann"))), 3)
        << "a complaint that is over does not count";
}

TEST_P(AssignmentDeskTest, WhoeverHasItKeepsIt) {
    bed.call(api::create_assignment_rule, {{.name = "all", .owners = {bed.user("ann")}}});
    const Complaint complaint =
        bed.call(api::open, {{.complainant = Complainant{.name = "Cy"}, .subject = "x", .owner = bed.user("bob")}});
    bed.run_jobs();
    EXPECT_EQ(bed.call(api::get, {complaint.id}).owner, bed.user("bob"));
    ASSERT_EQ(bed.emitted(api::assigned).size(), 1U) << "told when it came, and not again";
    EXPECT_EQ(bed.emitted(api::assigned).front().entity.owner, bed.user("bob"));
}

TEST_P(AssignmentDeskTest, RulesAreCheckedChangedListedInOrderAndRemoved) {
    EXPECT_EQ(refusal([&] {
                  bed.call(api::create_assignment_rule,
                           {{.name = "bad", .where = "priority =", .owners = {bed.user("ann")}}});
              })
                  .message()
                  .substr(0, 6),
              "where:");
    const auto last =
        bed.call(api::create_assignment_rule, {{.name = "last", .position = 900, .owners = {bed.user("ann")}}});
    const auto first =
        bed.call(api::create_assignment_rule,
                 {{.name = "first", .position = 10, .where = "priority = P1", .owners = {bed.user("bob")}}});
    auto rules = bed.call(api::list_assignment_rules, {.sort = "position"}).items;
    ASSERT_EQ(rules.size(), 2U);
    EXPECT_EQ(rules[0].name, "first");
    EXPECT_FALSE(bed.call(api::update_assignment_rule,
                          kit::Edit<AssignmentRule>::of(first.id).set(&AssignmentRule::enabled, false))
                     .enabled);
    bed.call(api::remove_assignment_rule, {last.id});
    EXPECT_EQ(bed.call(api::list_assignment_rules, {}).total, 1);
    EXPECT_EQ(refusal([&] { bed.call(api::get_assignment_rule, {last.id}); }).code(), Code::not_found);
}

TEST_P(AssignmentDeskTest, OfTwoRulesOfOneConditionTheSecondIsRefused) {
    const auto add = [&](const std::string& name, const std::optional<std::string>& where, std::int32_t position) {
        return bed.call(api::create_assignment_rule,
                        {{.name = name, .position = position, .where = where, .owners = {bed.user("ann")}}});
    };
    const AssignmentRule urgent = add("urgent", "priority in (P1, P2)", 100);
    const Error same = refusal([&] { add("hot", " priority   in (P1,P2)", 10); });
    EXPECT_EQ(same.code(), Code::already_exists);
    EXPECT_NE(same.message().find("the rule urgent (" + to_text(urgent.id) + ")"), std::string::npos) << same.message();
    const AssignmentRule all = add("all", {}, 500);
    EXPECT_EQ(refusal([&] { add("all too", {}, 600); }).code(), Code::already_exists);
    const Error behind = refusal([&] { add("mail", "category = mail", 500); });
    EXPECT_EQ(behind.code(), Code::invalid_argument);
    EXPECT_EQ(behind.message().substr(0, 9), "position:");
    const AssignmentRule mail = add("mail", "category = mail", 499);
    using Rule = AssignmentRule;
    const auto update = [&](const Rule& rule, auto member, auto value) {
        bed.call(api::update_assignment_rule, kit::Edit<Rule>::of(rule.id).set(member, value));
    };
    EXPECT_EQ(refusal([&] { update(mail, &Rule::position, 501); }).code(), Code::invalid_argument);
    EXPECT_EQ(refusal([&] { update(mail, &Rule::where, "priority in (P1, P2)"); }).code(), Code::already_exists);
    update(urgent, &Rule::enabled, false);
    update(mail, &Rule::where, "priority in (P1, P2)");
    EXPECT_EQ(refusal([&] { update(urgent, &Rule::enabled, true); }).code(), Code::already_exists);
    update(urgent, &Rule::name, "was urgent");
    update(all, &Rule::owners, std::vector{bed.user("bob")});
}

TEST_P(AssignmentDeskTest, AgentsDoNotChangeTheRules) {
    bed.act_as("user:ann", {"agent"});
    EXPECT_EQ(
        refusal([&] { bed.call(api::create_assignment_rule, {{.name = "mine", .owners = {bed.user("bob")}}}); }).code(),
        Code::permission_denied);
}

}  // namespace
}  // namespace rapport::complaints
