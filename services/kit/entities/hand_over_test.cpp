// SPDX-License-Identifier: MIT
#include "services/kit/entities/hand_over.hpp"

#include <gmock/gmock-matchers.h>

#include "services/kit/testing/desk_test.hpp"

namespace rapport::kit {
namespace {

using CaseId = Id<struct CaseTag>;
using OwnerId = Id<struct OwnerTag>;

struct Case {
    CaseId id;
    std::int64_t version = 0;
    std::string title;
    bool open = true;
    std::optional<OwnerId> party;
    std::optional<UserId> owner;
    static constexpr auto fields =
        describe(Field{"id", &Case::id, "which"}, Field{"version", &Case::version, "its changes"},
                 Field{"title", &Case::title, "what"}, Field{"open", &Case::open, "not over"},
                 Field{"party", &Case::party, "whose"}, Field{"owner", &Case::owner, "who works on it"});
};
struct Retired {
    std::optional<Uuid> hand_over_to;
    static constexpr auto fields = describe(Field{"hand_over_to", &Retired::hand_over_to, "who goes on"});
};
constexpr Event<Retired> party_retired{"registry.party_retired", "gone"};
constexpr Event<Retired> user_retired{"accounts.user_retired", "gone"};
constexpr Event<Case> handed_over{"cases.handed_over", "it is another's"};
constexpr Command<Case, Case> enter{"enter", bus_only, roles(Role::agent)};
constexpr Migration cases_schema[] = {
    {"001_cases",
     "create table cases (row $row, id text not null unique, version bigint not null, open bigint not null, "
     "party text, owner text, body text not null);\n"
     "create index cases_party on cases (party);\ncreate index cases_owner on cases (owner);\n"}};

struct Cases {
    Definition definition() {
        const auto keep = [this](Unit& unit, const Case&, Case after) {
            table.put(unit, after);
            unit.emit(handed_over, after.id, after);
        };
        return {"cases",
                "keeps cases",
                {on(enter, this, &Cases::enter_case), tells(handed_over),
                 hands_over(party_retired, table, "party", &Case::party, {"open", true}, keep),
                 hands_over(user_retired, table, "owner", &Case::owner, {"open", true}, keep)},
                cases_schema};
    }
    Case enter_case(Unit& unit, const Case& request) {
        Case one = request;
        one.id = unit.new_id<CaseId>();
        table.put(unit, one);
        return one;
    }
    Table<Case> table{"case", {"cases", {"open", "party", "owner"}}};
};

class HandOverTest : public testing_kit::DeskTest<Cases> {
protected:
    void enter_case(Case one) {
        one.id = CaseId(new_uuid(bed.clock.now()));
        bed.call(enter, one);
    }
    std::vector<std::string> titles() {
        std::vector<std::string> all;
        for (const Case& one : bed.emitted(handed_over)) all.push_back(one.title);
        return all;
    }

    const OwnerId from{new_uuid(bed.clock.now())}, to{new_uuid(bed.clock.now())}, other{new_uuid(bed.clock.now())};
};
RAPPORT_ON_EACH_STORE(HandOverTest);

TEST_P(HandOverTest, WhatIsOpenOfAPartyGoesToTheOneThatIsNamed) {
    enter_case({.title = "open", .party = from});
    enter_case({.title = "over", .open = false, .party = from});
    enter_case({.title = "another's", .party = other});
    bed.deliver(party_retired, from, {to});
    EXPECT_THAT(titles(), testing::ElementsAre("open"));
    EXPECT_EQ(bed.emitted(handed_over).at(0).party, to);
}

TEST_P(HandOverTest, ManyGoAllTheSame) {
    for (int i = 0; i < 450; ++i) enter_case({.title = std::to_string(i), .party = from});
    bed.deliver(party_retired, from, {to});
    EXPECT_EQ(titles().size(), 450U);
}

TEST_P(HandOverTest, WhatIsOpenOfAUserGoesToTheOneWhoIsNamed) {
    const UserId kim = bed.user("kim"), lee = bed.user("lee"), max = bed.user("max");
    enter_case({.title = "kim's", .owner = kim});
    enter_case({.title = "another's", .owner = max});
    bed.deliver(user_retired, kim, {lee});
    EXPECT_THAT(titles(), testing::ElementsAre("kim's"));
    EXPECT_EQ(bed.emitted(handed_over).at(0).owner, lee);
}

TEST_P(HandOverTest, NothingHappensWhereNobodyIsNamed) {
    enter_case({.title = "open", .party = from});
    bed.deliver(party_retired, from, {});
    EXPECT_TRUE(titles().empty());
}

}  // namespace
}  // namespace rapport::kit
