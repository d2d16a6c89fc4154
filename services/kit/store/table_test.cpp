// SPDX-License-Identifier: MIT
#include "services/kit/store/table.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "services/kit/store/cursor.hpp"
#include "services/kit/store/search_index.hpp"
#include "services/kit/store/testing_table.hpp"

namespace rapport::kit {
namespace {

struct ThingTag;
using ThingId = Id<ThingTag>;

struct Thing {
    ThingId id;
    std::int64_t version = 0;
    std::string name;
    std::optional<std::string> owner;
    std::optional<std::int64_t> rank;
    static constexpr auto fields =
        describe(Field{"id", &Thing::id, "which"}, Field{"version", &Thing::version, "changes"},
                 Field{"name", &Thing::name, "what"}, Field{"owner", &Thing::owner, "whose"},
                 Field{"rank", &Thing::rank, "order"});
};

constexpr Migration schema_[] = {{"001_things",
                                  "create table things (row $row, id text not null unique, version bigint not null, "
                                  "name text not null, owner text, rank bigint, body text not null);\n"
                                  "create index things_owner on things (owner);\ncreate index things_rank on things "
                                  "(rank);\ncreate search table things_search;\n"}};

class TableTest : public OnAStore {
protected:
    TableTest() : OnAStore(schema_) {}

    Thing put(const std::string& name, std::optional<std::string> owner = {}, std::optional<std::int64_t> rank = {}) {
        Thing thing{.id = ThingId(new_uuid(clock.now())), .name = name, .owner = std::move(owner), .rank = rank};
        table.put(unit, thing);
        return thing;
    }
    Page<Thing> page(const ListOptions& options, std::initializer_list<Condition> conditions = {}) {
        return table.list(unit, options, std::span(conditions.begin(), conditions.size()));
    }
    Names names(const ListOptions& options, std::initializer_list<Condition> conditions = {}) {
        return names_in(table, options, conditions);
    }

    Table<Thing> table{"thing", {"things", {"name", "owner", "rank"}, {"name", "owner"}, {"rank", "owner"}}};
};
INSTANTIATE_TEST_SUITE_P(Stores, TableTest, testing::ValuesIn(testing_kit::backends()),
                         [](const auto& tested) { return tested.param; });

TEST_P(TableTest, FindsByWordsOfTheSameTransactionOnceItIsCommitted) {
    db->begin();
    Thing changed = put("first words");
    changed.name = "other words";
    table.put(unit, changed);
    const Thing gone = put("short lived");
    table.erase(unit, gone.id);
    db->savepoint();
    put("taken back");
    db->rollback_to_savepoint();
    db->commit();
    EXPECT_EQ(names({.search = "words"}), (Names{"other words"}));
    EXPECT_EQ(names({.search = "first"}), Names{});
    EXPECT_EQ(names({.search = "lived"}), Names{});
    EXPECT_EQ(names({.search = "taken"}), Names{});
    put("new row");
    EXPECT_EQ(names({.search = "row"}), (Names{"new row"}));
}

TEST_P(TableTest, KeepsWhatItIsGivenUnderTheNextVersion) {
    Thing thing = put("a", "ann");
    EXPECT_EQ(thing.version, 1);
    thing.name = "b";
    thing.owner.reset();
    table.put(unit, thing);
    const Thing found = table.get(unit, thing.id);
    EXPECT_EQ(found.version, 2);
    EXPECT_EQ(found.name, "b");
    EXPECT_FALSE(found.owner);
    EXPECT_EQ(table.find_by(unit, "name", "b")->id, thing.id);
    EXPECT_FALSE(table.find_by(unit, "name", "a"));
}

TEST_P(TableTest, AdoptsWhatAnotherServiceHadUnderTheVersionThatItHadThere) {
    Thing thing{.id = decltype(Thing::id)(new_uuid(clock.now())), .version = 7, .name = "a"};
    table.adopt(unit, thing);
    EXPECT_EQ(table.get(unit, thing.id).version, 7);
    EXPECT_EQ(names({.search = "a"}), Names{"a"});
    EXPECT_THROW(table.adopt(unit, thing), Error) << "it is there";
    table.put(unit, thing);
    EXPECT_EQ(table.get(unit, thing.id).version, 8);
}

TEST_P(TableTest, RowsAreThoseThatItsSqlFindsInItsOrder) {
    put("a", "ann", 2);
    put("b", "bob", 1);
    put("c", "ann", 1);
    const auto found = [&](const std::string& rest, std::initializer_list<Param> params = {}) {
        Names all;
        for (const Thing& thing : table.rows(unit, rest, params)) all.push_back(thing.name);
        return all;
    };
    EXPECT_EQ(found("order by name desc"), (Names{"c", "b", "a"}));
    EXPECT_EQ(found("where owner = ? order by rank", {"ann"}), (Names{"c", "a"}));
    EXPECT_EQ(found("where owner = ? order by rank, name limit ?", {"ann", 1}), Names{"c"});
    EXPECT_EQ(found("where owner = ?", {"nobody"}), Names{});
}

TEST_P(TableTest, RowsAreThoseThatTheCallerSees) {
    const Table<Thing> owned{"thing", {.name = "things", .columns = {"name", "owner", "rank"}, .owner = "owner"}};
    put("a", "ann", 1);
    put("b", "bob", 1);
    put("c", "ann", 2);
    const OwnPartiesSql none{.of_user = "select owner from things where owner = ?"};
    const Actor limited{.id = "user:1", .parties = {"bob"}};
    const View view(*db, clock.now(), limited, {limited, none});
    const auto seen_by = [&](const View& seen) {
        Names all;
        for (const Thing& thing : owned.rows(seen, "where things.rank = ? or name = ? order by name", {1, "c"}))
            all.push_back(thing.name);
        return all;
    };
    EXPECT_EQ(seen_by(view), Names{"b"});
    EXPECT_EQ(seen_by(view.unscoped()), (Names{"a", "b", "c"}));
}

TEST_P(TableTest, WhatSomebodyChangedMeanwhileIsAbortedAndWhatIsThereIsNotMadeAgain) {
    const Thing thing = put("a");
    Thing mine = thing, theirs = thing;
    table.put(unit, theirs);
    try {
        table.put(unit, mine);
        FAIL() << "an old version was stored";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), Code::aborted);
    }
    Thing again = thing;
    again.version = 0;
    try {
        table.put(unit, again);
        FAIL() << "it was made twice";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), Code::already_exists);
    }
}

