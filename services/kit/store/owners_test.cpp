// SPDX-License-Identifier: MIT
// What may be several parties': who sees it, and how lists find it.
#include "services/kit/store/testing_table.hpp"

namespace rapport::kit {
namespace {

using DealId = Id<struct DealTag>;

struct Deal {
    DealId id;
    std::int64_t version = 0;
    std::string name;
    std::vector<Uuid> parties;
    static constexpr auto fields =
        describe(identity(&Deal::id, &Deal::version), Field{"name", &Deal::name, "what", searched},
                 Field{"parties", &Deal::parties, "between whom", filter});
};

constexpr Migration deals_[] = {
    {"001_deals",
     "create table deals (row $row, id text not null unique, version bigint not null, body text not null);\n"
     "create table deals_parties (row bigint not null, value text not null, primary key (value, row));\n"
     "create index deals_parties_row on deals_parties (row);\ncreate search table deals_search;\n"}};

class OwnersTest : public OnAStore {
protected:
    OwnersTest() : OnAStore(deals_) {}

    const Table<Deal> deals{"deal", "deals", owned_by("parties")};
    const Uuid ann = new_uuid(clock.now()), bob = new_uuid(clock.now()), eve = new_uuid(clock.now());
};
INSTANTIATE_TEST_SUITE_P(Stores, OwnersTest, testing::ValuesIn(testing_kit::backends()),
                         [](const auto& tested) { return tested.param; });

TEST_P(OwnersTest, WhatIsSeveralPartiesIsSeenByWhoeverSeesOneOfThem) {
    const auto enter = [&](const Unit& by, const std::string& name, std::vector<Uuid> parties) {
        Deal deal{.id = DealId(new_uuid(clock.now())), .name = name, .parties = std::move(parties)};
        Unit to = by;
        deals.put(to, deal);
        return deal;
    };
    db->begin();
    const Deal both = enter(unit, "both", {ann, bob}), one = enter(unit, "one", {eve}), none = enter(unit, "none", {});
    db->commit();
    const Actor actor{.id = "token:1", .parties = {to_text(bob)}};
    Unit limited{*db, clock.now(), actor, "things", {}, {actor, {}}};
    EXPECT_TRUE(deals.find(limited, both.id));
    EXPECT_FALSE(deals.find(limited, one.id));
    EXPECT_FALSE(deals.find(limited, none.id)) << "it is nobody's";
    EXPECT_EQ(deals.list(limited, {}, {}).total, 1);
    EXPECT_EQ(deals.list(unit, {}, {}).total, 3);
    EXPECT_EQ(deals.list(limited, {.search = "both"}, {}).total, 1);
    EXPECT_EQ(deals.list(limited, {.search = "one"}, {}).total, 0);
    EXPECT_EQ(deals.rows(limited, "order by row").size(), 1U);
    const Condition of_ann[] = {{"parties", ann}};
    EXPECT_EQ(deals.list(limited, {}, of_ann).total, 1);
    EXPECT_NO_THROW(enter(limited, "theirs too", {eve, bob}));
    EXPECT_THROW(enter(limited, "another's", {eve}), Error);
    EXPECT_THROW(enter(limited, "nobody's", {}), Error);

    EXPECT_FALSE(deals.owner_of(both)) << "it has two";
    EXPECT_EQ(deals.owner_of(one), eve);
    Deal merged = both;
    deals.give(merged, ann, eve);
    EXPECT_EQ(merged.parties, (std::vector<Uuid>{eve, bob}));
    deals.give(merged, eve, bob);
    EXPECT_EQ(merged.parties, std::vector<Uuid>{bob});
}

/// They are not gathered then: each row that is looked at is asked whether it has such a value.
TEST_P(OwnersTest, AValueOfAListThatVeryManyHaveIsFoundAllTheSame) {
    db->begin();
    for (int i = 0; i < 10'050; ++i) {
        Deal deal{.id = DealId(new_uuid(clock.now())), .name = "deal " + std::to_string(i)};
        deal.parties = i == 7 ? std::vector{bob} : i % 2 ? std::vector{ann} : std::vector{ann, eve};
        deals.put(unit, deal);
    }
    Deal nobodys{.id = DealId(new_uuid(clock.now())), .name = "nobody's"};
    deals.put(unit, nobodys);
    db->commit();
    const auto newest = [&](const View& view, Condition condition) {
        const Condition conditions[] = {std::move(condition)};
        const auto page = deals.list(view, {.limit = 2}, conditions);
        Names names;
        for (const Deal& deal : page.items) names.push_back(deal.name);
        return names;
    };
    EXPECT_EQ(newest(unit, {"parties", ann}), (Names{"deal 10049", "deal 10048"}));
    EXPECT_EQ(newest(unit, {"parties", bob}), (Names{"deal 7"}));
    Condition either{"parties", ann};
    either.others = {Param(bob)};
    EXPECT_EQ(newest(unit, either), (Names{"deal 10049", "deal 10048"}));
    either.or_none = true;
    EXPECT_EQ(newest(unit, either), (Names{"nobody's", "deal 10049"}));
    Condition none{"parties", nullptr};
    none.or_none = true;
    EXPECT_EQ(newest(unit, none), (Names{"nobody's"}));
    const Actor actor{.id = "token:1", .parties = {to_text(ann)}};
    const View limited(*db, clock.now(), actor, {actor, {}});
    EXPECT_EQ(newest(limited, {"parties", nullptr}), (Names{"deal 10049", "deal 10048"}));
    EXPECT_EQ(newest(limited, {"parties", eve}), (Names{"deal 10048", "deal 10046"}));
    EXPECT_EQ(newest(limited, {"parties", bob}), Names{});
    EXPECT_EQ(deals.rows(limited, "where deals.row < ? order by row", {10}).size(), 8U);
    EXPECT_FALSE(deals.find(limited, nobodys.id));
}

}  // namespace
}  // namespace rapport::kit
