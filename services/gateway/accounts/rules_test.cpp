// SPDX-License-Identifier: MIT
#include <gmock/gmock-more-matchers.h>
#include <sys/stat.h>

#include "bus/base/error.hpp"
#include "bus/testing/test_bus.hpp"
#include "services/gateway/accounts/credential.hpp"
#include "services/gateway/accounts/secrets.hpp"
#include "services/gateway/accounts/token.hpp"

namespace rapport::gateway::accounts {
namespace {

const Instant noon = *instant_from("2026-03-02T12:00:00Z");

User user(std::vector<Role> roles) { return {.name = "ann", .roles = std::move(roles)}; }

std::string refused_field(const std::function<void()>& act) {
    try {
        act();
    } catch (const Error& e) {
        return e.message().substr(0, e.message().find(':'));
    }
    return "nothing";
}

TEST(User, MustBeAPersonWithARole) {
    check(user({Role::agent}));
    EXPECT_EQ(refused_field([] { check(user({})); }), "roles");
    EXPECT_EQ(refused_field([] { check(user({Role::service})); }), "roles");
    User capitals = user({Role::agent});
    capitals.name = "Ann";
    EXPECT_EQ(refused_field([&] { check(capitals); }), "name");
    User party = user({Role::agent});
    party.parties = {"acme"};
    EXPECT_EQ(refused_field([&] { check(party); }), "parties");
}

TEST(User, ChangesWhatIsNamedAndNothingElse) {
    User ann = user({Role::agent});
    ann.email = "ann@example.com";
    const User after = changed(ann, {.full_name = "Ann", .active = false});
    EXPECT_EQ(after.full_name, "Ann");
    EXPECT_EQ(after.email, "ann@example.com");
    EXPECT_FALSE(after.active);
}

TEST(Credential, LocksFromTheFifthFailureEachTimeLongerUpToAnHour) {
    Credential credential;
    for (int i = 0; i < 4; ++i) credential = failed(credential, noon);
    EXPECT_FALSE(locked(credential, noon));
    const std::int64_t minutes[] = {1, 2, 4, 8, 16, 32, 60, 60};
    for (const auto expected : minutes) {
        credential = failed(credential, noon);
        EXPECT_TRUE(locked(credential, noon + Millis(expected * 60'000 - 1))) << expected;
        EXPECT_FALSE(locked(credential, noon + Millis(expected * 60'000))) << expected;
    }
    EXPECT_EQ(succeeded(credential).failures, 0);
    EXPECT_FALSE(locked(succeeded(credential), noon));
}

TEST(Token, IsGoodUntilItExpiresOrIsRevoked) {
    EXPECT_TRUE(valid({}, noon));
    EXPECT_TRUE(valid({.expires = noon + Millis(1)}, noon));
    EXPECT_FALSE(valid({.expires = noon}, noon));
    EXPECT_FALSE(valid({.revoked = noon - Millis(1)}, noon));
}

TEST(Token, MayNoMoreThanItsOwnerMay) {
    const Token token{.roles = {Role::agent, Role::manager}, .parties = {"a", "b"}};
    User owner = user({Role::agent});
    EXPECT_THAT(actor_of(token, owner)->roles, testing::ElementsAre("agent"));
    EXPECT_THAT(actor_of(token, owner)->parties, testing::ElementsAre("a", "b"));
    owner.parties = {"b", "c"};
    EXPECT_THAT(actor_of(token, owner)->parties, testing::ElementsAre("b"));
    owner.parties = {"c"};
    EXPECT_EQ(actor_of(token, owner), std::nullopt) << "no party left is none, not all";
    owner = user({Role::agent});
    owner.active = false;
    EXPECT_EQ(actor_of(token, owner), std::nullopt);
}

TEST(User, AnAdministratorMayActInEveryRoleAndAManagerInAllButThat) {
    const std::vector<Role> all{Role::admin, Role::manager, Role::agent, Role::service};
    EXPECT_THAT(within(all, {Role::admin}), testing::ElementsAre(Role::admin, Role::manager, Role::agent));
    EXPECT_THAT(within(all, {Role::manager}), testing::ElementsAre(Role::manager, Role::agent));
    EXPECT_THAT(within(all, {Role::agent}), testing::ElementsAre(Role::agent));
    EXPECT_THAT(within(all, {}), testing::IsEmpty());
}

TEST(Secrets, AreLongRandomAndOfOneForm) {
    const std::string secret = new_secret("rap_");
    EXPECT_TRUE(is_secret(secret, "rap_"));
    EXPECT_NE(secret, new_secret("rap_"));
    for (const std::string& bad :
         {secret + "x", secret.substr(1), "ras_" + secret.substr(4), std::string("rap_"), secret.substr(0, 46) + "="})
        EXPECT_FALSE(is_secret(bad, "rap_")) << bad;
}

TEST(Secrets, AKeyIsMadeOnceForItsOwnerAlone) {
    const bus::testing::TempFolder folder;
    const auto file = folder.path() / "accounts.key";
    const auto digest = KeyedHash::from_file(file).digest("token", "x");
    EXPECT_EQ(KeyedHash::from_file(file).digest("token", "x"), digest);
    EXPECT_NE(KeyedHash::from_file(file).digest("session", "x"), digest);
    EXPECT_NE(KeyedHash::from_file(folder.path() / "other").digest("token", "x"), digest);
    struct stat info {};
    ASSERT_EQ(::stat(file.c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777, 0600u);
    write_private(file, "short");
    EXPECT_THROW(KeyedHash::from_file(file), Error);
}

TEST(Secrets, APasswordIsMatchedByItsHashAlone) {
    const std::string hash = password_hash("correct horse");
    EXPECT_THAT(hash, testing::StartsWith("$argon2id$"));
    EXPECT_TRUE(password_matches(hash, "correct horse"));
    EXPECT_FALSE(password_matches(hash, "correct house"));
    EXPECT_FALSE(password_matches("", "")) << "no password is not an empty one";
}

}  // namespace
}  // namespace rapport::gateway::accounts
