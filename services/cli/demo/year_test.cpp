// SPDX-License-Identifier: MIT
#include "services/cli/demo/year.hpp"

#include <gmock/gmock-matchers.h>
#include <gtest/gtest.h>

namespace rapport::cli::demo {
namespace {

using ::testing::Contains;
using ::testing::Le;
using ::testing::SizeIs;

const Json year = Json::parse(R"({
    "count": 120,
    "parties": {"en": ["kestrel", "corrib"], "zh": ["tianhe"]},
    "owners": {"en": ["jonas"], "zh": ["ling"]},
    "channels": ["email", "phone"],
    "kinds": [{"category": "Network", "subcategory": "Outage", "priorities": ["P1", "P3"],
               "en": {"subjects": ["Down"], "texts": ["It is."], "resolutions": ["Mended."]},
               "zh": {"subjects": ["断网"], "texts": ["是的。"], "resolutions": ["已修复。"]}}],
    "ratings": [{"satisfaction": 5, "en": ["Thank you."]}, {"satisfaction": 1}]})");

std::vector<Step> drawn(std::uint32_t seed) {
    std::vector<Step> steps;
    add_year(year, seed, steps);
    return steps;
}

std::vector<Json> rows_of(const std::vector<Step>& steps) {
    std::vector<Json> rows;
    for (const Step& step : steps)
        if (step.method == "import")
            for (const Json& row : step.params["rows"]) rows.push_back(row);
    return rows;
}

std::string text_of(const std::vector<Step>& steps) {
    std::string text;
    for (const Step& step : steps) text += step.key + step.params.dump();
    return text;
}

TEST(DemoYear, IsTheSameForTheSameSeedAndAnotherForAnother) {
    EXPECT_EQ(text_of(drawn(1)), text_of(drawn(1)));
    EXPECT_NE(text_of(drawn(1)), text_of(drawn(2)));
}

TEST(DemoYear, HasSoManyComplaintsAboutAYearThatWereClosedAfterTheyCame) {
    const Known known(1, *instant_from("2026-11-30T14:30:00Z"));
    const auto rows = rows_of(drawn(1));
    ASSERT_THAT(rows, SizeIs(120));
    std::string first = "9", last;
    for (const Json& row : rows) {
        const std::string came = known.filled_in(row["received_at"]), closed = known.filled_in(row["closed_at"]);
        EXPECT_LT(came, closed) << row;
        EXPECT_LT(closed, "2026-11-30T") << row;
        EXPECT_EQ(row["open"], false);
        EXPECT_EQ(row["owner"], row["subject"] == "Down" ? "jonas" : "ling") << "who speaks the language";
        first = std::min(first, came);
        last = std::max(last, came);
    }
    EXPECT_LT(first, "2025-12-15");
    EXPECT_GT(last, "2026-10-15");
}

TEST(DemoYear, ComesFiftyRowsACallAndSomeAreRatedByTheirLink) {
    const auto steps = drawn(1);
    std::size_t ratings = 0;
    for (const Step& step : steps) {
        EXPECT_THAT(step.rows.size(), Le(50u));
        if (step.method != "rate") continue;
        ++ratings;
        EXPECT_EQ(step.as, "outside");
        const std::string token = step.params["token"];
        EXPECT_THAT(steps, Contains(::testing::Truly(
                               [&](const Step& each) { return each.asks && "@" + each.key + ".token" == token; })));
    }
    EXPECT_GT(ratings, 20u);
    EXPECT_LT(ratings, 80u);
}

}  // namespace
}  // namespace rapport::cli::demo
