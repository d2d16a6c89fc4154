// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "sdk/host/plugins.hpp"

namespace rapport::sdk {
namespace {

Scored score(std::vector<double> answers, const std::string& settings = "{}") {
    RulePlugin nps({.id = "rapport.nps", .file = bundled("nps"), .settings = settings});
    Batch batch{Instant{}};
    batch.add_row({{"survey.nps", std::move(answers)}});
    return nps.score(batch)[0];
}

std::vector<double> answers(std::size_t promoters, std::size_t passives, std::size_t detractors) {
    std::vector<double> all(promoters, 9);
    all.resize(promoters + passives, 7);
    all.resize(promoters + passives + detractors, 6);
    return all;
}

// The method of Rocks 2016 as Lewis and Sauro give it (measuringu.com/nps-confidence-intervals), worked by hand: 39
// answers with the three added, promoters 16.75, detractors 5.75, net 0.2821 ± 1.96 · √(0.4974 / 39).
TEST(Nps, IsPromotersLessDetractorsWithTheAdjustedWaldInterval) {
    const auto scored = score(answers(16, 15, 5));
    EXPECT_NEAR(scored.value, 100.0 * (16 - 5) / 36, 1e-9);
    EXPECT_EQ(scored.reason, "n=36, 95 % interval 6.07 to 50.34");
    ASSERT_EQ(scored.factors.size(), 2u);
    EXPECT_NEAR(scored.factors[0].contribution, 100.0 * 16 / 36, 1e-9);
    EXPECT_NEAR(scored.factors[1].contribution, -100.0 * 5 / 36, 1e-9);
}

TEST(Nps, DrawsItsLinesAsReichheldDoes) {
    const std::pair<double, double> table[] = {{0, -100}, {6, -100}, {7, 0}, {8, 0}, {9, 100}, {10, 100}};
    for (const auto& [answer, value] : table) EXPECT_DOUBLE_EQ(score({answer}).value, value) << answer;
}

TEST(Nps, HasAnIntervalWhereAllAnswersAgree) {
    const auto scored = score(answers(10, 0, 0));
    EXPECT_DOUBLE_EQ(scored.value, 100);
    EXPECT_EQ(scored.reason, "n=10, 95 % interval 47.50 to 100.00");
    EXPECT_LT(scored.confidence, 0.8);
}

TEST(Nps, HasNoScoreForTooFewAnswers) {
    EXPECT_EQ(score({}).status, Status::no_score);
    EXPECT_EQ(score({9}, R"({"min_answers": 2})").status, Status::no_score);
}

TEST(Nps, FailsWhatIsNotOnItsScale) {
    for (const double bad : {-1.0, 11.0, 6.5})
        EXPECT_EQ(score({9, bad}).reason, "survey.nps has an answer that is no whole number from 0 to 10") << bad;
}

}  // namespace
}  // namespace rapport::sdk
