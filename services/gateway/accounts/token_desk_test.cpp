// SPDX-License-Identifier: MIT
#include <gmock/gmock-more-matchers.h>

#include "services/gateway/accounts/testing.hpp"

namespace rapport::gateway::accounts {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

using TokenDeskTest = AccountsTest;
INSTANTIATE_TEST_SUITE_P(Stores, TokenDeskTest, testing::ValuesIn(testing_kit::backends()),
                         [](const auto& tested) { return tested.param; });

TEST_P(TokenDeskTest, ATokenOpensAtOnceAndNeverAgainOnceRevoked) {
    const User ann = create("ann", {Role::agent, Role::account_manager});
    const auto made = bed.call(api::create_token, {.name = "import", .roles = {Role::agent}, .owner = ann.id});
    ASSERT_TRUE(who(made.secret));
    EXPECT_EQ(who(made.secret)->id, "token:" + to_text(made.token.id));
    EXPECT_THAT(who(made.secret)->roles, ElementsAre("agent"));
    restart();
    EXPECT_TRUE(who(made.secret));
    bed.call(api::revoke_token, {made.token.id});
    EXPECT_FALSE(who(made.secret));
    restart();
    EXPECT_FALSE(who(made.secret));
    EXPECT_THAT(bed.emitted(api::token_revoked), SizeIs(1));
}

TEST_P(TokenDeskTest, ATokenEndsWithItsTimeAndWithItsOwner) {
    const User ann = create("ann", {Role::agent});
    const auto made =
        bed.call(api::create_token, {.name = "x", .owner = ann.id, .expires = bed.clock.now() + std::chrono::hours(1)});
    EXPECT_TRUE(who(made.secret));
    bed.call(api::update_user, {edit(ann).set(&User::active, false)});
    EXPECT_FALSE(who(made.secret));
    bed.call(api::update_user, {edit(ann).set(&User::active, true)});
    EXPECT_TRUE(who(made.secret));
    bed.advance(std::chrono::hours(1));
    EXPECT_FALSE(who(made.secret));
}

TEST_P(TokenDeskTest, NobodyMakesATokenThatMayMoreThanTheyMay) {
    const User ann = create("ann", {Role::agent});
    const User bob = create("bob", {Role::agent});
    bed.act_as("user:" + to_text(ann.id), {"agent"});
    EXPECT_THAT(bed.call(api::create_token, {.name = "mine"}).token.roles, ElementsAre(Role::agent));
    EXPECT_EQ(refusal([&] { bed.call(api::create_token, {.name = "x", .roles = {Role::admin}}); }),
              Code::invalid_argument);
    EXPECT_EQ(refusal([&] { bed.call(api::create_token, {.name = "x", .owner = bob.id}); }), Code::permission_denied);
    EXPECT_THAT(bed.call(api::list_tokens, {}).items, SizeIs(1));
    EXPECT_EQ(refusal([&] { bed.call(api::list_tokens, {.owner = bob.id}); }), Code::permission_denied);
}

TEST_P(TokenDeskTest, AnAdministratorOfSomePartiesMakesTokensOfTheirOwnAlone) {
    const std::string acme = to_text(new_uuid(bed.clock.now()));
    const User root = bed.call(api::create_user, {{.name = "root", .roles = {Role::admin}, .parties = {acme}}});
    const User ann = create("ann", {Role::agent});
    const auto made_by_root = [&](const api::CreateToken& request) {
        kit::Invocation asked{.method = std::string(api::create_token.name), .params = encode(request)};
        asked.header.actor =
            Actor{.id = "user:" + to_text(root.id), .kind = "person", .roles = {"admin"}, .parties = {acme}};
        kit::Work work(std::move(asked));
        return bed.engine().run({&work, 1}).outcomes.front();
    };
    EXPECT_FALSE(made_by_root({.name = "mine"}).error);
    for (const auto& parties : {std::vector<std::string>(), std::vector<std::string>{acme}}) {
        const auto refused = made_by_root({.name = "x", .parties = parties, .owner = ann.id});
        ASSERT_TRUE(refused.error);
        EXPECT_EQ(refused.error->code(), Code::permission_denied);
    }
}

TEST_P(TokenDeskTest, ASecretIsToldOnceAndStoredNowhere) {
    const User ann = create("ann", {Role::agent});
    const api::CreateToken request{.name = "x", .owner = ann.id};
    bed.with_key("k");
    const auto first = bed.call(api::create_token, request);
    bed.with_key("k");
    const auto again = bed.call(api::create_token, request);
    EXPECT_EQ(again.token.id, first.token.id);
    EXPECT_EQ(again.secret, "");
    for (const auto& [reply] : bed.reader().rows<std::string>("select result from kit_replies"))
        EXPECT_EQ(reply.find(first.secret), reply.npos);
    for (const auto& [body] : bed.reader().rows<std::string>("select body from tokens"))
        EXPECT_EQ(body.find(first.secret), body.npos);
}

/// A token of the administrator, and what it makes in turn: grandmother, mother, child.
struct Family {
    api::TokenMade oldest, middle, youngest;
};

TEST_P(TokenDeskTest, WhatATokenMadeEndsWithIt) {
    const User root = create("root", {Role::admin});
    const auto family = [&] {
        bed.act_as("user:" + to_text(root.id), {"admin"});
        Family made{.oldest = bed.call(api::create_token, {.name = "oldest"})};
        act_by(made.oldest.secret);
        made.middle = bed.call(api::create_token, {.name = "middle", .roles = {Role::manager}});
        act_by(made.middle.secret);
        made.youngest = bed.call(api::create_token, {.name = "youngest", .roles = {Role::agent}});
        bed.act_as("user:0", {"admin"});
        return made;
    };
    Family made = family();
    EXPECT_EQ(made.youngest.token.parent, made.middle.token.id);
    bed.call(api::revoke_token, {made.middle.token.id});
    EXPECT_TRUE(who(made.oldest.secret));
    EXPECT_FALSE(who(made.youngest.secret));
    EXPECT_THAT(bed.emitted(api::token_revoked), SizeIs(2)) << "each is told";
    restart();
    EXPECT_FALSE(who(made.youngest.secret));
    made = family();
    bed.call(api::revoke_token, {made.oldest.token.id});
    for (const auto& each : {made.oldest, made.middle, made.youngest}) EXPECT_FALSE(who(each.secret));
}

TEST_P(TokenDeskTest, ATokenThatATokenMadeLivesNoLonger) {
    const User ann = create("ann", {Role::agent});
    const Instant noon = bed.clock.now() + std::chrono::hours(3);
    const auto made = bed.call(api::create_token, {.name = "x", .owner = ann.id, .expires = noon});
    act_by(made.secret);
    EXPECT_EQ(bed.call(api::create_token, {.name = "same"}).token.expires, noon);
    EXPECT_EQ(bed.call(api::create_token, {.name = "less", .expires = noon - Millis(1)}).token.expires,
              noon - Millis(1));
    EXPECT_EQ(refusal([&] { bed.call(api::create_token, {.name = "more", .expires = noon + Millis(1)}); }),
              Code::invalid_argument);
    for (const Instant past : {bed.clock.now(), bed.clock.now() - Millis(1), *instant_from("0001-01-01T00:00:00Z")})
        EXPECT_EQ(refusal([&] { bed.call(api::create_token, {.name = "past", .expires = past}); }),
                  Code::invalid_argument);
}

TEST_P(TokenDeskTest, ATokenThatATokenMadeMayNoMoreThanThatNowMay) {
    const User root = create("root", {Role::admin});
    create("second", {Role::admin});
    const User ann = create("ann", {Role::agent, Role::auditor});
    const auto above = bed.call(api::create_token, {.name = "above", .owner = root.id});
    act_by(above.secret);
    const auto below = bed.call(api::create_token, {.name = "below", .owner = ann.id});
    bed.act_as("user:0", {"admin"});
    EXPECT_THAT(who(below.secret)->roles, ElementsAre("agent", "auditor"));
    bed.call(api::update_user, {edit(root).set(&User::roles, std::vector{Role::auditor})});
    EXPECT_EQ(who(above.secret)->roles, std::vector<std::string>{}) << "it was to be admin alone";
    EXPECT_EQ(who(below.secret)->roles, std::vector<std::string>{});
    bed.call(api::update_user, {edit(root).set(&User::roles, std::vector{Role::admin})});
    const std::string party = to_text(new_uuid(bed.clock.now()));
    bed.call(api::update_user, {edit(root).set(&User::parties, std::vector{party})});
    EXPECT_THAT(who(below.secret)->parties, ElementsAre(party));
    bed.call(api::update_user, {edit(root).set(&User::parties, std::vector<std::string>{}).set(&User::active, false)});
    EXPECT_FALSE(who(below.secret)) << "whoever made it with that token is gone";
}

TEST_P(TokenDeskTest, TokensDoNotMakeOneAnotherWithoutEnd) {
    const User ann = create("ann", {Role::agent});
    auto made = bed.call(api::create_token, {.name = "0", .owner = ann.id});
    for (int i = 1; i < 11; ++i) {
        act_by(made.secret);
        if (i == 10) break;
        made = bed.call(api::create_token, {.name = std::to_string(i)});
    }
    EXPECT_EQ(refusal([&] { bed.call(api::create_token, {.name = "11"}); }), Code::failed_precondition);
}

TEST_P(TokenDeskTest, ATokenThatMayLessThanItsOwnerManagesItselfAndWhatItMade) {
    const User root = create("root", {Role::admin});
    const User ann = create("ann", {Role::agent, Role::account_manager});
    const auto wide = bed.call(api::create_token, {.name = "wide", .owner = ann.id});
    const auto of_root = bed.call(api::create_token, {.name = "other", .owner = root.id});
    for (const auto& [owner, role] : {std::pair{ann, Role::agent}, {root, Role::auditor}, {root, Role::manager}}) {
        bed.act_as("user:0", {"admin"});
        const auto narrow = bed.call(api::create_token, {.name = "narrow", .roles = {role}, .owner = owner.id});
        act_by(narrow.secret);
        const auto child = bed.call(api::create_token, {.name = "child"});
        const auto listed = bed.call(api::list_tokens, {});
        ASSERT_THAT(listed.items, SizeIs(2)) << name_of(role);
        EXPECT_EQ(listed.total, 2);
        const auto first = bed.call(api::list_tokens, {.limit = 1});
        ASSERT_TRUE(first.next);
        const auto second = bed.call(api::list_tokens, {.limit = 1, .after = first.next});
        EXPECT_THAT(second.items, SizeIs(1));
        EXPECT_FALSE(second.next);
        EXPECT_NE(first.items.at(0).id, second.items.at(0).id);
        for (const auto& other : {wide, of_root})
            EXPECT_EQ(refusal([&] { bed.call(api::revoke_token, {other.token.id}); }), Code::not_found);
        bed.call(api::revoke_token, {child.token.id});
        EXPECT_FALSE(who(child.secret));
        bed.call(api::revoke_token, {narrow.token.id});
        EXPECT_FALSE(who(narrow.secret));
    }
    EXPECT_TRUE(who(wide.secret) && who(of_root.secret));
}

TEST_P(TokenDeskTest, RevokingAllOfManyTakesNoLongerThanMakingThem) {
    using std::chrono::steady_clock;
    constexpr int many = 300;
    create("root", {Role::admin});
    const User ann = create("ann", {Role::agent});
    const auto began = steady_clock::now();
    for (int i = 0; i < many; ++i) bed.call(api::create_token, {.name = std::to_string(i), .owner = ann.id});
    const auto made = steady_clock::now();
    set_password(ann, true);
    EXPECT_LT(steady_clock::now() - made, made - began);
    EXPECT_EQ(bed.emitted(api::password_set).back().tokens_revoked, many);
    EXPECT_THAT(bed.emitted(api::token_revoked), SizeIs(many));
    for (const Token& token : bed.call(api::list_tokens, {.limit = 200}).items) EXPECT_TRUE(token.revoked);
}

TEST_P(TokenDeskTest, ATokenThatMayAllThatItsOwnerMayManagesAllOfThem) {
    const User ann = create("ann", {Role::agent});
    const auto one = bed.call(api::create_token, {.name = "one", .owner = ann.id});
    const auto other = bed.call(api::create_token, {.name = "other", .owner = ann.id});
    act_by(one.secret);
    EXPECT_THAT(bed.call(api::list_tokens, {}).items, SizeIs(2));
    bed.call(api::revoke_token, {other.token.id});
    EXPECT_FALSE(who(other.secret));
}

TEST_P(TokenDeskTest, TheOwnerIsToldOfTokensAndByWhom) {
    const User ann = bed.call(api::create_user, {{.name = "ann", .email = "ann@example.com", .roles = {Role::agent}}});
    const auto made = bed.call(api::create_token, {.name = "x", .owner = ann.id});
    act_by(made.secret);
    bed.call(api::revoke_token, {made.token.id});
    const auto created = bed.emitted(api::token_created).back();
    EXPECT_EQ(created.user, ann.id);
    EXPECT_EQ(created.email, "ann@example.com");
    EXPECT_EQ(created.by, api::By::administrator);
    EXPECT_EQ(bed.emitted(api::token_revoked).back().by, api::By::self);
}

}  // namespace
}  // namespace rapport::gateway::accounts
