// SPDX-License-Identifier: MIT
#include "services/gateway/accounts/desk.hpp"

#include <gmock/gmock-more-matchers.h>

#include "services/gateway/accounts/first_start.hpp"
#include "services/kit/testing/bed.hpp"

namespace rapport::gateway::accounts {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

/// The accounts' real engine and store, and the directory beside it.
class AccountsTest : public testing::TestWithParam<std::string> {
protected:
    AccountsTest() { bed.act_as("user:0", {"admin"}); }

    User create(const std::string& name, std::vector<Role> roles) {
        return bed.call(api::create_user, {.name = name, .roles = std::move(roles)});
    }
    /// What the gateway itself does.
    template <class Command, class Request>
    void as_gateway(const Command& command, const Request& request) {
        bed.act_as("service:gateway", {"service"});
        bed.call(command, request);
        bed.act_as("user:0", {"admin"});
    }
    std::optional<Actor> who(const std::string& token) const {
        return directory.who({.verb = "POST", .headers = {{"Authorization", "Bearer " + token}}});
    }
    std::optional<Actor> who_by_cookie(const std::string& verb, const std::string& secret,
                                       const std::string& csrf = {}) const {
        return directory.who(
            {.verb = verb, .headers = {{"Cookie", "rapport_session=" + secret}, {"X-CSRF-Token", csrf}}});
    }
    Code refusal(const std::function<void()>& act) const {
        try {
            act();
        } catch (const Error& e) {
            return e.code();
        }
        ADD_FAILURE() << "was accepted";
        return Code::internal;
    }
    void open_session(const User& user, const std::string& secret) {
        as_gateway(api::open_session, api::OpenSession{user.id, directory.session_digest(secret),
                                                       bed.clock.now() + std::chrono::hours(1)});
    }
    /// A user with a session of that secret.
    User with_session(const std::string& secret) {
        const User ann = create("ann", {Role::agent});
        open_session(ann, secret);
        return ann;
    }
    void restart() {
        bed.reopen();
        directory.reload(Store(), bed.reader());
    }

