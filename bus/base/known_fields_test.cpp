// SPDX-License-Identifier: MIT
#include "bus/base/known_fields.hpp"

#include <gtest/gtest.h>

#include "bus/base/codec.hpp"
#include "bus/base/error.hpp"

namespace rapport {
namespace {

struct Line {
    std::string name;
    static constexpr auto fields = describe(Field{"name", &Line::name, "what"});
};
struct Person {
    std::string name;
    std::optional<std::string> email;
    static constexpr auto fields =
        describe(Field{"name", &Person::name, "who"}, Field{"email", &Person::email, "where", email_address});
};
struct Order {
    std::optional<Person> customer;
    Patch<Person> deputy;
    std::vector<Line> items;
    std::optional<std::vector<Line>> more;
    Any custom;
    std::optional<std::int64_t> version;
    static constexpr auto fields = describe(
        Field{"customer", &Order::customer, ""}, Field{"deputy", &Order::deputy, ""}, Field{"items", &Order::items, ""},
        Field{"more", &Order::more, ""}, Field{"custom", &Order::custom, ""}, Field{"version", &Order::version, ""});
};

std::string refusal(const KnownFields& known, const std::string& json) {
    try {
        known.check(from_json(json));
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), Code::invalid_argument);
        const auto path = error.message().substr(0, error.message().find(':'));
        EXPECT_EQ(to_json(error.details().bytes),
                  R"({"field":")" + path + R"(","errors":[{"field":")" + path + R"(","reason":"unknown_field"}]})");
        return error.message();
    }
    return "taken";
}

TEST(KnownFields, WhatIsNotKnownIsNamedByItsPathAtEveryDepth) {
    const KnownFields known(shape_of<Order>());
    const std::pair<const char*, const char*> table[] = {
        {R"({})", "taken"},
        {R"({"customer":{"name":"a","email":"b"},"items":[{"name":"c"}],"version":1})", "taken"},
        {R"({"customer":null,"deputy":null,"items":null,"more":null})", "taken"},
        {R"({"versoin":1})", "versoin: unknown; did you mean `version`?"},
        {R"({"versoin":null})", "versoin: unknown; did you mean `version`?"},
        {R"({"customer":{"e_mail":"b"}})", "customer.e_mail: unknown; did you mean `email`?"},
        {R"({"deputy":{"emial":"b"}})", "deputy.emial: unknown; did you mean `email`?"},
        {R"({"items":[{"name":"a"},{},{"nmae":"b"}]})", "items[2].nmae: unknown; did you mean `name`?"},
        {R"({"more":[{"colour":1}]})", "more[0].colour: unknown; there is name"},
        {R"({"custom":{"anything":[{"at":"all"}]}})", "taken"},
        {R"({"":1})", ": unknown; there are custom, customer, deputy, items, more, version"},
        {R"({"a.b":1})", "a.b: unknown; there are custom, customer, deputy, items, more, version"},
        {R"({"customer":[1],"items":{"name":1},"version":{"x":1}})", "taken"},  // of wrong types: decoding says so
    };
    for (const auto& [json, says] : table) EXPECT_EQ(refusal(known, json), says) << json;
}

TEST(KnownFields, ASchemaOfAnotherMakeIsHeldToWhatItSays) {
    const auto of = [](const std::string& schema) { return KnownFields(std::string_view(from_json(schema))); };
    const auto open = of(R"({"type":"object","properties":{"a":{"type":"object","properties":{"b":{}},
                              "additionalProperties":false}}})");
    EXPECT_EQ(refusal(open, R"({"x":1})"), "taken") << "not closed";
    EXPECT_EQ(refusal(open, R"({"a":{"c":1}})"), "a.c: unknown; there is b");

    const auto referring = of(R"({"$ref":"#/$defs/Tree","$defs":{"Tree":{"type":"object","additionalProperties":false,
        "properties":{"name":{"type":"string"},"children":{"type":"array","items":{"$ref":"#/$defs/Tree"}}}}}})");
    EXPECT_EQ(refusal(referring, R"({"name":"a","children":[{"children":[{"name":"b"}]}]})"), "taken");
    EXPECT_EQ(refusal(referring, R"({"children":[{"children":[{"nam":"b"}]}]})"),
              "children[0].children[0].nam: unknown; did you mean `name`?");

    const auto map = of(R"({"type":"object","additionalProperties":{"type":"object","properties":{"name":{}},
                             "additionalProperties":false}})");
    EXPECT_EQ(refusal(map, R"({"whatever":{"name":1}})"), "taken");
    EXPECT_EQ(refusal(map, R"({"whatever":{"nam":1}})"), "whatever.nam: unknown; did you mean `name`?");

    for (const char* unsure :
         {"true", "false", "{}", "[]", "1", R"({"$ref":"#/$defs/None"})", R"({"$ref":"https://example.com/x"})",
          R"({"$ref":"#/a","a":{"$ref":"#/a"}})", R"({"anyOf":[{"type":"object"},{"type":"object"}]})",
          R"({"anyOf":1})", R"({"additionalProperties":false,"patternProperties":{"^x-":{}}})",
          R"({"additionalProperties":false,"allOf":[{"properties":{"x":{}}}]})"})
        EXPECT_EQ(refusal(of(unsure), R"({"x":1})"), "taken") << unsure;
    EXPECT_EQ(refusal(KnownFields(std::string_view()), R"({"x":1})"), "taken") << "no schema";
}

}  // namespace
}  // namespace rapport
