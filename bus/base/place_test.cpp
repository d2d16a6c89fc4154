// SPDX-License-Identifier: MIT
#include "bus/base/place.hpp"

#include <gmock/gmock-matchers.h>

#include "bus/base/codec.hpp"
#include "bus/base/error.hpp"
#include "bus/base/fields.hpp"
#include "bus/base/wire.hpp"

namespace rapport {
namespace {

using namespace std::literals;
using testing::ElementsAre;
using Kind = Place::Kind;

std::shared_ptr<const Place> of_json(const std::string& schema) { return place_of_schema(from_json(schema)); }

struct Part {
    std::vector<std::vector<std::string>> words;
    static constexpr auto fields = describe(Field{"words", &Part::words, "-"});
};
enum class Level { low, high };
constexpr auto names_of(Level) { return std::array{"low"sv, "high"sv}; }
struct Case {
    std::optional<Part> part;
    std::optional<Level> level;
    Instant at;
    bool open = false;
    double score = 0;
    Any custom;
    static constexpr auto fields = describe(Field{"part", &Case::part, "-"}, Field{"level", &Case::level, "-"},
                                            Field{"at", &Case::at, "-"}, Field{"open", &Case::open, "-"},
                                            Field{"score", &Case::score, "-"}, Field{"custom", &Case::custom, "-"});
};

TEST(Place, SaysOfOurRecordsWhatStandsWhere) {
    const auto place = place_of(shape_of<Case>());
    EXPECT_THAT(place->field_names(), ElementsAre("part", "level", "at", "open", "score", "custom"));
    EXPECT_EQ(place->field("part")->kind, Kind::record);
    const auto words = place->field("part")->field("words");
    EXPECT_EQ(words->kind, Kind::list);
    EXPECT_EQ(innermost(words)->kind, Kind::text);
    EXPECT_THAT(place->field("level")->values, ElementsAre("low", "high"));
    EXPECT_EQ(place->field("at")->format, "date-time");
    EXPECT_EQ(place->field("open")->kind, Kind::boolean);
    EXPECT_EQ(place->field("score")->kind, Kind::number);
    EXPECT_EQ(place->field("custom")->kind, Kind::any);
    EXPECT_EQ(place->field("none"), nullptr);
}

TEST(Place, WhatMayBeNullIsWhatItIsOtherwise) {
    EXPECT_EQ(of_json(R"({"type": ["string", "null"]})")->kind, Kind::text);
    EXPECT_EQ(of_json(R"({"anyOf": [{"type": "integer"}, {"type": "null"}]})")->kind, Kind::integer);
    EXPECT_EQ(of_json(R"({"oneOf": [{"type": "null"}, {"type": "boolean"}]})")->kind, Kind::boolean);
}

TEST(Place, WhatTheSchemaLeavesOpenMayBeAnything) {
    for (const char* schema :
         {"{}", "true", "null", "[]", R"({"$ref": "#/$defs/Case"})", R"({"type": "object"})",
          R"({"type": ["string", "integer"]})", R"({"anyOf": [{"type": "string"}, {"type": "integer"}]})",
          R"({"type": "strange"})", R"({"type": 7})",
          R"({"type": "object", "properties": {"a": {}}, "additionalProperties": true})",
          R"({"type": "object", "properties": {"a": {}}, "additionalProperties": {"type": "string"}})",
          R"({"type": "object", "properties": 1})", R"({"anyOf": 1})", R"({"anyOf": []})"})
        EXPECT_EQ(of_json(schema)->kind, Kind::any) << schema;
    EXPECT_EQ(of_json(R"({"type": "array"})")->element->kind, Kind::any);
}

TEST(Place, WhatIsNoMessagePackIsRefused) { EXPECT_THROW(place_of_schema("\xc1"), Error); }

}  // namespace
}  // namespace rapport
