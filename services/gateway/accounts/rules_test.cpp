// SPDX-License-Identifier: MIT
#include <gmock/gmock-more-matchers.h>
#include <sys/stat.h>

#include "bus/base/error.hpp"
#include "bus/testing/test_bus.hpp"
#include "services/gateway/accounts/cookies.hpp"
#include "services/gateway/accounts/credential.hpp"
#include "services/gateway/accounts/password.hpp"
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

TEST(Place, LocksFromTheTenthFailureEachTimeLongerUpToAnHour) {
    Place place;
    for (int i = 0; i < 9; ++i) place = failed(place, noon);
    EXPECT_FALSE(locked(place, noon));
    const std::int64_t minutes[] = {1, 2, 4, 8, 16, 32, 60, 60};
    for (const auto expected : minutes) {
        place = failed(place, noon);
        EXPECT_TRUE(locked(place, noon + Millis(expected * 60'000 - 1))) << expected;
        EXPECT_FALSE(locked(place, noon + Millis(expected * 60'000))) << expected;
    }
    EXPECT_EQ(succeeded(place, noon).failures, 0);
    EXPECT_FALSE(locked(succeeded(place, noon), noon));
}

TEST(Place, IsKnownForAMonthAfterTheUserSignedInFromThere) {
    EXPECT_FALSE(known(Place{}, noon));
    EXPECT_FALSE(known(failed(Place{}, noon), noon));
    const Place place = succeeded(Place{}, noon);
    EXPECT_TRUE(known(place, noon + std::chrono::days(30) - Millis(1)));
    EXPECT_FALSE(known(place, noon + std::chrono::days(30)));
    EXPECT_TRUE(known(failed(place, noon), noon));
    EXPECT_FALSE(stale(place, noon + std::chrono::days(29)));
    EXPECT_TRUE(stale(place, noon + std::chrono::days(30)));
    EXPECT_TRUE(stale(failed(Place{}, noon), noon + std::chrono::hours(24)));
}

TEST(Credential, StrangersNeverHaveMoreThanAHundredTriesInAnyHour) {
    Credential credential;
    std::vector<Instant> tries;
    for (Instant now = noon; now < noon + std::chrono::hours(5); now = now + std::chrono::seconds(7)) {
        if (closed_to_strangers(credential, now)) continue;
        credential = failed(credential, now);
        tries.push_back(now);
    }
    EXPECT_GE(tries.size(), 200u) << "and they have some";
    for (const Instant from : tries) {
        const auto within =
            std::ranges::count_if(tries, [&](Instant at) { return at >= from && at < from + std::chrono::hours(1); });
        EXPECT_LE(within, 100) << to_text(from);
    }
}

TEST(Credential, OfAnAdministratorsChoiceEnds) {
    EXPECT_FALSE(expired({}, noon));
    EXPECT_FALSE(expired({.expires = noon + Millis(1)}, noon));
    EXPECT_TRUE(expired({.expires = noon}, noon));
}

TEST(Password, IsOfTwelveToAHundredAndTwentyEightCharactersNotEasilyGuessed) {
    const User ann{.name = "ann.smith", .full_name = "Ann Smith-Jones", .email = "ann.smith@acme-hosting.example"};
    std::string long_one;
    for (int i = 0; long_one.size() < 127; ++i) long_one += std::to_string(i * 7919 % 10'007) + " ";
    long_one.resize(126);
    const std::string of_128 = long_one + "ü€";
    for (const std::string& good :
         {std::string("Correct horse battery"), std::string("correcthorsebatterystaple"), std::string("Taken over 123"),
          std::string("x9$kLm2pQ7vR"), std::string("grüße aus köln"), std::string("日本語パスワード文字列だよ"),
          std::string("крепкий старый замок"), std::string("😀🦊🚲🎻🌋🧭🥝🪁🛶🦉🧩🪐"), of_128,
          random_password()})
        EXPECT_EQ(refused_field([&] { check_password(good, ann, "new"); }), "nothing") << good;
    const std::string bad[] = {
        "", "short", "x9$kLm2pQ7v", "ééééé", "日本語パスワード文", of_128 + "x", std::string(1'000, 'x'),
        // common ones, words, patterns
        "123456789012", "1234567890123", "0123456789012", "987654321098", "password1234", "Password1234",
        "P@ssw0rd1234", "passwordpassword", "qwertyuiopas", "qwertyuiop12", "1q2w3e4r5t6y", "q1w2e3r4t5y6",
        "1qaz2wsx3edc", "zxcvbnmasdfg", "iloveyou1234", "letmeinletmein", "letmein12345", "administrator",
        "Administrator1", "unbelievable", "welcome12345", "Welcome2026!", "Summer2026!!", "football1234",
        "trustno1trustno1", "changeme1234", "changemechangeme", "monkeymonkey", "defaultpassword", "abcdefghijkl",
        "abababababab", "aaaaaaaaaaaa", "éééééééééééé", "111111111111", "112233445566", "            ",
        "\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0",
        // of the user, and of Rapport
        "rapportrapport", "Rapport12345", "rapport 2026", "ann.smith2026", "smithsmith12", "ANN.SMITH.ANN.SMITH",
        "ann.smith@acme-hosting.example", "acme-hosting1", "Smith-Jones 1", "jonesjones123",
        // no characters that can be typed
        "Correct horse\tbattery", "Correct horse\x01 battery", "Correct horse\x7f battery",
        "Correct\u0085horse battery"};
    for (const std::string& each : bad)
        EXPECT_EQ(refused_field([&] { check_password(each, ann, "new"); }), "new") << each;
}

TEST(Password, ThatIsMadeIsAnotherEachTime) { EXPECT_NE(random_password(), random_password()); }

TEST(Token, IsGoodUntilItExpiresOrIsRevoked) {
    EXPECT_TRUE(valid({}, noon));
    EXPECT_TRUE(valid({.expires = noon + Millis(1)}, noon));
    EXPECT_FALSE(valid({.expires = noon}, noon));
    EXPECT_FALSE(valid({.revoked = noon - Millis(1)}, noon));
}

TEST(Token, MayNoMoreThanItsOwnerMay) {
    const Token token{.roles = {Role::agent, Role::manager}, .parties = {"a", "b"}};
    User owner = user({Role::agent});
    EXPECT_THAT(rights_of(token, owner)->roles, testing::ElementsAre(Role::agent));
    EXPECT_THAT(rights_of(token, owner)->parties, testing::ElementsAre("a", "b"));
    owner.parties = {"b", "c"};
    EXPECT_THAT(rights_of(token, owner)->parties, testing::ElementsAre("b"));
    owner.parties = {"c"};
    EXPECT_FALSE(rights_of(token, owner)) << "no party left is none, not all";
    owner = user({Role::agent});
    owner.active = false;
    EXPECT_FALSE(rights_of(token, owner));
}

TEST(Rights, CoverAUserOnlyWhereNothingIsMissing) {
    User ann = user({Role::agent, Role::auditor});
    EXPECT_TRUE(covers({{Role::auditor, Role::agent}, {}}, ann));
    EXPECT_TRUE(covers({{Role::admin}, {}}, ann));
    EXPECT_FALSE(covers({{Role::agent}, {}}, ann));
    EXPECT_FALSE(covers({{}, {}}, ann));
    EXPECT_FALSE(covers({{Role::agent, Role::auditor}, {"a"}}, ann));
    ann.parties = {"a", "b"};
    EXPECT_TRUE(covers({{Role::agent, Role::auditor}, {"b", "a"}}, ann));
    EXPECT_FALSE(covers({{Role::agent, Role::auditor}, {"a"}}, ann));
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

TEST(Cookie, IsBoundToThisHostWhereItIsSecure) {
    const Cookie plain("rapport_session", false), bound("rapport_session", true);
    EXPECT_EQ(plain.set("x", std::chrono::hours(1)), "rapport_session=x; Path=/; HttpOnly; SameSite=Lax; Max-Age=3600");
    EXPECT_EQ(bound.set("x", std::chrono::hours(1)),
              "__Host-rapport_session=x; Path=/; HttpOnly; SameSite=Lax; Max-Age=3600; Secure");
    EXPECT_EQ(bound.cleared(), "__Host-rapport_session=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0; Secure");
}

TEST(Device, ProvesWhoSignedInWithItAndNobodyElse) {
    const KeyedHash hash({1, 2, 3}), other({4});
    const auto id = [](int n) {
        return UserId(uuid_from("01930a70-0000-7000-8000-00000000000" + std::to_string(n)).value());
    };
    const auto proves = [](const Device& device, const UserId& user) { return device.proves(user, "argon", noon); };
    std::string cookie = Device({}, hash).with(id(1), "argon", noon);
    EXPECT_TRUE(proves(Device(cookie, hash), id(1)));
    EXPECT_FALSE(proves(Device(cookie, hash), id(2)));
    EXPECT_FALSE(proves(Device({}, hash), id(1)));
    EXPECT_EQ(Device(cookie, hash).digest(), Device(cookie, hash).digest());
    EXPECT_NE(Device({}, hash).digest(), Device({}, hash).digest());
    EXPECT_FALSE(proves(Device(cookie, other), id(1))) << "of another deployment";
    const std::string mine = cookie.substr(0, cookie.find('.')), proof = cookie.substr(cookie.find('.'));
    for (const std::string& forged :
         {mine, mine + ".", mine + "." + std::string(64, '0'), mine + proof + "0", mine + ".9" + proof.substr(1),
          mine + ".99999" + proof.substr(proof.find('-')), mine + "." + proof.substr(proof.find('-')),
          new_secret("rad_") + proof, std::string("rad_x") + proof, std::string(5'000, '.')})
        EXPECT_FALSE(proves(Device(forged, hash), id(1))) << forged;
    for (int n = 2; n <= 6; ++n) cookie = Device(cookie, hash).with(id(n), "argon", noon);
    for (int n = 2; n <= 6; ++n) EXPECT_TRUE(proves(Device(cookie, hash), id(n))) << n;
    EXPECT_FALSE(proves(Device(cookie, hash), id(1))) << "the last five are remembered";
    EXPECT_EQ(Device(cookie, hash).with(id(6), "argon", noon), cookie);
}

TEST(Device, ProvesForThirtyDaysAndNoLongerThanThePassword) {
    const KeyedHash hash({1, 2, 3});
    const UserId ann(*uuid_from("01930a70-0000-7000-8000-000000000001")), bob(new_uuid(noon));
    using std::chrono::days;
    std::string cookie = Device({}, hash).with(bob, "of bob", noon);
    cookie = Device(cookie, hash).with(ann, "before", noon);
    EXPECT_TRUE(Device(cookie, hash).proves(ann, "before", noon + days(29)));
    EXPECT_FALSE(Device(cookie, hash).proves(ann, "before", noon + days(30)));
    EXPECT_FALSE(Device(cookie, hash).proves(ann, "after", noon));
    EXPECT_FALSE(Device(cookie, hash).proves(ann, "", noon));
    for (int day = 1; day < 20; ++day) cookie = Device(cookie, hash).with(ann, "before", noon + days(day));
    EXPECT_TRUE(Device(cookie, hash).proves(ann, "before", noon + days(48))) << "each sign-in proves anew";
    EXPECT_TRUE(Device(cookie, hash).proves(bob, "of bob", noon)) << "and pushes nobody out";
    cookie = Device(cookie, hash).with(ann, "after", noon);
    EXPECT_TRUE(Device(cookie, hash).proves(ann, "after", noon));
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
