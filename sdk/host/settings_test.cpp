// SPDX-License-Identifier: MIT
#include "sdk/host/settings.hpp"

#include "sdk/host/sample.hpp"

namespace rapport::sdk {
namespace {

using testing::HasSubstr;
using Kind = PluginError::Kind;

const std::string schema = R"({"type": "object", "additionalProperties": false, "required": ["where"], "properties": {
    "where": {"type": "string", "minLength": 1},
    "count": {"type": "integer", "minimum": 1, "maximum": 10, "default": 3},
    "ratio": {"type": "number", "default": 0.5},
    "on": {"type": "boolean", "default": true},
    "weights": {"type": "array", "items": {"type": "object", "properties": {"share": {"type": "number"}}}}}})";

std::string refused(const std::string& given) {
    const auto error = refusal([&] { settle("some.plugin", schema, given); });
    EXPECT_EQ(error.kind, Kind::settings) << error.what();
    return error.what();
}

TEST(Settings, FillsInDefaultsAndGivesEachItsType) {
    const auto settings = settle("some.plugin", schema, R"({"where": "here", "ratio": 2})");
    EXPECT_EQ(settings.json, R"({"count":3,"on":true,"ratio":2,"where":"here"})");
    ASSERT_EQ(settings.items.size(), 4u);
    EXPECT_EQ(settings.items[0].integer, 3);
    EXPECT_EQ(settings.items[1].integer, 1);
    EXPECT_EQ(settings.items[2].number, 2.0);
    EXPECT_EQ(settings.items[3].text, "here");
}

TEST(Settings, RefusesAnUnknownName) {
    EXPECT_THAT(refused(R"({"where": "x", "cuont": 1})"),
                HasSubstr("there is no setting '/cuont'; there are count, on, ratio, weights, where"));
}

TEST(Settings, RefusesAMissingOne) { EXPECT_THAT(refused("{}"), HasSubstr("'/where' is missing; it has no default")); }

TEST(Settings, RefusesAWrongTypeWithWhatWouldBeRight) {
    EXPECT_THAT(refused(R"({"where": "x", "count": "3"})"), HasSubstr("'/count' must be: integer from 1 to 10"));
    EXPECT_THAT(refused(R"({"where": "x", "count": 2.5})"), HasSubstr("'/count' must be: integer from 1 to 10"));
    EXPECT_THAT(refused(R"({"where": "x", "on": 1})"), HasSubstr("'/on' must be: boolean"));
}

TEST(Settings, RefusesWhatIsOutOfRange) {
    EXPECT_THAT(refused(R"({"where": "x", "count": 11})"), HasSubstr("'/count' must be: integer from 1 to 10"));
    EXPECT_THAT(refused(R"({"where": ""})"), HasSubstr("'/where' must be: string of at least 1 characters"));
}

TEST(Settings, NamesThePathInsideAList) {
    EXPECT_THAT(refused(R"({"where": "x", "weights": [{"share": 1}, {"share": "much"}]})"),
                HasSubstr("'/weights/1/share'"));
}

TEST(Settings, RefusesWhatIsNoObjectOrTooDeep) {
    for (const auto& given :
         {std::string("[]"), std::string("{"), std::string(), std::string("{\"where\":") + std::string(100'000, '[')})
        EXPECT_THAT(refused(given), HasSubstr("a JSON object is needed"));
}

TEST(Settings, BlamesTheAuthorForAnUnsoundSchema) {
    for (const auto& unsound :
         {R"({"type": 7})", "7", R"({"properties": 3})", R"({"$ref": "http://elsewhere/schema"})"})
        EXPECT_EQ(refusal([&] { settle("some.plugin", unsound, "{}"); }).kind, Kind::contract) << unsound;
}

}  // namespace
}  // namespace rapport::sdk
