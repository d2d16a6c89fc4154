// SPDX-License-Identifier: MIT
#include <gmock/gmock-matchers.h>
#include <gtest/gtest.h>

#include "sdk/host/plugins.hpp"

namespace rapport::sdk {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

using Facts = std::initializer_list<std::pair<std::string_view, Value>>;

RulePlugin scorecard(const std::string& settings = "{}") {
    return RulePlugin({.id = "rapport.scorecard", .file = bundled("scorecard"), .settings = settings});
}

Scored score(Facts facts, const std::string& settings = "{}") {
    Batch batch{Instant{}};
    batch.add_row(facts);
    return scorecard(settings).score(batch)[0];
}

std::string refusal(const std::string& settings) {
    try {
        scorecard(settings);
    } catch (const PluginError& error) {
        return error.what();
    }
    return "accepted";
}

double contribution(const Scored& scored, std::string_view name) {
    for (const auto& factor : scored.factors)
        if (factor.name == name) return factor.contribution;
    ADD_FAILURE() << "no factor " << name;
    return 0;
}

// A usual exercise of construction management (vendor rating for a hydropower project): quality 25, delivery 50, price
// 25; lots accepted of supplied, deliveries on time of scheduled, and the lowest price out of the vendor's.
TEST(Scorecard, RatesVendorsAsThePublishedExampleDoes) {
    constexpr auto weights =
        R"({"quality_weight": 25, "deliveries_weight": 50, "price_weight": 25, "attainment_weight": 0,
        "incidents_weight": 0, "findings_weight": 0, "disputes_weight": 0, "waiting_weight": 0})";
    struct Vendor {
        double lots, accepted, scheduled, on_time, price, overall;
    };
    auto rule = scorecard(weights);
    for (const auto& each : {Vendor{78, 66, 21, 20, 10'000, 93.77}, Vendor{47, 43, 16, 16, 12'000, 93.71},
                             Vendor{68, 66, 19, 17, 15'000, 85.67}, Vendor{94, 88, 26, 24, 10'500, 93.37},
                             Vendor{59, 52, 18, 16, 13'000, 85.71}}) {
        Batch batch{Instant{}};
        batch.add_row({{"supplier.quality", 100 * each.accepted / each.lots},
                       {"supplier.deliveries_on_time", 100 * each.on_time / each.scheduled},
                       {"supplier.price", 100 * 10'000 / each.price}});
        EXPECT_NEAR(rule.score(batch)[0].value, each.overall, 0.01);
    }
}

// SAP R/3 4.6C, MM Vendor Evaluation, "Calculating Overall Score": weights 40, 25, 10 and 5 of 80 that count, scores
// 70, 85, 50 and 50 make 70.94.
TEST(Scorecard, SharesTheWeightOfWhatIsNotKnownAsThePublishedExampleDoes) {
    const auto scored =
        score({{"supplier.price", 70.0},
               {"supplier.quality", 85.0},
               {"supplier.deliveries_on_time", 50.0},
               {"supplier.agreement_attainment", 50.0}},
              R"({"price_weight": 40, "quality_weight": 25, "deliveries_weight": 10, "attainment_weight": 5,
                                  "incidents_weight": 20, "findings_weight": 0, "disputes_weight": 0, "waiting_weight": 0})");
    EXPECT_NEAR(scored.value, 70.94, 0.005);
    EXPECT_NEAR(contribution(scored, "price"), 70 * 0.5, 1e-9);
    EXPECT_NEAR(contribution(scored, "quality"), 85 * 0.3125, 1e-9);
    EXPECT_DOUBLE_EQ(scored.confidence, 0.8);
    EXPECT_EQ(scored.reason, "fair, coverage 80 %");
}

TEST(Scorecard, EveryScoreHasAStandingBothEndsIncluded) {
    const std::pair<double, const char*> table[] = {{0, "critical"},   {39.999, "critical"}, {40, "poor"},
                                                    {60, "fair"},      {74.9999, "fair"},    {75, "good"},
                                                    {90, "excellent"}, {100, "excellent"}};
    for (const auto& [value, standing] : table)
        EXPECT_THAT(score({{"supplier.deliveries_on_time", value}, {"supplier.agreement_attainment", value}}).reason,
                    StartsWith(standing))
            << value;
}

TEST(Scorecard, AnIdlePeriodHasNoScoreRatherThanAHundred) {
    const auto scored = score({});
    EXPECT_EQ(scored.status, Status::no_score);
    EXPECT_EQ(scored.reason, "no activity in the period");
}

TEST(Scorecard, HasNoScoreWhereLessThanHalfTheWeightIsKnown) {
    const auto scored = score({{"supplier.deliveries_on_time", 100.0}, {"supplier.incidents", 0.0}});
    EXPECT_EQ(scored.status, Status::no_score);
    EXPECT_EQ(scored.reason, "only 40 % of the weight is known, 50 % is needed");
    EXPECT_EQ(score({{"supplier.deliveries_on_time", 100.0}}, R"({"min_coverage": 25})").status, Status::scored);
}

TEST(Scorecard, ACountIsWorthNothingFromItsWorstOn) {
    const auto with = [](double incidents) {
        const auto scored = score({{"supplier.deliveries_on_time", 0.0},
                                   {"supplier.agreement_attainment", 0.0},
                                   {"supplier.incidents", incidents}});
        return scored.value * 65 / 15;  // of the 65 % that are known
    };
    EXPECT_NEAR(with(0), 100, 1e-9);
    EXPECT_NEAR(with(4), 60, 1e-9);
    EXPECT_NEAR(with(10), 0, 1e-9);
    EXPECT_NEAR(with(1000), 0, 1e-9);
}

TEST(Scorecard, EarlierPeriodsCountLessAndHalveEveryFour) {
    const auto with = [](std::vector<double> scores, std::vector<double> ages) {
        return score({{"supplier.deliveries_on_time", 100.0},
                      {"supplier.agreement_attainment", 100.0},
                      {"supplier.earlier_scores", std::move(scores)},
                      {"supplier.earlier_ages", std::move(ages)}});
    };
    EXPECT_NEAR(with({40}, {4}).value, (100 + 0.5 * 40) / 1.5, 1e-9);
    EXPECT_NEAR(with({40, 80}, {4, 8}).value, (100 + 0.5 * 40 + 0.25 * 80) / 1.75, 1e-9);
    EXPECT_NEAR(contribution(with({40}, {4}), "earlier periods"), 0.5 * 40 / 1.5, 1e-9);
    const double one_back = std::exp2(-0.25);
    EXPECT_NEAR(with({0}, {}).value, 100 / (1 + one_back), 1e-9);
    EXPECT_EQ(with({40}, {4, 8}).status, Status::failed);
}

TEST(Scorecard, RefusesWeightsAndStandingsThatCannotBe) {
    EXPECT_THAT(refusal(R"({"price_weight": 10})"), HasSubstr("sum to 110, and must sum to 100"));
    EXPECT_THAT(refusal(R"({"standings": "10 poor, 50 good"})"), HasSubstr("must start at 0"));
    EXPECT_THAT(refusal(R"({"standings": "0 poor, 60 good, 50 better"})"), HasSubstr("'50 better'"));
    EXPECT_THAT(refusal(R"({"standings": "0 poor, 101 good"})"), HasSubstr("at 100 at most"));
    EXPECT_THAT(refusal(R"({"standings": "0 poor, good"})"), HasSubstr("'good'"));
}

TEST(Scorecard, FailsFactsThatCannotBe) {
    EXPECT_THAT(score({{"supplier.deliveries_on_time", 101.0}}).reason, HasSubstr("supplier.deliveries_on_time"));
    EXPECT_THAT(score({{"supplier.incidents", -1.0}}).reason, HasSubstr("supplier.incidents is below 0"));
}

}  // namespace
}  // namespace rapport::sdk
