// SPDX-License-Identifier: MIT
#include "sdk/tools/explain.hpp"

#include <gtest/gtest.h>

namespace rapport::sdk::tools {
namespace {

RuleDescription rule(double lowest) {
    return {.factors = {{"age", ""}, {"Größe", ""}, {"none", ""}}, .lowest = lowest, .highest = 100};
}

const Scored scored{Status::scored, 62.5, 0.5, "because", {{"age", 50}, {"Größe", 12.5}, {"none", 0}}};

TEST(Bars, AreToTheScaleOfTheRange) {
    EXPECT_EQ(bars("row 1", scored, rule(0), {.width = 8}),
              "row 1: 62.5 (0.0 to 100.0, confidence 50.0 %)\n"
              "  value      62.5  █████\n"
              "  age        50.0  ████\n"
              "  Größe      12.5  █\n"
              "  because\n");
}

TEST(Bars, DrawEighthsOfABlock) {
    const Scored small{Status::scored, 3, 1, "", {{"age", 3}, {"Größe", 0}, {"none", 0}}};
    EXPECT_NE(bars("r", small, rule(0), {.width = 8}).find("  age         3.0  ▎\n"), std::string::npos);
}

TEST(Bars, GoBothWaysWhereTheRangeDoes) {
    const Scored both{Status::scored, 25, 1, "", {{"age", 50}, {"Größe", -25}, {"none", 0}}};
    EXPECT_EQ(bars("row 1", both, rule(-100), {.width = 16, .unicode = false}),
              "row 1: 25.0 (-100.0 to 100.0, confidence 100.0 %)\n"
              "  value      25.0          |##\n"
              "  age        50.0          |####\n"
              "  Größe     -25.0        ##|\n");
}

TEST(Bars, SayWhyThereIsNoScore) {
    EXPECT_EQ(bars("row 2", {Status::no_score, 0, 1, "too few answers", {}}, rule(0)),
              "row 2: no score, too few answers\n");
    EXPECT_EQ(bars("row 3", {Status::failed, 0, 1, "", {}}, rule(0)), "row 3: failed\n");
}

TEST(JsonLine, HasWhatTheRowHas) {
    EXPECT_EQ(
        json_line("row 1", scored),
        R"({"row":"row 1","status":"scored","value":62.5,"confidence":0.5,"reason":"because","factors":[)"
        R"({"name":"age","contribution":50.0},{"name":"Gr\u00f6\u00dfe","contribution":12.5},{"name":"none","contribution":0.0}]})"
        "\n");
    EXPECT_EQ(json_line("row 2", {Status::no_score, 0, 1, "too few answers", {}}),
              R"({"row":"row 2","status":"no_score","reason":"too few answers"})"
              "\n");
}

}  // namespace
}  // namespace rapport::sdk::tools