TEST_P(TableTest, ListsNewestFirstInPagesOfAnySize) {
    Names newest;
    for (int i = 0; i < 23; ++i) newest.insert(newest.begin(), put("n" + std::to_string(i)).name);
    for (const std::int64_t limit : {1, 7, 22, 23, 24}) EXPECT_EQ(names({.limit = limit}), newest) << limit;
    EXPECT_EQ(page({.limit = 5}).total, 23);
    EXPECT_EQ(page({.limit = 5}).total_is, "exact");
}

TEST_P(TableTest, FiltersByColumnsAndTakesAnAbsentConditionForNone) {
    put("a", "ann", 1);
    put("b", "bob", 1);
    put("c", "ann", 2);
    EXPECT_EQ(names({}, {{"owner", "ann"}}), (Names{"c", "a"}));
    EXPECT_EQ(names({}, {{"owner", "ann"}, {"rank", 1}}), (Names{"a"}));
    EXPECT_EQ(names({}, {{"owner", nullptr}}), (Names{"c", "b", "a"}));
    EXPECT_EQ(page({}, {{"owner", "ann"}}).total, 2);
}

TEST_P(TableTest, ListsOfValuesOfAnyLengthAreAskedForInAFewStatements) {
    for (int i = 0; i < 40; ++i) put("n" + std::to_string(i), "o" + std::to_string(i));
    const auto of = [&](int count) {
        Condition owners{"owner", "o0"};
        for (int i = 1; i < count; ++i)
            owners.others.emplace_back("o" + std::to_string(i)).held = "o" + std::to_string(i);
        return page({.limit = 100}, {owners}).total;
    };
    EXPECT_EQ(of(33), 33);
    EXPECT_EQ(of(17), 17);
    const std::size_t before = db->prepared();
    for (int i = 17; i <= 32; ++i) EXPECT_EQ(of(i), i);
    EXPECT_EQ(db->prepared(), before);
}

TEST_P(TableTest, SortsByNumbersAsNumbersAndPutsAbsentOnesLast) {
    put("ten", {}, 10);
    put("none");
    put("nine", {}, 9);
    put("nothing");
    put("minus", {}, -1);
    put("also nine", {}, 9);
    for (const std::int64_t limit : {1, 2, 3, 4, 5, 6, 7})
        EXPECT_EQ(names({.limit = limit, .sort = "rank"}),
                  (Names{"minus", "nine", "also nine", "ten", "none", "nothing"}))
            << limit;
}

