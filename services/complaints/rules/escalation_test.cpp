// SPDX-License-Identifier: MIT
#include "services/complaints/rules/escalation.hpp"

#include <fstream>

#include "services/complaints/testing.hpp"
#include "services/kit/config.hpp"
#include "services/kit/testing/store.hpp"

namespace rapport::complaints {
namespace {

constexpr Instant now{1'800'000'000'000};

TEST(Escalation, SeverityAndRecurrenceLeadAsFarAsThePolicySays) {
    const EscalationPolicy policy;
    Complaint complaint;
    complaint.severity = Severity::high;
    complaint.repeats = 0;
    EXPECT_FALSE(escalated_by_rule(complaint, policy, now).escalation_level);
    complaint.repeats = 1;
    EXPECT_EQ(escalated_by_rule(complaint, policy, now).escalation->by, EscalatedBy::recurrence);
    EXPECT_EQ(escalated_by_rule(complaint, policy, now).escalation->role, "account_manager");
    complaint.severity = Severity::critical;
    EXPECT_EQ(escalated_by_rule(complaint, policy, now).escalation->by, EscalatedBy::severity);
    EXPECT_EQ(escalated_by_rule(complaint, policy, now).escalation_level, 2);
    complaint.open = false;
    EXPECT_FALSE(escalated_by_rule(complaint, policy, now).escalation_level);
}

TEST(Escalation, NeverGoesDownNorBeyondTheLastLevel) {
    const EscalationPolicy policy;
    const Complaint top = escalated({}, 3, EscalatedBy::hand, {}, policy, now);
    EXPECT_EQ(escalated(top, 1, EscalatedBy::severity, {}, policy, now).escalation_level, 3);
    EXPECT_EQ(escalated(top, 4, EscalatedBy::severity, {}, policy, now).escalation_level, 3);
    EXPECT_FALSE(escalates_further_at(top, policy));
}

TEST(Escalation, ARoleThatNoUserHasIsRefusedAndALevelBeyondTheLastIsTheLast) {
    const auto refusal = [](const char* role) -> std::string {
        try {
            checked({.levels = {{"manager", 60}, {role, 60}}});
        } catch (const Error& error) {
            return error.message();
        }
        return "taken";
    };
    for (const char* role : {"admin", "manager", "agent", "account_manager", "auditor"})
        EXPECT_EQ(refusal(role), "taken");
    EXPECT_EQ(refusal("acount_manager"),
              "escalation.levels[1].role: must be one of admin, manager, agent, account_manager, auditor; did you mean "
              "`account_manager`?");
    EXPECT_EQ(refusal("respondent"),
              "escalation.levels[1].role: must be one of admin, manager, agent, account_manager, auditor");
    const EscalationPolicy policy =
        checked({.levels = {{"admin", 60}}, .severity_level = 2, .warned_level = 0, .breached_level = 9});
    Complaint complaint;
    complaint.severity = Severity::critical;
    EXPECT_EQ(escalated_by_rule(complaint, policy, now).escalation_level, 1);
    EXPECT_EQ(policy.breached_level, 1);
    EXPECT_EQ(policy.warned_level, 0);
}

TEST(Escalation, ThePolicyIsReadFromTheFileAndWhatItLeavesOutStays) {
    const testing_kit::TestStore store("sqlite");
    const std::string file = store.folder() + "/complaints.toml";
    std::ofstream(file) << "[escalation]\nseverity = \"high\"\nwarned_level = 0\n"
                           "levels = [{ role = \"admin\", answer_within_minutes = 60 }]\n";
    const auto settings = kit::ConfigSources("complaints", file, {}, {}).read<Settings>();
    EXPECT_EQ(settings.escalation.severity, Severity::high);
    EXPECT_EQ(settings.escalation.levels.at(0).role, "admin");
    EXPECT_EQ(settings.escalation.warned_level, 0);
    EXPECT_EQ(settings.escalation.breached_level, 2);
}

using EscalationDeskTest = DeskTest;
RAPPORT_ON_EACH_STORE(EscalationDeskTest);

TEST_P(EscalationDeskTest, ClimbsUntilSomebodyActs) {
    const Complaint complaint = open("x");
    bed.call(api::escalate, {.id = complaint.id, .reason = "They are furious"});
    ASSERT_EQ(bed.emitted(api::escalated).size(), 1U);
    EXPECT_EQ(bed.emitted(api::escalated).back().role, "account_manager");
    bed.advance(std::chrono::minutes(239));
    EXPECT_EQ(bed.emitted(api::escalated).size(), 1U);
    bed.advance(std::chrono::minutes(1));
    ASSERT_EQ(bed.emitted(api::escalated).size(), 2U);
    EXPECT_EQ(bed.emitted(api::escalated).back().role, "manager");
    EXPECT_EQ(bed.emitted(api::escalated).back().entity.escalation->by, EscalatedBy::silence);
    const Complaint answered = bed.call(api::answer_escalation, {complaint.id});
    EXPECT_EQ(answered.escalation->answered_by, "user:test");
    bed.advance(std::chrono::days(9));
    EXPECT_EQ(bed.emitted(api::escalated).size(), 2U);
    EXPECT_EQ(refusal([&] { bed.call(api::answer_escalation, {complaint.id}); }).code(), Code::failed_precondition);
    EXPECT_EQ(total(kit::ListOf<Complaint>{}.where(&Complaint::escalation_level, 2)), 1);
}

TEST_P(EscalationDeskTest, WhatIsOverClimbsNoMore) {
    const Complaint complaint = open("x");
    bed.call(api::escalate, {.id = complaint.id, .reason = "They are furious"});
    bed.call(api::withdraw, {complaint.id, {}, "never mind"});
    bed.advance(std::chrono::days(9));
    EXPECT_EQ(bed.emitted(api::escalated).size(), 1U);
    EXPECT_EQ(refusal([&] { bed.call(api::escalate, {.id = complaint.id, .reason = "x"}); }).code(),
              Code::failed_precondition);
}

TEST_P(EscalationDeskTest, TheSamePartyAndCategoryWithinNinetyDaysIsBroughtUp) {
    const PartyId acme = party("Acme");
    const auto opened = [&](const char* category) {
        bed.advance(std::chrono::minutes(1));
        const auto complaint = bed.call(api::open, {{.party = acme, .subject = "Slow", .category = category}});
        bed.run_jobs();
        return bed.call(api::get, {complaint.id});
    };
    EXPECT_FALSE(opened("network").escalation_level);
    EXPECT_FALSE(opened("billing").escalation_level);
    EXPECT_EQ(opened("network").escalation->by, EscalatedBy::recurrence);
    bed.advance(std::chrono::days(91));
    EXPECT_FALSE(opened("network").escalation_level);
}

TEST_P(EscalationDeskTest, APersonsJudgementBringsItUpToo) {
    const Complaint complaint = open_in(State::acknowledged);
    bed.call(api::assess, {.id = complaint.id, .severity = Severity::critical});
    EXPECT_EQ(bed.emitted(api::escalated).back().role, "manager");
    EXPECT_EQ(bed.emitted(api::assessed).size(), 1U);
}

TEST_P(EscalationDeskTest, WhatIsImportedQuietlyBringsNobodyToAct) {
    const PartyId acme = party("Acme");
    kit::ImportRows import;
    for (const char* id : {"1", "2"})
        import.rows.push_back(any_of(api::ImportRow{.reference = {"crm", id},
                                                    .party = acme,
                                                    .subject = "Slow",
                                                    .category = "network",
                                                    .received_at = bed.clock.now() - std::chrono::hours(*id - '0')}));
    bed.call(api::import_rows, import);
    bed.run_jobs();
    EXPECT_EQ(bed.emitted(api::scored).back().entity.repeats.value_or(0) +
                  bed.emitted(api::scored).front().entity.repeats.value_or(0),
              1);
    EXPECT_TRUE(bed.emitted(api::escalated).empty());
}

TEST_P(EscalationDeskTest, AClockAtThreeQuartersAndAtItsEndBringsItUp) {
    open("x");  // on a Monday at nine: to be acknowledged within the day
    bed.advance(std::chrono::hours(6));
    ASSERT_EQ(bed.emitted(api::escalated).size(), 1U);
    EXPECT_EQ(bed.emitted(api::escalated).back().entity.escalation->by, EscalatedBy::clock);
    EXPECT_EQ(bed.emitted(api::escalated).back().role, "account_manager");
    bed.advance(std::chrono::hours(2));
    ASSERT_EQ(bed.emitted(api::escalated).size(), 2U);
    EXPECT_EQ(bed.emitted(api::escalated).back().role, "manager");
}

TEST_P(EscalationDeskTest, GoesOnlyUp) {
    const Complaint complaint = open("x");
    bed.call(api::escalate, {.id = complaint.id, .reason = "x", .level = 3});
    EXPECT_EQ(refusal([&] { bed.call(api::escalate, {.id = complaint.id, .reason = "x", .level = 2}); }).code(),
              Code::invalid_argument);
    EXPECT_EQ(refusal([&] { bed.call(api::escalate, {.id = complaint.id, .reason = "x"}); }).code(),
              Code::invalid_argument);
}

}  // namespace
}  // namespace rapport::complaints
