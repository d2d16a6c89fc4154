// SPDX-License-Identifier: MIT
#include "sdk/include/rapport/statistics.hpp"

#include <gtest/gtest.h>

#include <array>

namespace rapport {
namespace {

const double z95 = normal_quantile(0.975);

TEST(Statistics, NormalQuantilesAreThoseOfTheTables) {
    EXPECT_NEAR(normal_quantile(0.5), 0, 1e-12);
    EXPECT_NEAR(normal_quantile(0.975), 1.959963984540054, 1e-12);
    EXPECT_NEAR(normal_quantile(0.95), 1.6448536269514722, 1e-12);
    EXPECT_NEAR(normal_quantile(0.995), 2.5758293035489004, 1e-12);
    EXPECT_NEAR(normal_quantile(0.025), -1.959963984540054, 1e-12);
}

// NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2, critical values of Student's t distribution, 0.975.
TEST(Statistics, StudentQuantilesAreThoseOfTheTables) {
    const std::pair<std::size_t, double> table[] = {{1, 12.706}, {2, 4.303},  {3, 3.182},  {4, 2.776},  {5, 2.571},
                                                    {9, 2.262},  {10, 2.228}, {29, 2.045}, {100, 1.984}};
    for (const auto& [degrees, critical] : table)
        EXPECT_NEAR(student_quantile(0.975, degrees), critical, 0.002 * critical) << degrees << " degrees of freedom";
}

// Newcombe 1998, Statistics in Medicine 17:857–872, table I, method 3 (score without continuity correction).
TEST(Statistics, WilsonIsAsPublished) {
    struct Row {
        double count, n, low, high;
    };
    for (const auto& [count, n, low, high] : {Row{81, 263, 0.2553, 0.3662}, Row{15, 148, 0.0624, 0.1605},
                                              Row{0, 20, 0.0000, 0.1611}, Row{1, 29, 0.0061, 0.1718}}) {
        const auto [from, to] = wilson(count, n, z95);
        EXPECT_NEAR(from, low, 5e-5) << count << " of " << n;
        EXPECT_NEAR(to, high, 5e-5) << count << " of " << n;
    }
}

// The method of Rocks 2016 as Lewis and Sauro give it (measuringu.com/nps-confidence-intervals), worked by hand:
// n 36 + 3 = 39, promoters 16.75 / 39, detractors 5.75 / 39, net 0.282051, variance 0.497370, z 1.96.
TEST(Statistics, AdjustedWaldAddsThreeAnswers) {
    const auto [low, high] = adjusted_wald(16, 5, 36, z95);
    EXPECT_NEAR(low, 0.0607, 5e-4);
    EXPECT_NEAR(high, 0.5034, 5e-4);
}

TEST(Statistics, AdjustedWaldHasAWidthWhereAllAnswersAgreeAndStaysOnTheScale) {
    const auto [low, high] = adjusted_wald(10, 0, 10, z95);
    EXPECT_LT(low, 0.9);
    EXPECT_LE(high, 1);
}

// Fisher 1925, Statistical Methods for Research Workers, section 24: the ten differences of Student's sleep data
// (Cushny and Peebles) have mean 1.58; t at 9 degrees is 2.262, the standard error 0.3890.
TEST(Statistics, MeanIntervalIsThatOfStudentsOwnExample) {
    constexpr std::array differences{1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4};
    const auto [low, high] = mean_interval(differences, 0.95);
    EXPECT_NEAR(low, 1.58 - 2.262 * 0.3890, 2e-3);
    EXPECT_NEAR(high, 1.58 + 2.262 * 0.3890, 2e-3);
}

TEST(Statistics, OneValueSaysNothingOfItsMean) {
    constexpr std::array one{5.0};
    EXPECT_TRUE(std::isinf(mean_interval(one, 0.95).high));
}

}  // namespace
}  // namespace rapport