TEST_P(TableTest, SortsByTextWithWhateverIsInIt) {
    put("1", "b~1");
    put("2", "");
    put("3");
    put("4", "b");
    for (const std::int64_t limit : {1, 2, 3, 4})
        EXPECT_EQ(names({.limit = limit, .sort = "owner"}), (Names{"2", "4", "1", "3"})) << limit;
    EXPECT_EQ(names({.limit = 1, .search = "1", .sort = "owner"}), (Names{"1"}));
}

TEST_P(TableTest, FindsAllWordsTheLastAsABeginningNewestFirst) {
    put("Printer on fire in C-2026-000123");
    put("printers, all of them", "größe");
    put("network");
    EXPECT_EQ(names({.limit = 1, .search = "printer"}),
              (Names{"printers, all of them", "Printer on fire in C-2026-000123"}));
    EXPECT_EQ(names({.search = "fire printer"}), (Names{"Printer on fire in C-2026-000123"}));
    EXPECT_EQ(names({.search = "C-2026-000123"}), (Names{"Printer on fire in C-2026-000123"}));
    EXPECT_EQ(names({.search = "GRÖSSE"}), (Names{"printers, all of them"}));
    EXPECT_EQ(names({.search = "Größe"}), (Names{"printers, all of them"}));
    EXPECT_EQ(names({.search = "printer"}, {{"owner", "größe"}}), (Names{"printers, all of them"}));
    EXPECT_EQ(page({.search = "printer"}).total, 2);
    for (const char* odd : {"it's", "a & b | !c", "\"", "fire:*", "fire' OR", "(fire", "fire\\"})
        EXPECT_NO_THROW(
            try { page({.search = odd}); } catch (const StoreError&) { throw; } catch (const Error&){})
            << odd;
}

