// SPDX-License-Identifier: MIT
#include <gmock/gmock-matchers.h>
#include <gtest/gtest.h>

#include <map>
#include <numeric>

#include "sdk/host/plugins.hpp"

namespace {

using namespace rapport::sdk;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

using Facts = std::initializer_list<std::pair<std::string_view, Value>>;

RulePlugin severity(const std::string& settings = "{}") {
    return RulePlugin({.id = "rapport.severity", .file = bundled("severity"), .settings = settings});
}

Scored score(Facts facts, const std::string& settings = "{}") {
    Batch batch{Instant{}};
    batch.add_row(facts);
    return severity(settings).score(batch)[0];
}

double contribution(const Scored& scored, std::string_view name) {
    for (const auto& factor : scored.factors)
        if (factor.name == name) return factor.contribution;
    ADD_FAILURE() << "no factor " << name;
    return 0;
}

TEST(Severity, SaysNothingWhereNothingIsKnown) {
    const auto scored = score({{"complaint.category", "billing"}});
    EXPECT_EQ(scored.status, Status::no_score);
    EXPECT_EQ(scored.reason, "neither text, impact nor safety is known");
}

TEST(Severity, AddsUpWhatIsKnownAndSaysSo) {
    const auto scored = score({{"complaint.safety", true}, {"complaint.impact", 3.0}, {"complaint.repeats_90d", 1.0}});
    EXPECT_DOUBLE_EQ(contribution(scored, "safety"), 40);
    EXPECT_DOUBLE_EQ(contribution(scored, "impact"), 20);
    EXPECT_DOUBLE_EQ(contribution(scored, "repeats"), 5);
    EXPECT_DOUBLE_EQ(scored.value, 65);
    EXPECT_EQ(scored.reason, "safety is concerned; impact; repeated");
}

TEST(Severity, ScalesBackSoThatTheFactorsStillSumToAHundred) {
    const auto scored = score({{"complaint.safety", true},
                               {"complaint.immediate_action", true},
                               {"complaint.impact", 5.0},
                               {"complaint.disputed", true},
                               {"complaint.text", "A fire injured two people"}});
    EXPECT_DOUBLE_EQ(scored.value, 100);
    double sum = 0;
    for (const auto& factor : scored.factors) sum += factor.contribution;
    EXPECT_NEAR(sum, 100, 1e-9);
    EXPECT_DOUBLE_EQ(contribution(scored, "safety"), contribution(scored, "impact"));
}

TEST(Severity, ReadsGraveWordsAtTheStartOfAWordInAnyCase) {
    EXPECT_DOUBLE_EQ(score({{"complaint.text", "My colleague was Injured."}}).value, 15);
    EXPECT_DOUBLE_EQ(score({{"complaint.text", "FIRE and smoke"}}).value, 22.5);
    EXPECT_DOUBLE_EQ(score({{"complaint.text", "campfire, reinjury"}}).value, 0);
    EXPECT_THAT(score({{"complaint.subject", "fraud"}}).reason, HasSubstr("'fraud'"));
}

TEST(Severity, CountsTheSourceAndTheRemedy) {
    EXPECT_DOUBLE_EQ(
        contribution(score({{"complaint.impact", 1.0}, {"complaint.channel", "Regulator"}}), "source and remedy"), 10);
    EXPECT_DOUBLE_EQ(
        contribution(score({{"complaint.impact", 1.0}, {"complaint.remedy", "a refund"}}), "source and remedy"), 0);
}

TEST(Severity, IsSurerTheMoreIsKnown) {
    EXPECT_LT(score({{"complaint.text", "slow"}}).confidence,
              score({{"complaint.text", "slow"}, {"complaint.safety", false}}).confidence);
}

TEST(Severity, TakesItsWeightsFromTheSettings) {
    const std::string settings = R"({"safety_points": 7.5, "grave_terms": "langsam"})";
    EXPECT_DOUBLE_EQ(score({{"complaint.safety", true}}, settings).value, 7.5);
    EXPECT_DOUBLE_EQ(score({{"complaint.text", "Alles ist langsam"}}, settings).value, 15);
}

TEST(Severity, IgnoresFactsThatItDoesNotKnow) {
    EXPECT_DOUBLE_EQ(score({{"complaint.impact", 5.0}, {"complaint.colour", "green"}}).value, 40);
}

TEST(Severity, RefusesAnImpossibleWeightWithItsPath) {
    try {
        severity(R"({"safety_points": 101})");
        FAIL() << "101 points were accepted";
    } catch (const PluginError& error) {
        EXPECT_EQ(error.kind, PluginError::Kind::settings);
        EXPECT_THAT(error.what(), HasSubstr("'/safety_points' must be: number from 0"));
    }
}

}  // namespace
