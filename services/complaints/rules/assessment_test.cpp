// SPDX-License-Identifier: MIT
#include "services/complaints/rules/assessment.hpp"

#include <gtest/gtest.h>

namespace rapport::complaints {
namespace {

TEST(Assessment, ScoresMeanSeverities) {
    const std::pair<double, Severity> table[] = {
        {0, Severity::low},   {24.9, Severity::low},  {25, Severity::medium},   {49.9, Severity::medium},
        {50, Severity::high}, {74.9, Severity::high}, {75, Severity::critical}, {100, Severity::critical}};
    for (const auto& [score, severity] : table) EXPECT_EQ(severity_of(score), severity) << score;
}

TEST(Assessment, PriorityComesFromSeverityAndImpact) {
    EXPECT_EQ(priority_of(Severity::critical, 5), Priority::P1);
    EXPECT_EQ(priority_of(Severity::critical, {}), Priority::P2);
    EXPECT_EQ(priority_of(Severity::medium, 3), Priority::P3);
    EXPECT_EQ(priority_of(Severity::low, 1), Priority::P4);
}

TEST(Assessment, ThePersonsJudgementStandsAndTheRulesOpinionStaysBesideIt) {
    Complaint complaint = scored({}, {.score = 80, .severity = Severity::critical});
    EXPECT_EQ(complaint.severity, Severity::critical);
    complaint = judged(complaint, {.severity = Severity::low, .reason = "known and harmless"});
    EXPECT_TRUE(complaint.severity_by_hand);
    EXPECT_EQ(complaint.priority, Priority::P3);
    complaint = scored(complaint, {.score = 90, .severity = Severity::critical});
    EXPECT_EQ(complaint.severity, Severity::low);
    EXPECT_EQ(complaint.score->score, 90);
}

TEST(Assessment, WhoAgreesWithTheRuleOverrulesNothing) {
    const Complaint complaint =
        judged(scored({}, {.score = 80, .severity = Severity::critical}), {.severity = Severity::critical});
    EXPECT_FALSE(complaint.severity_by_hand);
}

TEST(Assessment, APriorityThatWasSetByHandStaysUntilItIsTakenAway) {
    Complaint complaint = scored({}, {.score = 80, .severity = Severity::critical});
    const auto set = [&complaint](std::optional<Priority> priority) {
        return updated(complaint, kit::Edit<Complaint>::of(complaint.id).set(&Complaint::priority, priority));
    };
    complaint = set(Priority::P4);
    complaint = judged(complaint, {.impact = 5});
    EXPECT_EQ(complaint.priority, Priority::P4);
    EXPECT_EQ(set({}).priority, Priority::P1);
}

TEST(Assessment, AnAnswerWithoutACommentLeavesTheOneThatWasGiven) {
    Complaint complaint{.state = State::closed, .open = false};
    complaint = rated(complaint, 2, "slow");
    complaint = rated(complaint, 4, {});
    EXPECT_EQ(complaint.satisfaction, 4);
    EXPECT_EQ(complaint.satisfaction_comment, "slow");
    EXPECT_EQ(rated(complaint, 5, "quick after all").satisfaction_comment, "quick after all");
}

}  // namespace
}  // namespace rapport::complaints