    /// The bed's clock, for what is made before the bed.
    struct BedClock final : Clock {
        const AccountsTest& test;
        explicit BedClock(const AccountsTest& of) : test(of) {}
        Instant now() const override { return test.bed.clock.now(); }
    };
    const BedClock clock{*this};
    Directory directory{KeyedHash({1, 2, 3}), clock};
    Desk desk{directory};
    testing_kit::TestBed bed{desk.definition(), GetParam()};
};
INSTANTIATE_TEST_SUITE_P(Stores, AccountsTest, testing::ValuesIn(testing_kit::backends()),
                         [](const auto& tested) { return tested.param; });

TEST_P(AccountsTest, ATokenOpensAtOnceAndNeverAgainOnceRevoked) {
    const User ann = create("ann", {Role::agent, Role::account_manager});
    const auto made = bed.call(api::create_token, {.name = "import", .roles = {Role::agent}, .owner = ann.id});
    ASSERT_TRUE(who(made.secret));
    EXPECT_EQ(who(made.secret)->id, "token:" + to_text(made.token.id));
    EXPECT_THAT(who(made.secret)->roles, testing::ElementsAre("agent"));
    restart();
    EXPECT_TRUE(who(made.secret));
    bed.call(api::revoke_token, {made.token.id});
    EXPECT_FALSE(who(made.secret));
    restart();
    EXPECT_FALSE(who(made.secret));
    EXPECT_THAT(bed.emitted(api::token_revoked), SizeIs(1));
}

TEST_P(AccountsTest, ATokenEndsWithItsTimeAndWithItsOwner) {
    const User ann = create("ann", {Role::agent});
    const auto made =
        bed.call(api::create_token, {.name = "x", .owner = ann.id, .expires = bed.clock.now() + std::chrono::hours(1)});
    EXPECT_TRUE(who(made.secret));
    bed.call(api::update_user, {.id = ann.id, .active = false});
    EXPECT_FALSE(who(made.secret));
    bed.call(api::update_user, {.id = ann.id, .active = true});
    EXPECT_TRUE(who(made.secret));
    bed.advance(std::chrono::hours(1));
    EXPECT_FALSE(who(made.secret));
}

TEST_P(AccountsTest, NobodyMakesATokenThatMayMoreThanTheyMay) {
    const User ann = create("ann", {Role::agent});
    const User bob = create("bob", {Role::agent});
    bed.act_as("user:" + to_text(ann.id), {"agent"});
    EXPECT_THAT(bed.call(api::create_token, {.name = "mine"}).token.roles, testing::ElementsAre(Role::agent));
    EXPECT_EQ(refusal([&] { bed.call(api::create_token, {.name = "x", .roles = {Role::admin}}); }),
              Code::invalid_argument);
    EXPECT_EQ(refusal([&] { bed.call(api::create_token, {.name = "x", .owner = bob.id}); }), Code::permission_denied);
    EXPECT_THAT(bed.call(api::list_tokens, {}).items, SizeIs(1));
    EXPECT_EQ(refusal([&] { bed.call(api::list_tokens, {.owner = bob.id}); }), Code::permission_denied);
}

TEST_P(AccountsTest, UsersAreForAdministratorsAlone) {
    bed.act_as("user:1", {"manager"});
    EXPECT_EQ(refusal([&] { create("x", {Role::admin}); }), Code::permission_denied);
    EXPECT_EQ(refusal([&] { bed.call(api::list_users, {}); }), Code::permission_denied);
    EXPECT_EQ(refusal([&] {
                  bed.call(api::set_password, {UserId(new_uuid(bed.clock.now())), std::string(30, 'x')});
              }),
              Code::permission_denied);
    bed.act_as("user:1", {"auditor"});
    EXPECT_THAT(bed.call(api::list_users, {}).items, IsEmpty());
}

TEST_P(AccountsTest, ANameIsThereOnceAndTheLastAdministratorStays) {
    const User root = create("root", {Role::admin});
    EXPECT_EQ(refusal([&] { create("root", {Role::agent}); }), Code::already_exists);
    EXPECT_EQ(refusal([&] { bed.call(api::update_user, {.id = root.id, .active = false}); }),
              Code::failed_precondition);
    EXPECT_EQ(refusal([&] { bed.call(api::update_user, {.id = root.id, .roles = std::vector{Role::agent}}); }),
              Code::failed_precondition);
    create("second", {Role::admin});
    EXPECT_FALSE(bed.call(api::update_user, {.id = root.id, .active = false}).active);
    EXPECT_EQ(refusal([&] { bed.call(api::update_user, {.id = root.id, .version = 1}); }), Code::aborted);
}

TEST_P(AccountsTest, ASecretIsToldOnceAndStoredNowhere) {
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

TEST_P(AccountsTest, ASessionReadsByItsCookieAndWritesWithItsProof) {
    const std::string secret = new_secret(session_prefix);
    const User ann = with_session(secret);
    EXPECT_EQ(who_by_cookie("GET", secret)->id, "user:" + to_text(ann.id));
    EXPECT_EQ(refusal([&] { who_by_cookie("POST", secret); }), Code::permission_denied);
    EXPECT_EQ(refusal([&] { who_by_cookie("POST", secret, directory.csrf_of("ras_other")); }), Code::permission_denied);
    EXPECT_TRUE(who_by_cookie("POST", secret, directory.csrf_of(secret)));
    restart();
    EXPECT_TRUE(who_by_cookie("GET", secret));
    as_gateway(api::close_session, api::CloseSession{directory.session_digest(secret)});
    EXPECT_FALSE(who_by_cookie("GET", secret));
    EXPECT_THAT(bed.emitted(api::signed_out), SizeIs(1));
}

TEST_P(AccountsTest, ASessionEndsWithItsTimeWithANewPasswordAndWithItsUser) {
    const std::string secret = new_secret(session_prefix);
    const User ann = with_session(secret);
    as_gateway(api::set_password, api::SetPassword{ann.id, std::string(30, 'x')});
    EXPECT_FALSE(who_by_cookie("GET", secret));
    const auto open = [&] {
        open_session(ann, secret);
        return who_by_cookie("GET", secret).has_value();
    };
    EXPECT_TRUE(open());
    bed.advance(std::chrono::hours(1));
    EXPECT_FALSE(who_by_cookie("GET", secret));
    EXPECT_TRUE(open());
    bed.call(api::update_user, {.id = ann.id, .active = false});
    EXPECT_FALSE(who_by_cookie("GET", secret));
}

TEST_P(AccountsTest, WrongPasswordsAreCountedToldAndLock) {
    const User ann = create("ann", {Role::agent});
    for (int i = 0; i < 5; ++i) as_gateway(api::sign_in_failed, api::OfUser{ann.id});
    EXPECT_TRUE(locked(directory.credential(ann.id), bed.clock.now()));
    EXPECT_THAT(bed.emitted(api::sign_in_failed_told), SizeIs(5));
    EXPECT_THAT(bed.emitted(api::locked_told), SizeIs(1));
    restart();
    EXPECT_TRUE(locked(directory.credential(ann.id), bed.clock.now()));
    open_session(ann, new_secret(session_prefix));
    EXPECT_EQ(directory.credential(ann.id).failures, 0);
}

TEST_P(AccountsTest, TheFirstStartMakesAnAdministratorAndItsTokenOnce) {
    const std::filesystem::path file = std::filesystem::path(bed.folder()) / "admin.token";
    ensure_administrator(bed.engine(), directory, file);
    std::string token = *read_file(file);
    token.pop_back();
    EXPECT_THAT(who(token)->roles, testing::ElementsAre("admin"));
    ensure_administrator(bed.engine(), directory, file);
    EXPECT_THAT(bed.call(api::list_users, {}).items, SizeIs(1));
    EXPECT_THAT(bed.call(api::list_tokens, {}).items, SizeIs(1));
    std::filesystem::remove(file);
    ensure_administrator(bed.engine(), directory, file);
    std::string second = *read_file(file);
    second.pop_back();
    EXPECT_NE(second, token);
    EXPECT_TRUE(who(second));
    EXPECT_THAT(bed.call(api::list_users, {}).items, SizeIs(1));
    bed.call(api::revoke_token, {bed.call(api::list_tokens, {}).items.front().id});
    ensure_administrator(bed.engine(), directory, file);
    EXPECT_FALSE(who(second)) << "revoked stays revoked";
}

}  // namespace
}  // namespace rapport::gateway::accounts
