// SPDX-License-Identifier: MIT
#include "services/cli/demo/script.hpp"

#include <gmock/gmock-matchers.h>
#include <gtest/gtest.h>

#include "bus/base/error.hpp"

namespace rapport::cli::demo {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

/// A Monday.
const Instant monday = *instant_from("2026-11-30T14:30:00Z");

std::string refusal(const std::function<void()>& act) {
    try {
        act();
    } catch (const Error& error) {
        return error.message();
    }
    return "nothing is wrong";
}

TEST(DemoScript, CallsEachWithItsParametersInTheNameOfWhoDoesIt) {
    const Script script = read_script("x.json", R"({"steps": [
        {"do": "registry.create_service", "as": "mara", "makes": "services", "each": {
            "s-vpn": {"name": "VPN"}, "s-erp": {"as": "ling", "name": "ERP"}}},
        {"ask": "complaints.outside_link", "each": {"link": {"id": "@c"}}}]})",
                                      1);
    ASSERT_THAT(script.steps, SizeIs(3));
    EXPECT_EQ(script.steps[0].key, "s-vpn");
    EXPECT_EQ(script.steps[0].service, "registry");
    EXPECT_EQ(script.steps[0].method, "create_service");
    EXPECT_EQ(script.steps[0].as, "mara");
    EXPECT_EQ(script.steps[1].as, "ling");
    EXPECT_EQ(script.steps[1].params, Json({{"name", "ERP"}})) << "who does it is no parameter";
    EXPECT_FALSE(script.steps[1].asks);
    EXPECT_TRUE(script.steps[2].asks);
    EXPECT_THAT(script.services(), ElementsAre("complaints", "registry"));
}

TEST(DemoScript, ImportsRowsFiftyACallEachUnderItsReference) {
    std::string rows;
    for (int i = 0; i < 120; ++i) rows += (i ? "," : "") + std::string("\"p") + std::to_string(i) + "\": {}";
    const Script script =
        read_script("x.json", R"({"steps": [{"do": "registry.import_parties", "rows": {)" + rows + "}}]}", 7);
    ASSERT_THAT(script.steps, SizeIs(3));
    EXPECT_THAT(script.steps[0].rows, SizeIs(50));
    EXPECT_THAT(script.steps[2].params["rows"], SizeIs(20));
    EXPECT_EQ(script.steps[2].rows.front(), "p100");
    EXPECT_EQ(script.steps[2].params["rows"][0]["reference"], Json({{"system", "demo"}, {"id", "7/p100"}}));
}

TEST(DemoScript, MovesAreAboutOneRecord) {
    const Script script = read_script("x.json", R"({"steps": [{"service": "complaints", "about": "c", "moves": [
        ["jonas", "acknowledge"], ["jonas", "wait", {"on": "customer"}], ["mara", "create_note", {"complaint": "@c"}]]}]})",
                                      1);
    ASSERT_THAT(script.steps, SizeIs(3));
    EXPECT_EQ(script.steps[0].params, Json({{"id", "@c"}}));
    EXPECT_EQ(script.steps[1].params, Json({{"on", "customer"}, {"id", "@c"}}));
    EXPECT_EQ(script.steps[2].params, Json({{"complaint", "@c"}}));
    EXPECT_EQ(script.steps[2].makes, "notes");
    EXPECT_EQ(script.steps[2].as, "mara");
    EXPECT_NE(script.steps[0].key, script.steps[1].key);
}

TEST(DemoScript, WhatIsWrongWithAFileIsSaidWithItsName) {
    for (const char* bad : {"", "[]", R"({"steps": [{}]})", R"({"steps": [{"do": "x", "each": {"k": {}}}]})"})
        EXPECT_THAT(refusal([&] { read_script("x.json", bad, 1); }), HasSubstr("the demo's data: ")) << bad;
    EXPECT_THAT(refusal([&] { read_script("x.json", "{", 1); }), HasSubstr("x.json"));
}

TEST(DemoScript, TextsStandForWhatWasAnsweredAndForDays) {
    Known known(7, monday);
    known.learn("c", {{"id", "0192"}, {"number", "C-1"}});
    const auto stands_for = [&](const char* text) { return known.filled_in(Json(text)); };
    EXPECT_EQ(stands_for("as it is: ~1d"), "as it is: ~1d");
    EXPECT_EQ(stands_for("@c"), "0192");
    EXPECT_EQ(stands_for("@c.number"), "C-1");
    EXPECT_EQ(stands_for("#c"), Json({{"system", "demo"}, {"id", "7/c"}}));
    EXPECT_EQ(stands_for("~-2d"), "2026-11-28");
    EXPECT_EQ(stands_for("~+9d"), "2026-12-09");
    EXPECT_EQ(stands_for("~-2d 09:15"), "2026-11-28T09:15:00.000Z");
    EXPECT_EQ(stands_for("~-2w 09:15"), "2026-11-27T09:15:00.000Z") << "Saturday is no working day";
    EXPECT_EQ(stands_for("~-1w"), "2026-11-27") << "nor is Sunday";
    EXPECT_EQ(stands_for("~-3w"), "2026-11-27");
    EXPECT_EQ(stands_for("~-7w"), "2026-11-23");
    EXPECT_EQ(stands_for("~-90m"), "2026-11-30T13:00:00.000Z");
    EXPECT_EQ(stands_for("~-3h"), "2026-11-30T11:30:00.000Z");
    EXPECT_EQ(known.filled_in(Json::parse(R"({"a": ["@c", 1, null], "b": {"c": "~-2d"}})")),
              Json::parse(R"({"a": ["0192", 1, null], "b": {"c": "2026-11-28"}})"));
    for (const char* bad : {"@d", "@c.name", "~", "~-2x", "~-2d 25:00", "~2"})
        EXPECT_THAT(refusal([&] { stands_for(bad); }), HasSubstr(bad));
}

}  // namespace
}  // namespace rapport::cli::demo