TEST_P(TableTest, AWordThatVeryManyHaveIsSearchedAsItStands) {
    db->begin();
    put("serviceable");
    for (int i = 1; i < 10'000; ++i) put(i % 20 ? "service" : "service twentieth");
    db->commit();
    EXPECT_EQ(page({.search = "service"}).total, 10'000);
    EXPECT_EQ(page({.search = "service"}).total_is, "exact");
    EXPECT_EQ(names({.limit = 200, .search = "service"}).back(), "serviceable");
    put("service");
    EXPECT_EQ(names({.limit = 200, .search = "service"}).back(), "service");
    EXPECT_EQ(page({.search = "service"}).total, 1'000);
    EXPECT_EQ(page({.search = "service"}).total_is, "at_least");
    EXPECT_EQ(page({.search = "serviceab"}).total, 1);
    EXPECT_EQ(page({.search = "twentieth"}).total, 499);
    EXPECT_EQ(page({.search = "twentieth"}).total_is, "exact");
}

/// However rows are found, a list holds what its conditions say, in its order, in pages of any size.
TEST_P(TableTest, EveryListIsWhatLookingAtEachRowWouldGive) {
    std::vector<Thing> all;
    db->begin();
    for (int i = 0; i < 300; ++i) {
        const auto number = std::to_string(i);
        all.push_back(put((i % 3 ? "plain thing" : "odd thing") + number,
                          i % 4 ? std::optional("o" + std::to_string(i % 7)) : std::nullopt,
                          i % 5 ? std::optional<std::int64_t>(i % 11) : std::nullopt));
    }
    db->commit();
    const std::optional<std::string> owners[] = {{}, "o3", "nobody"}, searches[] = {{}, "thing", "odd", "odd thing1"};
    const std::optional<std::int64_t> ranks[] = {{}, 4};
    const std::optional<std::string> given_names[] = {{}, "odd thing27"}, sorts[] = {{}, "rank", "owner"};
    const auto has = [](const Thing& thing, const std::string& search) {
        return search == "odd thing1" ? thing.name.starts_with("odd thing1")
                                      : (" " + thing.name).find(" " + search) != std::string::npos;
    };
    for (const auto& owner : owners)
        for (const auto& rank : ranks)
            for (const auto& name : given_names)
                for (const auto& search : searches)
                    for (const auto& sort : sorts) {
                        std::vector<Thing> found;
                        for (const Thing& thing : all)
                            if ((!owner || thing.owner == owner) && (!rank || thing.rank == rank) &&
                                (!name || thing.name == *name) && (!search || has(thing, *search)))
                                found.push_back(thing);
                        if (!sort) std::ranges::reverse(found);
                        if (sort == "rank")
                            std::ranges::stable_sort(found, [](const Thing& a, const Thing& b) {
                                return std::pair(!a.rank, a.rank) < std::pair(!b.rank, b.rank);
                            });
                        if (sort == "owner")
                            std::ranges::stable_sort(found, [](const Thing& a, const Thing& b) {
                                return std::pair(!a.owner, a.owner) < std::pair(!b.owner, b.owner);
                            });
                        Names expected;
                        for (const Thing& thing : found) expected.push_back(thing.name);
                        const auto said = owner.value_or("-") + " " + std::to_string(rank.value_or(-1)) + " " +
                                          name.value_or("-") + " " + search.value_or("-") + " " + sort.value_or("-");
                        const auto conditions = {Condition{"owner", owner}, Condition{"rank", rank},
                                                 Condition{"name", name}};
                        EXPECT_EQ(names({.limit = 60, .search = search, .sort = sort}, conditions), expected) << said;
                        EXPECT_EQ(page({.limit = 1, .search = search, .sort = sort}, conditions).total,
                                  static_cast<std::int64_t>(found.size()))
                            << said;
                    }
}

TEST_P(TableTest, CountsWhatSeveralConditionsMeetOnlyAsFarAsThatIsQuick) {
    db->begin();
    for (int i = 0; i < 2'100; ++i) put("thing", "ann", i % 2);
    db->commit();
    const auto many = page({.limit = 10}, {{"owner", "ann"}, {"name", "thing"}});
    EXPECT_EQ(many.total_is, "at_least");
    EXPECT_EQ(many.total, 2'000);
    const auto few = page({.limit = 10}, {{"owner", "ann"}, {"rank", 1}});
    EXPECT_EQ(few.total_is, "exact");
    EXPECT_EQ(few.total, 1'050);
}

/// The word is not looked up then: each row that the filter finds is asked for it.
TEST_P(TableTest, ACommonWordAndARareFilterAreFoundByTheFilter) {
    db->begin();
    for (int i = 0; i < 10'050; ++i) {
        std::optional<std::string> owner;
        if (i % 100 == 0) owner = i % 200 ? "bob" : "ann";
        put("service " + std::to_string(i), owner, i);
    }
    put("another thing", "ann");
    db->commit();
    for (const std::int64_t limit : {7, 51, 200}) {
        const auto found = names({.limit = limit, .search = "service"}, {{"owner", "ann"}});
        EXPECT_EQ(found.size(), 51U);
        EXPECT_EQ(found.front(), "service 10000");
        EXPECT_EQ(names({.limit = limit, .search = "service", .sort = "rank"}, {{"owner", "bob"}}).front(),
                  "service 100");
    }
    EXPECT_EQ(page({.search = "service"}, {{"owner", "ann"}}).total, 51);
    EXPECT_EQ(page({.limit = 50, .search = "service"}, {{"owner", "ann"}}).total_is, "at_least");
    EXPECT_EQ(page({.limit = 51, .search = "service"}, {{"owner", "ann"}}).total_is, "exact") << "it is all there";
    EXPECT_EQ(names({.limit = 200, .search = "service", .sort = "rank"}).at(10'049), "service 10049");
}

TEST_P(TableTest, WhatIsErasedIsNeitherFoundNorSearched) {
    const Thing thing = put("secret");
    table.erase(unit, thing.id);
    EXPECT_FALSE(table.find(unit, thing.id));
    EXPECT_EQ(names({.search = "secret"}), Names{});
}

/// Whatever else is asked for: a page of another list would leave rows out without a word.
TEST_P(TableTest, ACursorIsOfItsListAlone) {
    const Table<Thing> others{"thing", {"others", {"name", "owner", "rank"}, {"name", "owner"}, {"rank", "owner"}}};
    db->script(
        "create table others (row bigint primary key, id text not null unique, version bigint not null, name text not "
        "null, owner text, rank bigint, body text not null);\n");
    db->script(create_search_table(db->dialect(), "others_search"));
    for (int i = 0; i < 8; ++i) put("thing " + std::to_string(i), i % 2 ? "ann" : "bob", i / 4);
    struct Asked {
        std::optional<std::string> sort, search, owner;
        std::optional<std::int64_t> rank;
    };
    const Asked lists[] = {{},
                           {.sort = "rank"},
                           {.sort = "owner"},
                           {.search = "thing"},
                           {.search = "thin"},
                           {.owner = "ann"},
                           {.owner = "bob"},
                           {.rank = 1},
                           {.owner = "ann", .rank = 1},
                           {.sort = "rank", .owner = "ann"},
                           {.sort = "rank", .search = "thing"}};
    const auto ask = [&](const Table<Thing>& from, const Asked& list, std::optional<std::string> after) {
        const Condition conditions[] = {{"owner", list.owner}, {"rank", list.rank}};
        return from.list(unit, {.limit = 1, .after = std::move(after), .search = list.search, .sort = list.sort},
                         conditions);
    };
    const auto refusal = [&](const Table<Thing>& from, const Asked& list, const std::string& after) {
        try {
            ask(from, list, after);
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), Code::invalid_argument);
            return error.message().substr(0, 23);
        }
        return std::string("taken");
    };
    for (std::size_t i = 0; i < std::size(lists); ++i) {
        const auto cursor = ask(table, lists[i], {}).next;
        ASSERT_TRUE(cursor) << i;
        for (std::size_t j = 0; j < std::size(lists); ++j)
            EXPECT_EQ(refusal(table, lists[j], *cursor), i == j ? "taken" : "after: must be a cursor") << i << " " << j;
        EXPECT_EQ(refusal(others, lists[i], *cursor), "after: must be a cursor") << i;
    }
    const Condition same[] = {{"owner", "ann"}, {"rank", 1}};
    const auto cursor = ask(table, {.owner = "ann", .rank = 1}, {}).next;
    EXPECT_EQ(table.list(unit, {.limit = 5, .after = cursor}, same).items.size(), 1U) << "of another length";
}

/// Its digest keeps nobody from making one.
TEST_P(TableTest, ACursorWhoseValueIsNoneOfTheColumnIsRefused) {
    for (int i = 0; i < 3; ++i) put("thing", "ann", i);
    const std::string list = "6:things5:=rank0:0:";
    ASSERT_EQ(Cursor::of(*page({.limit = 1, .sort = "rank"}).next, list).value, "0");
    for (const std::string value : {"many", "1x", "", "99999999999999999999"}) {
        try {
            page({.limit = 1, .after = Cursor{value, 1}.text(list), .sort = "rank"});
            ADD_FAILURE() << value << " was taken";
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), Code::invalid_argument) << value;
            EXPECT_EQ(error.message().substr(0, 23), "after: must be a cursor") << value;
        }
    }
}

TEST_P(TableTest, RefusesWhatALimitCursorOrSortMustNotBe) {
    put("a", "ann");
    put("b", "bob");
    const auto code_of = [&](const ListOptions& options) {
        try {
            page(options);
        } catch (const Error& error) {
            return error.code();
        }
        return Code::internal;
    };
    EXPECT_EQ(code_of({.limit = 0}), Code::invalid_argument);
    EXPECT_EQ(code_of({.limit = 201}), Code::invalid_argument);
    EXPECT_EQ(code_of({.after = "nonsense"}), Code::invalid_argument);
    EXPECT_EQ(code_of({.sort = "name"}), Code::invalid_argument);
    EXPECT_EQ(code_of({.search = "!!"}), Code::invalid_argument);
}

/// Lists of which are filtered by text, by a name, and by a list.
struct Pot {
    ThingId id;
    std::int64_t version = 0;
    std::string colour;
    std::optional<std::string> maker;
    std::vector<std::string> marks;
    static constexpr auto fields = describe(
        identity(&Pot::id, &Pot::version), Field{"colour", &Pot::colour, "of its glaze", filter},
        Field{"maker", &Pot::maker, "who made it", filter, folded}, Field{"marks", &Pot::marks, "on it", filter});
};

TEST_P(TableTest, AFilterThatNoIndexBeginsWithIsRefusedWithTheIndexThatIsMissing) {
    const Table<Pot> pots{"pot", "pots"};
    const auto refusal = [&]() -> std::string {
        try {
            pots.check_filters(*db);
        } catch (const std::logic_error& error) {
            return error.what();
        }
        return "none";
    };
    db->script(
        "create table pots (row bigint, id text, colour text, maker text, maker_key text);\n"
        "create table pots_marks (row bigint not null, value text not null);\n"
        "create index pots_other on pots (id, colour);\n");
    for (const auto& [missing, index] : std::initializer_list<std::pair<std::string, std::string>>{
             {"colour", "create index pots_colour on pots (colour, row);"},
             {"maker", "create index pots_maker on pots (maker_key, row);"},
             {"marks", "create index pots_marks_value on pots_marks (value, row);"}}) {
        EXPECT_EQ(refusal(), "pots is filtered by " + missing + ", and no index begins with that: " + index);
        db->script(index + "\n");
    }
    EXPECT_EQ(refusal(), "none");
}

}  // namespace
}  // namespace rapport::kit
