// SPDX-License-Identifier: MIT
#include "services/complaints/testing.hpp"

namespace rapport::complaints {
namespace {

using BulkDeskTest = DeskTest;
RAPPORT_ON_EACH_STORE(BulkDeskTest);

TEST_P(BulkDeskTest, WhatRefusesOneKeepsNoOtherBack) {
    const Complaint first = open("a"), second = open_in(State::assessed), third = open("c");
    const ComplaintId nobody(new_uuid(bed.clock.now()));
    const auto items =
        bed.call(api::bulk_move, {.ids = {first.id, second.id, nobody, third.id}, .to = State::acknowledged}).items;
    ASSERT_EQ(items.size(), 4U);
    EXPECT_EQ(items[0].state, State::acknowledged);
    EXPECT_EQ(items[1].code, "failed_precondition");
    EXPECT_EQ(items[2].code, "not_found");
    EXPECT_EQ(items[3].state, State::acknowledged);
    EXPECT_EQ(total(kit::ListOf<Complaint>{}.where(&Complaint::state, State::acknowledged)), 2);
    EXPECT_EQ(bed.emitted(api::acknowledged).size(), 3U) << "two now, and one on the way to being assessed";
}

TEST_P(BulkDeskTest, SaysWithEachMoveWhatItNeeds) {
    const Complaint first = open("a"), second = open("b");
    auto items = bed.call(api::bulk_move, {.ids = {second.id}, .to = State::withdrawn}).items;
    EXPECT_EQ(items[0].code, "invalid_argument");
    items = bed.call(api::bulk_move, {.ids = {second.id}, .to = State::duplicate, .of = first.id}).items;
    EXPECT_TRUE(items[0].ok);
    EXPECT_EQ(bed.call(api::get, {second.id}).duplicate_of, first.id);
}

TEST_P(BulkDeskTest, GivesMany) {
    const Complaint first = open("a"), over = open_in(State::closed);
    auto items = bed.call(api::bulk_assign, {.ids = {first.id, over.id}, .owner = bed.user("ann")}).items;
    EXPECT_EQ(items[0].owner, bed.user("ann"));
    EXPECT_EQ(items[1].code, "failed_precondition");
    EXPECT_EQ(bed.emitted(api::assigned).size(), 1U);
    const Complaint second = open("b");
    items = bed.call(api::bulk_assign, {.ids = {second.id}}).items;
    EXPECT_EQ(items[0].code, "failed_precondition") << "there is no rule";
    bed.call(api::create_assignment_rule, {{.name = "all", .owners = {bed.user("ann"), bed.user("bob")}}});
    items = bed.call(api::bulk_assign, {.ids = {second.id}}).items;
    EXPECT_EQ(items[0].owner, bed.user("bob"));
}

}  // namespace
}  // namespace rapport::complaints
