// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "sdk/host/plugins.hpp"

namespace rapport::sdk {
namespace {

Scored score(std::vector<double> answers, const std::string& settings = "{}") {
    RulePlugin ces({.id = "rapport.ces", .file = bundled("ces"), .settings = settings});
    Batch batch{Instant{}};
    batch.add_row({{"survey.ces", std::move(answers)}});
    return ces.score(batch)[0];
}

// NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.5.2: mean ± t · s / √n. Here n = 10, mean 5.2, s = 1.3166, and t
// at 9 degrees is 2.262 by its table 1.3.6.7.2: 5.2 ± 0.9418.
TEST(Ces, IsTheMeanWithStudentsInterval) {
    const auto scored = score({7, 6, 6, 5, 5, 5, 4, 7, 4, 3});
    EXPECT_NEAR(scored.value, 5.2, 1e-12);
    EXPECT_EQ(scored.reason, "n=10, 95 % interval 4.26 to 6.14, 70.0 % easy");
    EXPECT_NEAR(scored.confidence, 1 - 1.88 / 6, 0.01);
}

TEST(Ces, ItsFactorsAreWhatEachThirdOfTheScaleGives) {
    const auto scored = score({7, 4, 1, 2});
    ASSERT_EQ(scored.factors.size(), 3u);
    EXPECT_DOUBLE_EQ(scored.factors[0].contribution, 7.0 / 4);
    EXPECT_DOUBLE_EQ(scored.factors[1].contribution, 4.0 / 4);
    EXPECT_DOUBLE_EQ(scored.factors[2].contribution, 3.0 / 4);
}

TEST(Ces, OneAnswerSaysNothingOfOthers) {
    const auto scored = score({5});
    EXPECT_DOUBLE_EQ(scored.value, 5);
    EXPECT_EQ(scored.reason, "n=1, 95 % interval 1.00 to 7.00, 100.0 % easy");
    EXPECT_DOUBLE_EQ(scored.confidence, 0);
}

TEST(Ces, HasNoScoreForTooFewAnswers) {
    EXPECT_EQ(score({}).status, Status::no_score);
    EXPECT_EQ(score({5, 6}, R"({"min_answers": 3})").reason, "too few answers");
}

TEST(Ces, FailsWhatIsNotOnItsScale) {
    for (const double bad : {0.0, 8.0, 1.5})
        EXPECT_EQ(score({5, bad}).reason, "survey.ces has an answer that is no whole number from 1 to 7") << bad;
}

}  // namespace
}  // namespace rapport::sdk
