// SPDX-License-Identifier: MIT
#include "services/kit/party_staff.hpp"

#include <gtest/gtest.h>

#include "services/kit/entities/crud.hpp"
#include "services/kit/testing/bed.hpp"

namespace rapport::kit {
namespace {

struct BoatTag;
struct Boat {
    Id<BoatTag> id;
    std::int64_t version = 0;
    Uuid party;
    Instant created_at;
    static constexpr auto fields =
        describe(identity(&Boat::id, &Boat::version), Field{"party", &Boat::party, "whose it is", initial, filter},
                 Field{"created_at", &Boat::created_at, "when it was built"});
};
constexpr Command<New<Boat>, Boat> create_boat{"create_boat", CREATE("/boats"), managers, "Create a boat."};
constexpr Query<ListOf<Boat>, Page<Boat>> list_boats{"list_boats", GET("/boats"), roles(Role::account_manager),
                                                     "List boats."};
constexpr Event<Changed<Boat>> boat_created{"boats.boat_created", "a boat was built"};
constexpr Migration schema_[] = {
    {"001",
     "create table boats (row $row, id text not null unique, version bigint not null, "
     "party text not null, body text not null);\ncreate index boats_party on boats (party, row);\n"}};

class PartyStaffTest : public testing::TestWithParam<std::string> {
protected:
    PartyStaffTest() {
        Definition definition{
            "boats", "boats", {create(create_boat, boats, boat_created), on(list_boats, boats)}, schema_};
        definition.own_parties = parties_of_staff();
        bed.emplace(std::move(definition), GetParam());
    }
    /// What the registry tells of a relationship, as JSON.
    void tell(const Uuid& id, std::int64_t version, const Uuid& party, const std::string& staff) {
        bus::Event event = bed->make(Event<Nothing>{"registry.relationship_changed"}, id, Nothing{});
        event.data = {from_json(R"({"relationship":{"id":")" + to_text(id) + R"(","version":)" +
                                std::to_string(version) + R"(,"party":")" + to_text(party) + R"(",)" + staff +
                                R"("stage":"growth"},"changes":[]})")};
        const Outcome outcome = bed->deliver(event);
        EXPECT_FALSE(outcome.error) << outcome.error->message();
    }
    std::int64_t seen_by(const UserId& user) {
        bed->act_as(user, {"account_manager"});
        return bed->call(list_boats, {}).total;
    }

    Table<Boat> boats{"boat", "boats", owned_by("party")};
    std::optional<testing_kit::TestBed> bed;
    const UserId kim = testing_kit::user_id("kim"), lee = testing_kit::user_id("lee"),
                 max = testing_kit::user_id("max");
};
INSTANTIATE_TEST_SUITE_P(Stores, PartyStaffTest, testing::ValuesIn(testing_kit::backends()),
                         [](const auto& tested) { return tested.param; });

TEST_P(PartyStaffTest, ManagersAndDeputiesSeeTheirPartiesAsTheRegistryTells) {
    const Uuid acme = new_uuid(bed->clock.now()), best = new_uuid(bed->clock.now()), one = new_uuid(bed->clock.now()),
               other = new_uuid(bed->clock.now());
    bed->call(create_boat, {{.party = acme}});
    bed->call(create_boat, {{.party = best}});
    tell(one, 1, acme, R"("account_manager":")" + to_text(kim) + R"(","deputy":")" + to_text(lee) + R"(",)");
    tell(other, 1, best, R"("account_manager":")" + to_text(lee) + R"(",)");
    EXPECT_EQ(seen_by(kim), 1);
    EXPECT_EQ(seen_by(lee), 2);
    EXPECT_EQ(seen_by(max), 0);
    tell(one, 2, acme, R"("account_manager":")" + to_text(max) + R"(",)");
    EXPECT_EQ(seen_by(kim), 0);
    EXPECT_EQ(seen_by(lee), 1);
    EXPECT_EQ(seen_by(max), 1);
}

TEST_P(PartyStaffTest, AreReadAsEarlierVersionsToldOfThem) {
    const Uuid acme = new_uuid(bed->clock.now()), one = new_uuid(bed->clock.now());
    bed->call(create_boat, {{.party = acme}});
    tell(one, 1, acme,
         R"("account_manager":{"user":"user:)" + to_text(kim) +
             R"(","name":"Kim"},"deputy":{"user":"lee","name":"Lee"},)");
    EXPECT_EQ(seen_by(kim), 1);
    EXPECT_EQ(seen_by(lee), 0) << "a name is nobody's id";
}

}  // namespace
}  // namespace rapport::kit
