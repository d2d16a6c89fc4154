// SPDX-License-Identifier: MIT
#include "bus/base/canonical.hpp"

#include <gtest/gtest.h>

#include "bus/base/error.hpp"

namespace rapport {
namespace {

struct Part {
    std::string name;
    bool urgent = false;
    std::optional<std::string> note;
    static constexpr auto fields = describe(
        Field{"name", &Part::name, ""}, Field{"urgent", &Part::urgent, "", defaulted}, Field{"note", &Part::note, ""});
};
struct Order {
    std::string subject;
    double ratio = 0.5;
    std::int64_t count = 1;
    std::optional<std::int64_t> level;
    std::optional<Instant> at;
    Patch<std::string> owner;
    std::vector<Part> parts;
    std::optional<Part> main;
    Any more;
    static constexpr auto fields =
        describe(Field{"subject", &Order::subject, ""}, Field{"ratio", &Order::ratio, "", defaulted},
                 Field{"count", &Order::count, "", defaulted}, Field{"level", &Order::level, ""},
                 Field{"at", &Order::at, ""}, Field{"owner", &Order::owner, ""}, Field{"parts", &Order::parts, ""},
                 Field{"main", &Order::main, ""}, Field{"more", &Order::more, ""});
};
/// The same as it may be in a year: its fields declared in another order, with more of them.
struct LaterPart {
    std::string name;
    std::int64_t weight = 3;
    bool urgent = false;
    std::optional<std::string> note;
    static constexpr auto fields =
        describe(Field{"weight", &LaterPart::weight, "", defaulted}, Field{"note", &LaterPart::note, ""},
                 Field{"name", &LaterPart::name, ""}, Field{"urgent", &LaterPart::urgent, "", defaulted});
};
struct LaterOrder {
    std::string subject, kind = "usual";
    std::vector<LaterPart> parts;
    std::optional<LaterPart> main;
    std::vector<std::string> marks;
    static constexpr auto fields =
        describe(Field{"kind", &LaterOrder::kind, "", defaulted}, Field{"marks", &LaterOrder::marks, ""},
                 Field{"main", &LaterOrder::main, ""}, Field{"parts", &LaterOrder::parts, ""},
                 Field{"subject", &LaterOrder::subject, ""});
};

template <class T = Order>
std::string form_of(const char* json) {
    return canonical(decode_request<T>(std::string_view(from_json(json))));
}

TEST(Canonical, WhatMeansTheSameIsTheSame) {
    const char* table[][2] = {
        {R"({"subject":"a","count":2})", R"({ "count" : 2, "subject":"a" })"},
        {R"({"subject":"a","count":2})", R"({"subject":"a","count":2.0})"},
        {R"({"subject":"a","count":20})", R"({"subject":"a","count":2e1})"},
        {R"({"subject":"a","ratio":1})", R"({"subject":"a","ratio":1e0})"},
        {R"({"subject":"a","ratio":0.25})", R"({"subject":"a","ratio":25E-2})"},
        {R"({"subject":"a","ratio":0})", R"({"subject":"a","ratio":-0.0})"},
        {R"({"subject":"é/"})", R"({"subject":"\u00e9\/"})"},
        {R"({"subject":"😀"})", R"({"subject":"\ud83d\ude00"})"},
        {R"({"subject":" a "})", R"({"subject":"a"})"},
        {R"({"subject":"a"})", R"({"subject":"a","ratio":0.5,"count":1})"},
        {R"({"subject":"a"})", R"({"subject":"a","level":null,"parts":null,"more":null})"},
        {R"({"subject":"a"})", R"({"subject":"a","parts":[]})"},
        {R"({"subject":"a"})", R"({"subject":"a","nobody knows it":1})"},
        {R"({"subject":"a","at":"2026-03-02T09:00:00Z"})", R"({"subject":"a","at":"2026-03-02T10:00:00.000+01:00"})"},
        {R"({"subject":"a","parts":[{"name":"x"},{"name":"y","note":"n"}]})",
         R"({"parts":[{"urgent":false,"name":"x","note":null},{"note":"n","name":"y"}],"subject":"a"})"},
        {R"({"subject":"a","main":{"name":"x"}})", R"({"subject":"a","main":{"urgent":false,"name":"x"}})"},
        {R"({"subject":"a","more":{"b":[{"d":1,"c":2}],"a":1.5}})",
         R"({"subject":"a","more":{"a":15e-1,"b":[{"c":2.0,"d":1}]}})"},
    };
    for (const auto& [one, other] : table) EXPECT_EQ(form_of(one), form_of(other)) << one << '\n' << other;
}

TEST(Canonical, WhatMeansSomethingElseIsAnother) {
    const char* table[] = {
        R"({"subject":"a"})",
        R"({"subject":"A"})",
        R"({"subject":"a","count":2})",
        R"({"subject":"a","count":-2})",
        R"({"subject":"a","ratio":2})",
        R"({"subject":"a","ratio":0.1})",
        R"({"subject":"a","ratio":0.10000000000000002})",
        R"({"subject":"a","level":0})",
        R"({"subject":"a","level":1})",
        R"({"subject":"a","owner":null})",
        R"({"subject":"a","owner":"x"})",
        R"({"subject":"a","main":{"name":""}})",
        R"({"subject":"a","main":{"name":"x"}})",
        R"({"subject":"a","main":{"name":"x","urgent":true}})",
        R"({"subject":"a","parts":[{"name":"x"}]})",
        R"({"subject":"a","parts":[{"name":"x"},{"name":"y"}]})",
        R"({"subject":"a","parts":[{"name":"y"},{"name":"x"}]})",
        R"({"subject":"a","parts":[{"name":"x","note":"y"}]})",
        R"({"subject":"a","parts":[{"name":"x","note":"y"},{"name":"x"}]})",
        R"({"subject":"a","more":{}})",
        R"({"subject":"a","more":[]})",
        R"({"subject":"a","more":{"a":null}})",
        R"({"subject":"a","more":{"a":1}})",
        R"({"subject":"a","more":{"a":"1"}})",
        R"({"subject":"a","more":[1,2]})",
        R"({"subject":"a","more":[2,1]})",
        R"({"subject":"a","more":9007199254740993})",
        R"({"subject":"a","more":9007199254740992})",
    };
    std::map<std::string, const char*> seen;
    for (const char* json : table) {
        const auto [there, fresh] = seen.emplace(form_of(json), json);
        EXPECT_TRUE(fresh) << there->second << '\n' << json;
    }
}

TEST(Canonical, IsItselfReadAsWhatItIsTheFormOf) {
    const auto order = decode_request<Order>(std::string_view(
        from_json(R"({"subject":"a","count":2,"owner":null,"parts":[{"name":"x","note":"n"}],"more":{"b":1,"a":2}})")));
    const std::string form = canonical(order);
    EXPECT_EQ(to_json(form), R"({"count":2,"more":{"a":2,"b":1},"owner":null,"parts":[{"name":"x","note":"n"}],)"
                             R"("subject":"a"})");
    EXPECT_EQ(canonical(decode<Order>(std::string_view(form))), form);
}

TEST(Canonical, StaysWhenFieldsAreAddedWithADefaultOrDeclaredInAnotherOrder) {
    const char* json = R"({"subject":"a","parts":[{"name":"x","note":"n"},{"name":"y"}],"main":{"name":"z"}})";
    EXPECT_EQ(form_of<Order>(json), form_of<LaterOrder>(json));
}

}  // namespace
}  // namespace rapport
