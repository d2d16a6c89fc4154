// SPDX-License-Identifier: MIT
#include "services/registry/rules/relationship.hpp"

#include <gtest/gtest.h>

#include "bus/base/error.hpp"

namespace rapport::registry {
namespace {

using api::Stage;

constexpr Instant begin{1'000'000}, later{5'000'000};

TEST(Relationship, AMoveKeepsFromToSinceAndWhy) {
    const api::Relationship before{.stage = Stage::growth, .stage_since = begin};
    const auto move = step(before, {.stage = Stage::connection, .reason = "new owner"}, "user:ann", later);
    EXPECT_EQ(move.from, Stage::growth);
    EXPECT_EQ(move.since, begin);
    EXPECT_EQ(move.moved, later);
    EXPECT_EQ(move.by, "user:ann");
    const auto after = moved(before, move);
    EXPECT_EQ(after.stage, Stage::connection);
    EXPECT_EQ(after.stage_since, later);
}

TEST(Relationship, AnEndHasItsReasonUntilItGoesOn) {
    const api::Relationship before{.stage = Stage::growth, .stage_since = begin};
    const auto ended = moved(before, step(before, {.stage = Stage::ended, .reason = "moved away"}, "user:ann", later));
    EXPECT_EQ(ended.ended_reason, "moved away");
    const auto again = moved(ended, step(ended, {.stage = Stage::awareness, .reason = "back"}, "user:ann", later));
    EXPECT_FALSE(again.ended_reason);
}

TEST(Relationship, AMoveToWhereItIsSaysWhereItMayGo) {
    const api::Relationship before{.stage = Stage::growth};
    try {
        step(before, {.stage = Stage::growth, .reason = "x"}, "user:ann", later);
        FAIL() << "was accepted";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), Code::failed_precondition);
        EXPECT_EQ(error.message(),
                  "stage: it is growth already; it allows awareness, connection, cultivation, retention, ended");
    }
}

TEST(Relationship, TheDeputyIsSomebodyElse) {
    api::Relationship relationship{.account_manager = api::Staff{"1", "Ann", "ann@example.com"}};
    EXPECT_NO_THROW(check(relationship));
    relationship.deputy = relationship.account_manager;
    EXPECT_THROW(check(relationship), Error);
    relationship.deputy = api::Staff{"2", "Bob", "bob@example.com"};
    EXPECT_NO_THROW(check(relationship));
}

}  // namespace
}  // namespace rapport::registry
