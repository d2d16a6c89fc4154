// SPDX-License-Identifier: MIT
#include "services/kit/entities/adopt.hpp"

#include <gmock/gmock-matchers.h>

#include "services/kit/entities/crud.hpp"
#include "services/kit/testing/desk_test.hpp"

namespace rapport::kit {
namespace {

/// Something that belonged to a name.
struct Chest {
    Id<Chest> id;
    std::int64_t version = 0;
    std::optional<UserId> owner;
    std::optional<std::string> former_owner;
    Instant created_at;
    static constexpr auto fields = describe(
        identity(&Chest::id, &Chest::version),
        Field{"owner", &Chest::owner, "whose it is", initial, filter, formerly_text("former_owner")},
        Field{"former_owner", &Chest::former_owner, "whose it was, if no user is called that", initial, filter},
        Field{"created_at", &Chest::created_at, "when it was made"});
};
constexpr Command<New<Chest>, Chest> create_chest{"create_chest", CREATE("/chests"), managers, "Create a chest."};
constexpr Query<ListOf<Chest>, Page<Chest>> list_chests{"list_chests", GET("/chests"), managers, "List chests."};
constexpr Event<Changed<Chest>> chest_created{"chests.chest_created", "one was made"},
    chest_changed{"chests.chest_changed", "one was changed"};
constexpr Migration chests_schema[] = {
    {"001",
     "create table chests (row $row, id text not null unique, version bigint not null, owner text, former_owner text, "
     "body text not null);\n"
     "create index chests_owner on chests (owner, row);\ncreate index chests_former on chests (former_owner, row);\n"}};

struct ChestDesk {
    Definition definition() {
        Definition definition{"chests", "keeps chests",
                              all({create(create_chest, chests, chest_created), on(list_chests, chests)},
                                  adopts([this](Unit& unit, const KnownUser& user) { adopt(unit, user); })),
                              chests_schema};
        definition.derivations = {owner_columns<Chest>("chests")};
        return definition;
    }
    void adopt(Unit& unit, const KnownUser& user) const {
        for (const std::string& name : names_of(user))
            for (const Chest& before : chests.rows(unit, "where former_owner = ?", {name})) {
                Chest after = before;
                after.owner = user.id;
                after.former_owner.reset();
                save(unit, chests, before, after, chest_changed);
            }
    }
    Table<Chest> chests{"chest", "chests"};
};

class AdoptTest : public testing_kit::DeskTest<ChestDesk> {
protected:
    std::int64_t of(const UserId& user) {
        return bed.call(list_chests, ListOf<Chest>{}.where(&Chest::owner, user)).total;
    }
    std::int64_t formerly_of(const std::string& name) {
        return bed.call(list_chests, ListOf<Chest>{}.where(&Chest::former_owner, name)).total;
    }
};
RAPPORT_ON_EACH_STORE(AdoptTest);

TEST_P(AdoptTest, WhatIsKeptUnderANameBecomesTheUsersWhoIsCalledThat) {
    bed.call(create_chest, {{.former_owner = "kim"}});
    bed.call(create_chest, {{.former_owner = "kim@us.example"}});
    bed.call(create_chest, {{.former_owner = "lee"}});
    const UserId kim = bed.user("kim");
    bed.advance(Millis(0));
    EXPECT_EQ(of(kim), 2);
    EXPECT_EQ(formerly_of("kim"), 0);
    EXPECT_EQ(formerly_of("lee"), 1);
    ASSERT_EQ(bed.emitted(chest_changed).size(), 2U);
    EXPECT_EQ(bed.emitted(chest_changed).front().changes.at(0).field, "owner");
}

TEST_P(AdoptTest, AnOlderStoreHasItsColumnsMadeOfWhatItKeeps) {
    const UserId kim = testing_kit::user_id("kim");
    const auto chest = bed.call(create_chest, {});
    {
        const auto store = Db::open(bed.dsn(), Db::Mode::write);
        const auto keep = [&](const std::string& id, const std::string& owner) {
            store->run("insert into chests (id, version, owner, body) values (?, 1, ?, ?)",
                       {id, owner, R"({"id":")" + id + R"(","version":1,"owner":")" + owner + R"("})"});
        };
        keep("0192f0c1-7a3b-7cde-8f00-000000000001", "user:" + to_text(kim));
        keep("0192f0c1-7a3b-7cde-8f00-000000000002", to_text(kim));
        keep("0192f0c1-7a3b-7cde-8f00-000000000003", "kim");
        store->run("delete from kit_derivations where name = 'chests_owner'");
    }
    EXPECT_EQ(of(kim), 1);
    bed.reopen();
    EXPECT_EQ(of(kim), 2);
    EXPECT_EQ(formerly_of("kim"), 1);
    bed.user("kim");
    bed.advance(Millis(0));
    EXPECT_EQ(of(kim), 3);
    EXPECT_EQ(bed.call(list_chests, {}).total, 4);
}

}  // namespace
}  // namespace rapport::kit
