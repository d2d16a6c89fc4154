// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "sdk/host/plugins.hpp"

namespace rapport::sdk {
namespace {

Scored score(std::vector<double> answers, const std::string& settings = "{}") {
    RulePlugin csat({.id = "rapport.csat", .file = bundled("csat"), .settings = settings});
    Batch batch{Instant{}};
    batch.add_row({{"survey.csat", std::move(answers)}});
    return csat.score(batch)[0];
}

std::vector<double> answers(std::size_t satisfied, std::size_t others) {
    std::vector<double> all(satisfied, 4);
    all.resize(satisfied + others, 3);
    return all;
}

// Newcombe 1998, Statistics in Medicine 17:857–872, table I: 81 of 263 has the score interval 0.2553 to 0.3662, and
// 0 of 20 has 0 to 0.1611.
TEST(Csat, IsTheShareOfFoursAndFivesWithWilsonsInterval) {
    const auto scored = score(answers(81, 263 - 81));
    EXPECT_NEAR(scored.value, 100.0 * 81 / 263, 1e-9);
    EXPECT_EQ(scored.reason, "n=263, 95 % interval 25.53 to 36.62");
    EXPECT_NEAR(scored.confidence, 1 - (0.3662 - 0.2553), 1e-4);
    EXPECT_EQ(score(answers(0, 20)).reason, "n=20, 95 % interval 0.00 to 16.11");
}

TEST(Csat, SaysHowMuchCameOfFoursAndOfFives) {
    const auto scored = score({5, 5, 4, 1, 3});
    ASSERT_EQ(scored.factors.size(), 2u);
    EXPECT_DOUBLE_EQ(scored.factors[0].contribution, 20);
    EXPECT_DOUBLE_EQ(scored.factors[1].contribution, 40);
    EXPECT_DOUBLE_EQ(scored.value, 60);
}

TEST(Csat, AHundredPercentOfFewIsNotCertain) {
    const auto scored = score({5, 5, 5});
    EXPECT_DOUBLE_EQ(scored.value, 100);
    EXPECT_EQ(scored.reason, "n=3, 95 % interval 43.85 to 100.00");
}

TEST(Csat, TakesAnotherLevel) {
    EXPECT_EQ(score(answers(81, 263 - 81), R"({"level": 0.9})").reason, "n=263, 90 % interval 26.33 to 35.66");
}

TEST(Csat, HasNoScoreForTooFewAnswers) {
    EXPECT_EQ(score({}).status, Status::no_score);
    EXPECT_EQ(score({5, 4}, R"({"min_answers": 3})").status, Status::no_score);
    EXPECT_EQ(score({5, 4, 4}, R"({"min_answers": 3})").status, Status::scored);
}

TEST(Csat, FailsWhatIsNotOnItsScale) {
    for (const double bad : {0.0, 6.0, 4.5}) {
        const auto scored = score({5, bad});
        EXPECT_EQ(scored.status, Status::failed);
        EXPECT_EQ(scored.reason, "survey.csat has an answer that is none of 1, 2, 3, 4, 5");
    }
}

}  // namespace
}  // namespace rapport::sdk
