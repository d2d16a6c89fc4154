// SPDX-License-Identifier: MIT
#include <gmock/gmock-matchers.h>
#include <gtest/gtest.h>

#include <cmath>

#include "sdk/host/plugins.hpp"

namespace rapport::sdk {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

using Facts = std::initializer_list<std::pair<std::string_view, Value>>;
constexpr auto day = 24h;
const Instant now{std::chrono::sys_days{std::chrono::year(2026) / 6 / 1}};

RulePlugin health(const std::string& settings = "{}") {
    return RulePlugin({.id = "rapport.health", .file = bundled("health"), .settings = settings});
}

Scored score(Facts facts, const std::string& settings = "{}") {
    Batch batch{now};
    batch.add_row(facts);
    return health(settings).score(batch)[0];
}

double contribution(const Scored& scored, std::string_view name) {
    for (const auto& factor : scored.factors)
        if (factor.name == name) return factor.contribution;
    ADD_FAILURE() << "no factor " << name;
    return 0;
}

// After the customer health score of saastainednumbers.com: (NPS + 100) / 2 by 0.25, usage by 0.35, support 100 less 10
// a ticket by 0.20, engagement by 0.20. For an NPS of 40, 80 % usage, three tickets, engagement 60: 17.5 + 28 + 14
// + 12.
TEST(Health, WeighsAsThePublishedFormulaDoes) {
    const auto scored =
        score({{"relationship.nps", 40.0},
               {"relationship.agreement_attainment", 80.0},
               {"relationship.complaints_90d", 3.0},
               {"relationship.promises_kept", 60.0}},
              R"({"nps_weight": 25, "attainment_weight": 35, "complaints_weight": 20, "worst_complaints": 10,
                                  "promises_weight": 20, "satisfaction_weight": 0, "contact_weight": 0})");
    EXPECT_NEAR(scored.value, 71.5, 1e-9);
    EXPECT_NEAR(contribution(scored, "recommendation"), 17.5, 1e-9);
    EXPECT_NEAR(contribution(scored, "agreement attainment"), 28, 1e-9);
    EXPECT_NEAR(contribution(scored, "complaints"), 14, 1e-9);
    EXPECT_NEAR(contribution(scored, "promises kept"), 12, 1e-9);
    EXPECT_EQ(scored.reason, "coverage 100 %");
}

TEST(Health, WhatIsNotKnownGivesItsWeightToWhatIs) {
    const auto scored = score(
        {{"relationship.csat", 80.0}, {"relationship.agreement_attainment", 90.0}, {"relationship.last_contact", now}});
    EXPECT_NEAR(scored.value, (25 * 80.0 + 20 * 90 + 15 * 100) / 60, 1e-9);
    EXPECT_NEAR(contribution(scored, "satisfaction"), 25 * 80.0 / 60, 1e-9);
    EXPECT_DOUBLE_EQ(contribution(scored, "complaints"), 0);
    EXPECT_DOUBLE_EQ(scored.confidence, 0.6);
    EXPECT_EQ(scored.reason, "coverage 60 %");
}

TEST(Health, WhatIsOldCountsLessAndNotAsWorse) {
    const auto with_csat_of = [](std::chrono::hours age) {
        return score({{"relationship.csat", 0.0},
                      {"relationship.csat_at", now - age},
                      {"relationship.agreement_attainment", 100.0},
                      {"relationship.promises_kept", 100.0},
                      {"relationship.complaints_90d", 0.0}});
    };
    EXPECT_NEAR(with_csat_of(0h).value, 100 * 50.0 / 75, 1e-9);
    EXPECT_NEAR(with_csat_of(180 * day).value, 100 * 50 / 62.5, 1e-9);
    EXPECT_NEAR(with_csat_of(360 * day).value, 100 * 50 / 56.25, 1e-9);
    EXPECT_NEAR(with_csat_of(-5 * day).value, with_csat_of(0h).value, 1e-9);
}

TEST(Health, ContactItselfFadesByItsHalfLife) {
    const auto after = [](std::chrono::hours age) {
        return score({{"relationship.last_contact", now - age}}, R"({"min_coverage": 10})").value;
    };
    EXPECT_NEAR(after(0h), 100, 1e-9);
    EXPECT_NEAR(after(45 * day), 50, 1e-9);
    EXPECT_NEAR(after(90 * day), 25, 1e-9);
}

TEST(Health, HasNoScoreUnderHalfTheCoverage) {
    const auto scored = score({{"relationship.csat", 80.0}, {"relationship.agreement_attainment", 90.0}});
    EXPECT_EQ(scored.status, Status::no_score);
    EXPECT_EQ(scored.reason, "coverage is only 45 %, 50 % is needed");
    EXPECT_EQ(score({}).reason, "nothing is known");
}

TEST(Health, WhatWasMeasuredLongAgoDoesNotCover) {
    const auto scored = score({{"relationship.csat", 80.0},
                               {"relationship.csat_at", now - 180 * day},
                               {"relationship.agreement_attainment", 90.0},
                               {"relationship.nps", 10.0}});
    EXPECT_EQ(scored.reason, "coverage is only 42.5 %, 50 % is needed");
}

TEST(Health, RefusesWeightsThatDoNotSumToAHundred) {
    try {
        health(R"({"nps_weight": 20})");
        FAIL() << "weights of 110 were accepted";
    } catch (const PluginError& error) {
        EXPECT_EQ(error.kind, PluginError::Kind::settings);
        EXPECT_THAT(error.what(), HasSubstr("the weights sum to 110, and must sum to 100"));
    }
}

TEST(Health, FailsFactsThatCannotBe) {
    EXPECT_THAT(score({{"relationship.nps", 101.0}}).reason, HasSubstr("relationship.nps is not between -100"));
    EXPECT_THAT(score({{"relationship.complaints_90d", -1.0}}).reason, HasSubstr("is below 0"));
}

}  // namespace
}  // namespace rapport::sdk
