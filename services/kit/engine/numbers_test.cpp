// SPDX-License-Identifier: MIT
#include "services/kit/engine/numbers.hpp"

#include <gtest/gtest.h>

#include "services/kit/store/table.hpp"
#include "services/kit/testing/bed.hpp"

namespace rapport::kit {
namespace {

TEST(Numbers, AreALetterAYearAndSixDigitsOrMore) {
    for (const char* number : {"C-2026-000001", "c-2026-000001", "Q-1999-123456", "K-2026-1234567", "A-2026-000000"})
        EXPECT_TRUE(numbers::is_number(number)) << number;
    for (const char* other :
         {"", "C", "C-2026", "C-2026-", "C-2026-00001", "C-26-000001", "CC-2026-000001", "1-2026-000001",
          "C-2026-00000a", "C-2026-000001 ", " C-2026-000001", "C_2026_000001", "C-2026-000001-", "Ç-2026-000001",
          "0192f0c1-7a3b-7cde-8f00-1234567890ab", "C-2026-0000000000000000000001"})
        EXPECT_FALSE(numbers::is_number(other)) << other;
}

struct ThingTag;
using ThingId = Id<ThingTag>;
struct Thing {
    ThingId id;
    std::int64_t version = 0;
    std::string number;
    static constexpr auto fields =
        describe(Field{"id", &Thing::id, "which"}, Field{"version", &Thing::version, "counts"},
                 Field{"number", &Thing::number, "what people quote"});
};
struct Make {
    static constexpr auto fields = describe();
};
/// Every place in which a request may name a thing. The second type says the same as people do who quote numbers.
template <class Ref>
struct InnerOf {
    std::optional<Ref> thing;
    static constexpr auto fields = describe(Field{"thing", &InnerOf::thing, "which"});
};
template <class Ref>
struct NamesOf {
    Ref id;
    std::optional<Ref> other;
    Patch<Ref> patched;
    std::vector<Ref> list;
    std::vector<InnerOf<Ref>> records;
    std::optional<std::string> text, search;
    std::optional<double> value;
    static constexpr auto fields =
        describe(Field{"id", &NamesOf::id, "which"}, Field{"other", &NamesOf::other, "which other"},
                 Field{"patched", &NamesOf::patched, "null: none"}, Field{"list", &NamesOf::list, "several"},
                 Field{"records", &NamesOf::records, "within"}, Field{"text", &NamesOf::text, "no id", multiline},
                 Field{"search", &NamesOf::search, "no id"}, Field{"value", &NamesOf::value, "no id either"});
};
using Names = NamesOf<ThingId>;
using Quoted = NamesOf<std::string>;

constexpr Command<Make, Thing> make{"make", CREATE("/things"), roles(Role::agent)};
constexpr Command<Names, Names> tell{"tell", POST("/things/{id}"), roles(Role::agent)};
constexpr Query<Names, Names> ask{"ask", GET("/things/{id}"), roles(Role::agent)};
constexpr Command<Quoted, Names> quoted_tell{"tell", POST("/things/{id}"), roles(Role::agent)};
constexpr Query<Quoted, Names> quoted_ask{"ask", GET("/things/{id}"), roles(Role::agent)};
constexpr Migration schema_[] = {
    {"001_things",
     "create table things (row $row, id text not null unique, version bigint not null, number text not null unique, "
     "body text not null);\n"
     "create table others (row $row, id text not null unique, number text not null unique);\n"}};

/// Answers what it is asked.
class Desk {
public:
    Definition definition() {
        return {.name = "things",
                .doc = "numbers things",
                .routes = {on(make, this, &Desk::make_thing), on(tell, this, &Desk::tell_all),
                           on(ask, this, &Desk::ask_all)},
                .schema = schema_,
                .numbered = {{'T', "others"}, {'T', "things"}}};
    }
    Thing make_thing(Unit& unit, const Make&) {
        Thing thing{.id = unit.new_id<ThingId>(), .number = unit.next_number('T')};
        table.put(unit, thing);
        return thing;
    }
    Names tell_all(Unit&, const Names& names) { return names; }
    Names ask_all(View&, const Names& names) { return names; }
    Table<Thing> table{"thing", {"things", {"number"}}};
};

class NumbersTest : public testing::TestWithParam<std::string> {
protected:
    std::string refusal(const Quoted& said) {
        try {
            bed.call(quoted_tell, said);
        } catch (const Error& error) {
            return std::string(name_of(error.code())) + " " + error.message();
        }
        return "was taken";
    }
    Desk desk;
    testing_kit::TestBed bed{desk.definition(), GetParam()};
    Thing first = bed.call(make, {}), second = bed.call(make, {});
};
INSTANTIATE_TEST_SUITE_P(Stores, NumbersTest, testing::ValuesIn(testing_kit::backends()),
                         [](const auto& tested) { return tested.param; });

TEST_P(NumbersTest, AreTakenWhereverAnIdIs) {
    ASSERT_EQ(first.number, "T-2026-000001");
    const Quoted said{.id = first.number,
                      .other = "t-2026-000002",
                      .patched = std::optional(second.number),
                      .list = {first.number, to_text(second.id), second.number},
                      .records = {{.thing = first.number}, {}, {.thing = to_text(first.id)}},
                      .text = first.number,
                      .search = second.number,
                      .value = 1.5};
    for (const Names& heard : {bed.call(quoted_tell, said), bed.call(quoted_ask, said)}) {
        EXPECT_EQ(heard.id, first.id);
        EXPECT_EQ(heard.other, second.id);
        ASSERT_TRUE(heard.patched);
        EXPECT_EQ(*heard.patched, second.id);
        EXPECT_EQ(heard.list, (std::vector{first.id, second.id, second.id}));
        ASSERT_EQ(heard.records.size(), 3U);
        EXPECT_EQ(heard.records[0].thing, first.id);
        EXPECT_FALSE(heard.records[1].thing);
        EXPECT_EQ(heard.records[2].thing, first.id);
        EXPECT_EQ(heard.text, first.number) << "text stays as it was written";
        EXPECT_EQ(heard.search, second.number);
        EXPECT_EQ(heard.value, 1.5);
    }
}

TEST_P(NumbersTest, ALetterThatTheDefinitionDoesNotDeclareHasNone) {
    const std::vector<Numbered> declared{{'T', "things"}};
    Unit unit(bed.reader(), bed.clock.now(), {}, "things", {});
    EXPECT_THROW(unit.next_number('T'), std::logic_error);
    unit.number(declared);
    EXPECT_THROW(unit.next_number('X'), std::logic_error);
}

TEST_P(NumbersTest, AnIdIsTakenAsBefore) {
    const Names heard = bed.call(tell, {.id = first.id});
    EXPECT_EQ(heard.id, first.id);
}

TEST_P(NumbersTest, ANumberThatNothingHasIsNotFoundAndSaysWhere) {
    EXPECT_EQ(refusal({.id = "T-2026-000009"}), "not_found id: there is nothing with the number T-2026-000009");
    EXPECT_EQ(refusal({.id = first.number, .list = {first.number, "T-2025-000001"}}),
              "not_found list[1]: there is nothing with the number T-2025-000001");
    EXPECT_EQ(refusal({.id = first.number, .records = {{.thing = "X-2026-000001"}}}),
              "not_found records[0].thing: there is nothing with the number X-2026-000001");
    EXPECT_EQ(refusal({.id = "T-2026-1"}).substr(0, 20), "invalid_argument id:");
}

TEST_P(NumbersTest, UnderAnIdempotencyKeyANumberAsksTheSameAsItsId) {
    const auto ask = [&](const std::string& id) {
        Invocation invocation{.method = "tell", .params = encode(Quoted{.id = id})};
        invocation.header.actor = Actor{.id = "user:1", .kind = "person", .roles = {"agent"}};
        invocation.header.idem = "key";
        Work work = std::move(invocation);
        return bed.engine().run({&work, 1}).outcomes.at(0);
    };
    const Outcome by_number = ask(first.number);
    ASSERT_FALSE(by_number.error) << by_number.error->message();
    EXPECT_EQ(decode<Names>(by_number.result).id, first.id);
    EXPECT_FALSE(ask(to_text(first.id)).error);
    EXPECT_TRUE(ask(second.number).error);
}

}  // namespace
}  // namespace rapport::kit
