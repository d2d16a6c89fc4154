// SPDX-License-Identifier: MIT
#include "services/registry/rules/relationship.hpp"

#include <gtest/gtest.h>

#include <set>

#include "bus/base/error.hpp"

namespace rapport::registry {
namespace {

using api::Stage;

constexpr Instant begin{1'000'000}, later{5'000'000};
const Actor ann{.id = "user:ann", .kind = "person", .roles = {"account_manager"}};
const kit::Asking asking{later, &ann};
const kit::UserId kim(*uuid_from("0192f0c1-7a3b-7cde-8f00-000000000001")),
    lee(*uuid_from("0192f0c1-7a3b-7cde-8f00-000000000002")), sam(*uuid_from("0192f0c1-7a3b-7cde-8f00-000000000003"));

TEST(Relationship, AMoveKeepsFromToSinceAndWhy) {
    const api::Relationship before{.stage = Stage::growth, .stage_since = begin};
    const auto move = step(before, {.stage = Stage::connection, .reason = "new owner"}, asking);
    EXPECT_EQ(move.from, Stage::growth);
    EXPECT_EQ(move.since, begin);
    EXPECT_EQ(move.moved, later);
    EXPECT_EQ(move.by, "user:ann");
    const auto after = moved(before, move);
    EXPECT_EQ(after.stage, Stage::connection);
    EXPECT_EQ(after.stage_since, later);
}

TEST(Relationship, IsHandedOverWhicheverOfTheTwoAUserWas) {
    auto after = handed_over({.account_manager = kim, .deputy = lee}, kim, sam);
    EXPECT_EQ(after.account_manager, sam);
    EXPECT_EQ(after.deputy, lee);
    EXPECT_EQ(handed_over({.deputy = kim}, kim, sam).deputy, sam);
    after = handed_over({.account_manager = kim, .deputy = sam}, kim, sam);
    EXPECT_EQ(after.account_manager, sam);
    EXPECT_FALSE(after.deputy) << "nobody stands in for themself";
}

TEST(Relationship, ANameThatWasKeptBecomesTheUserWhoIsCalledThat) {
    auto after = adopted({.former_account_manager = "kim", .former_deputy = "lee"}, "kim", kim);
    EXPECT_EQ(after.account_manager, kim);
    EXPECT_FALSE(after.former_account_manager);
    EXPECT_EQ(after.former_deputy, "lee");
    after = adopted({.account_manager = kim, .former_deputy = "kim"}, "kim", kim);
    EXPECT_FALSE(after.deputy) << "nobody stands in for themself";
}

TEST(Relationship, AnEndHasItsReasonUntilItGoesOn) {
    const api::Relationship before{.stage = Stage::growth, .stage_since = begin};
    const auto ended = moved(before, step(before, {.stage = Stage::ended, .reason = "moved away"}, asking));
    EXPECT_EQ(ended.ended_reason, "moved away");
    const auto again = moved(ended, step(ended, {.stage = Stage::awareness, .reason = "back"}, asking));
    EXPECT_FALSE(again.ended_reason);
}

TEST(Relationship, AMoveToWhereItIsSaysWhereItMayGo) {
    const api::Relationship before{.stage = Stage::growth};
    try {
        step(before, {.stage = Stage::growth, .reason = "x"}, asking);
        FAIL() << "was accepted";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), Code::failed_precondition);
        EXPECT_EQ(error.message(),
                  "stage: a relationship that is growth does not allow move_relationship to growth; it allows "
                  "move_relationship to retention, awareness, connection, cultivation or ended");
    }
}

TEST(Relationship, MovesToAnyOtherStageByOneMove) {
    for (std::size_t i = 0; i < names_of(Stage{}).size(); ++i) {
        const auto shown = relationship_moves().shown(api::Relationship{.stage = static_cast<Stage>(i)}, asking);
        std::set<std::string> ends;
        for (const auto& move : shown.allowed_moves) ends.insert(move.to.value_or(""));
        EXPECT_EQ(ends.size(), 5U) << i;
        EXPECT_EQ(shown.allowed_moves.size(), 5U) << i;
        EXPECT_FALSE(ends.contains(std::string(names_of(Stage{}).at(i))));
        EXPECT_EQ(shown.allowed_moves[0].needs, (std::vector<std::string>{"stage", "reason"}));
    }
}

TEST(Relationship, TheDeputyIsSomebodyElse) {
    api::Relationship relationship{.account_manager = kim};
    EXPECT_NO_THROW(check(relationship));
    relationship.deputy = relationship.account_manager;
    EXPECT_THROW(check(relationship), Error);
    relationship.deputy = lee;
    EXPECT_NO_THROW(check(relationship));
}

}  // namespace
}  // namespace rapport::registry
