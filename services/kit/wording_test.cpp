// SPDX-License-Identifier: MIT
#include "services/kit/wording.hpp"

#include <gmock/gmock-matchers.h>
#include <gmock/gmock-more-matchers.h>

#include "bus/base/field_error.hpp"
#include "services/kit/entities/crud.hpp"
#include "services/kit/testing/bed.hpp"

namespace rapport::kit {
namespace {

using namespace std::literals;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::IsSupersetOf;

enum class Colour { red, green };
constexpr auto names_of(Colour) { return std::array{"red"sv, "green"sv}; }

struct Lamp {
    Id<Lamp> id;
    std::int64_t version = 0;
    std::string name, note;
    Colour colour = Colour::red;
    Instant created_at;
    static constexpr auto fields = describe(
        identity(&Lamp::id, &Lamp::version), Field{"name", &Lamp::name, "its name", editable, searched},
        Field{"note", &Lamp::note, "anything", editable}, Field{"colour", &Lamp::colour, "of its light", editable},
        Field{"created_at", &Lamp::created_at, "when"});
};
constexpr Command<New<Lamp>, Lamp> create_lamp{"create_lamp", CREATE("/lamps"), managers, "Create a lamp."};
constexpr Query<ListOf<Lamp>, Page<Lamp>> list_lamps{"list_lamps", GET("/lamps"), managers, "List lamps."};
constexpr Event<Changed<Lamp>> lamp_created{"lamps.lamp_created", "one was made"};
constexpr Migration schema[] = {
    {"001",
     "create table lamps (row $row, id text not null unique, version bigint not null, body text not null);\n"
     "create search table lamps_search;\n"}};

constexpr WordsFile good[] = {
    {"en", R"({"Lamp": "lamp", "Lamp.name": "name", "*.note": "note", "Lamp.colour": "colour", "Colour.red": "red",
              "Colour.green": "green", "resource.lamps": "lamps", "lamps_create_lamp": "Create", "lamps_list_lamps":
              "List", "lamps.lamp_created": "{actor} made a lamp", "it_is_broken": "it is broken"})"},
    {"zh", R"({"Lamp": "灯", "Lamp.name": "名称", "*.note": "备注", "Lamp.colour": "颜色", "Colour.red": "红",
              "Colour.green": "绿", "resource.lamps": "灯", "lamps_create_lamp": "新建", "lamps_list_lamps": "列表",
              "lamps.lamp_created": "{actor} 新建了灯", "it_is_broken": "已损坏"})"}};

class WordingTest : public testing::Test {
protected:
    Table<Lamp> lamps{"lamp", "lamps"};
    testing_kit::TestBed bed{{.name = "lamps",
                              .doc = "keeps lamps",
                              .routes = {create(create_lamp, lamps, lamp_created), on(list_lamps, lamps)},
                              .schema = schema,
                              .words = good}};
    const std::set<std::string> names = names_to_word(bed.engine().info());
};

TEST_F(WordingTest, WhatAServiceDeclaresNeedsAWord) {
    EXPECT_THAT(names, IsSupersetOf({"Lamp", "Lamp.colour", "NewLamp.name", "Colour.green", "ListLamp.limit",
                                     "LampPage.total", "lamps_create_lamp", "resource.lamps", "lamps.lamp_created"}));
    EXPECT_FALSE(names.contains("lamps_$events")) << "what is not offered over HTTP needs none";
    EXPECT_THAT(Words("lamps", good).lacking(names), IsEmpty());
    EXPECT_THAT(Words("lamps", good).idle(names), IsEmpty());
}

TEST_F(WordingTest, AMissingWordAndOneOfNoNameAreFound) {
    constexpr WordsFile bad[] = {
        {"en", R"({"Lamp": "lamp", "Lamp.name": "name", "*.note": "note", "Lamp.colour": "colour",
        "Colour.red": "red", "Colour.green": "green", "Colour.blue": "blue", "resource.lamps": "lamps",
        "lamps_create_lamp": "Create", "lamps_break_lamp": "Break", "lamps_list_lamps": "List",
        "lamps.lamp_created": "made"})"},
        good[1]};
    const Words words("lamps", bad);
    EXPECT_THAT(words.lacking(names), IsEmpty());
    EXPECT_THAT(words.idle(names), ElementsAre("en: Colour.blue", "en: lamps_break_lamp"));
    constexpr WordsFile one[] = {good[0]};
    EXPECT_THAT(Words("lamps", one).lacking(names), testing::Contains("zh: Lamp.colour"));
}

TEST_F(WordingTest, AWordOfARecordWinsOverThatOfItsFieldAnywhereAndTheServicesOverTheKits) {
    const Words words("lamps", good);
    EXPECT_EQ(words.word("zh", "Lamp.name"), "名称");
    EXPECT_EQ(words.word("zh", "EditLamp.name"), "名称") << "what is made of an entity has its words";
    EXPECT_EQ(words.word("zh", "Shade.note"), "备注");
    EXPECT_EQ(words.word("zh", "Shade.version"), "版本");
    EXPECT_EQ(words.word("zh", "Shade.weight"), "");
}

TEST_F(WordingTest, EachReasonOfARefusalHasAWord) {
    const Words words("lamps", good);
    for (const std::string_view reason : names_of(Reason{}))
        for (const std::string& language : Words::languages())
            EXPECT_NE(words.word(language, std::string(reason)), "") << language << ": " << reason;
}

TEST_F(WordingTest, AServiceTellsItsWordsInALanguage) {
    const auto told = bed.call(words_query, {"zh-CN"});
    EXPECT_EQ(told.language, "zh");
    const WordMap words = words_of(told);
    EXPECT_EQ(words.at("ListLamp.limit"), "最多条数");
    EXPECT_EQ(words.at("NewLamp.colour"), "颜色");
    EXPECT_EQ(words.at("it_is_broken"), "已损坏");
    EXPECT_EQ(words.at("required"), "必填。");
    try {
        bed.call(words_query, {"tlh"});
        ADD_FAILURE() << "there are no such words";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), Code::not_found);
        EXPECT_STREQ(error.what(), "language: there are words in en, zh");
    }
}

}  // namespace
}  // namespace rapport::kit
