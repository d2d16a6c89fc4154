// SPDX-License-Identifier: MIT
#include "services/complaints/complaint.hpp"

#include <gtest/gtest.h>

#include "bus/base/codec.hpp"
#include "bus/base/error.hpp"

namespace rapport::complaints {
namespace {

constexpr Instant now{1'800'000'000'000};

Complaint in(State state) {
    Complaint complaint;
    enter(complaint, state);
    return complaint;
}

TEST(Complaint, MovesAsTheTableSaysAndInNoOtherWay) {
    for (std::size_t from = 0; from < names_of(State{}).size(); ++from) {
        for (std::size_t to = 0; to < names_of(State{}).size(); ++to) {
            const auto source = static_cast<State>(from), target = static_cast<State>(to);
            if (to == from + 1) {
                EXPECT_EQ(moved(in(source), target, now).state, target);
                continue;
            }
            try {
                moved(in(source), target, now);
                ADD_FAILURE() << name_of(source) << " became " << name_of(target);
            } catch (const Error& error) {
                EXPECT_EQ(error.code(), Code::failed_precondition);
                EXPECT_NE(to_json(error.details().bytes).find("allowed_moves"), std::string::npos);
            }
        }
    }
}

TEST(Complaint, ARefusedMoveSaysWhereItIsAndWhereItCanGo) {
    try {
        moved(in(State::received), State::closed, now);
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.message(), "a complaint that is received cannot become closed; it can go to: acknowledged");
        EXPECT_EQ(to_json(error.details().bytes), R"({"state":"received","allowed_moves":["acknowledged"]})");
    }
}

TEST(Complaint, TimesAreKeptAsItMoves) {
    const Complaint acknowledged = moved(in(State::received), State::acknowledged, now);
    EXPECT_EQ(acknowledged.acknowledged_at, now);
    EXPECT_EQ(moved(in(State::accepted), State::closed, now).closed_at, now);
}

TEST(Complaint, ScoresMeanSeverities) {
    const std::pair<double, Severity> table[] = {
        {0, Severity::low},   {24.9, Severity::low},  {25, Severity::medium},   {49.9, Severity::medium},
        {50, Severity::high}, {74.9, Severity::high}, {75, Severity::critical}, {100, Severity::critical}};
    for (const auto& [score, severity] : table) EXPECT_EQ(severity_of(score), severity) << score;
}

TEST(Complaint, PriorityComesFromSeverityAndImpact) {
    EXPECT_EQ(priority_of(Severity::critical, 5), Priority::P1);
    EXPECT_EQ(priority_of(Severity::critical, {}), Priority::P2);
    EXPECT_EQ(priority_of(Severity::medium, 3), Priority::P3);
    EXPECT_EQ(priority_of(Severity::low, 1), Priority::P4);
}

TEST(Complaint, ThePersonsJudgementStandsAndTheRulesOpinionStaysBesideIt) {
    Complaint complaint = scored(in(State::acknowledged), {.score = 80, .severity = Severity::critical});
    EXPECT_EQ(complaint.severity, Severity::critical);
    complaint = assessed(complaint, Severity::low, "known and harmless", now);
    EXPECT_TRUE(complaint.severity_by_hand);
    EXPECT_EQ(complaint.priority, Priority::P3);
    complaint = scored(complaint, {.score = 90, .severity = Severity::critical});
    EXPECT_EQ(complaint.severity, Severity::low);
    EXPECT_EQ(complaint.score->score, 90);
}

TEST(Complaint, AssessingNeedsASeverityWhileTheRuleHasNone) {
    EXPECT_THROW(assessed(in(State::acknowledged), {}, {}, now), Error);
}

TEST(Action, EndsOnceAndNeverGoesBack) {
    const Action done = moved(Action{}, ActionState::done, "fixed", now);
    EXPECT_EQ(done.done_at, now);
    EXPECT_THROW(moved(done, ActionState::in_progress, {}, now), Error);
    EXPECT_THROW(moved(Action{}, ActionState::cancelled, {}, now), Error);
    EXPECT_THROW(moved(moved(Action{}, ActionState::in_progress, {}, now), ActionState::open, {}, now), Error);
}

}  // namespace
}  // namespace rapport::complaints
