// SPDX-License-Identifier: MIT
#include "services/gateway/accounts/second_factor_desk.hpp"

#include <gmock/gmock-more-matchers.h>

#include "bus/base/retry.hpp"
#include "services/gateway/accounts/testing.hpp"
#include "services/gateway/accounts/totp.hpp"

namespace rapport::gateway::accounts {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class SecondFactorDeskTest : public AccountsTest {
protected:
    explicit SecondFactorDeskTest(SessionRules session_rules = {}) : AccountsTest(std::move(session_rules)) {}

    const std::string hash = std::string(30, 'x'), key = "12345678901234567890";
    const std::vector<std::string> recovery = {"abcd-efgh-2345", "ijkl-mnop-6723"};
    User ann;

    void SetUp() override {
        ann = create("ann", {Role::agent});
        set_password(ann);
    }
    std::string code(std::int64_t off = 0) const { return totp_code(key, totp_step(bed.clock.now()) + off); }
    void begin() {
        as_gateway(api::begin_second_factor, api::BeginSecondFactor{ann.id, directory.sealed(ann.id, key), hash});
    }
    std::vector<std::string> digests(const std::vector<std::string>& codes) const {
        std::vector<std::string> out;
        for (const std::string& each : codes) out.push_back(directory.recovery_digest(ann.id, typed_code(each)));
        return out;
    }
    void confirm(const std::string& with, std::optional<std::string> session = {}) {
        as_gateway(api::confirm_second_factor,
                   api::ConfirmSecondFactor{ann.id, with, digests(recovery), std::move(session)});
    }
    /// With a first code; it is used by now.
    void enrol() {
        begin();
        confirm(code());
        bed.clock.advance(std::chrono::seconds(30));
    }
    void remove(std::optional<std::string> with, std::optional<UserId> by = {}) {
        as_gateway(api::remove_second_factor,
                   api::RemoveSecondFactor{ann.id, by, std::move(with), by ? std::nullopt : std::optional(hash)});
    }
    /// Why nobody comes in with that code; empty if somebody does.
    std::string sign_in(std::optional<std::string> with) {
        return why([&] {
            as_gateway(api::open_session, api::OpenSession{ann.id,
                                                           directory.session_digest(new_secret(session_prefix)),
                                                           bed.clock.now() + std::chrono::hours(1),
                                                           from("home"),
                                                           "home",
                                                           hash,
                                                           {},
                                                           std::move(with)});
        });
    }
    std::string why(const std::function<void()>& act) {
        try {
            act();
            return {};
        } catch (const Error& error) {
            bed.act_as("user:0", {"admin"});
            return reason_of(error).value_or(std::string(name_of(error.code())));
        }
    }
};
INSTANTIATE_TEST_SUITE_P(Stores, SecondFactorDeskTest, testing::ValuesIn(testing_kit::backends()),
                         [](const auto& tested) { return tested.param; });

TEST_P(SecondFactorDeskTest, ACodeIsAskedForOnceOneWasConfirmed) {
    EXPECT_EQ(sign_in({}), "");
    begin();
    EXPECT_EQ(sign_in({}), "") << "what nobody confirmed yet keeps nobody out";
    EXPECT_FALSE(directory.second_factor(ann.id));
    EXPECT_EQ(why([&] { confirm("000000"); }), "second_factor_wrong");
    confirm(code());
    EXPECT_EQ(sign_in({}), "second_factor_required");
    EXPECT_EQ(sign_in("000000"), "second_factor_wrong");
    bed.clock.advance(std::chrono::seconds(30));
    EXPECT_EQ(sign_in(code()), "");
    restart();
    EXPECT_EQ(sign_in({}), "second_factor_required");
    ASSERT_TRUE(directory.second_factor(ann.id));
    EXPECT_EQ(directory.second_factor(ann.id)->codes_left, 2);
}

TEST_P(SecondFactorDeskTest, ACodeOpensOnceAndNoneOfBeforeItDoes) {
    begin();
    confirm(code());
    EXPECT_EQ(sign_in(code()), "second_factor_wrong") << "it was used to confirm";
    EXPECT_EQ(sign_in(code(1)), "") << "a clock that is 30 seconds ahead";
    EXPECT_EQ(sign_in(code(1)), "second_factor_wrong");
    restart();
    EXPECT_EQ(sign_in(code(1)), "second_factor_wrong") << "a restart forgets none";
    bed.clock.advance(std::chrono::seconds(90));
    EXPECT_EQ(sign_in(code(-1)), "") << "a clock that is 30 seconds behind";
    EXPECT_EQ(sign_in(code(-1)), "second_factor_wrong");
    EXPECT_EQ(sign_in(code(2)), "second_factor_wrong") << "or a minute ahead";
}

TEST_P(SecondFactorDeskTest, EachRecoveryCodeOpensOnceAndItsUseIsTold) {
    enrol();
    EXPECT_EQ(sign_in("ABCD efgh 2345"), "");
    EXPECT_EQ(sign_in("abcd-efgh-2345"), "second_factor_wrong");
    EXPECT_EQ(sign_in("aaaa-aaaa-aaaa"), "second_factor_wrong");
    ASSERT_THAT(bed.emitted(api::recovery_code_used), SizeIs(1));
    EXPECT_EQ(bed.emitted(api::recovery_code_used)[0].codes_left, 1);
    EXPECT_EQ(directory.second_factor(ann.id)->codes_left, 1);
    restart();
    EXPECT_EQ(sign_in("abcd-efgh-2345"), "second_factor_wrong");
    EXPECT_EQ(sign_in("ijkl-mnop-6723"), "");
    EXPECT_EQ(directory.second_factor(ann.id)->codes_left, 0);
}

TEST_P(SecondFactorDeskTest, NeitherSecretNorRecoveryCodesLieInTheStoreAsTheyAre) {
    enrol();
    const auto factors = bed.reader().rows<std::string>("select sealed from second_factors");
    ASSERT_EQ(factors.size(), 1u);
    const std::string stored = std::get<0>(factors[0]);
    for (const std::string& shown : {key, base32(key)}) EXPECT_EQ(stored.find(shown), stored.npos);
    for (const auto& [digest] : bed.reader().rows<std::string>("select digest from recovery_codes"))
        for (const std::string& each : recovery) EXPECT_EQ(digest.find(typed_code(each)), digest.npos);
}

TEST_P(SecondFactorDeskTest, ConfirmingEndsAllOtherSessionsAndIsTold) {
    const std::string own = new_secret(session_prefix), other = new_secret(session_prefix);
    for (const std::string& secret : {own, other}) open_session(ann, secret);
    begin();
    EXPECT_TRUE(who_by_cookie("GET", other));
    confirm(code(), directory.session_digest(own));
    for (int i = 0; i < 2; ++i) {
        EXPECT_TRUE(who_by_cookie("GET", own));
        EXPECT_FALSE(who_by_cookie("GET", other)) << "it was opened with the password alone";
        restart();
    }
    ASSERT_THAT(bed.emitted(api::sessions_ended), SizeIs(1));
    EXPECT_EQ(bed.emitted(api::sessions_ended).back().reason, api::SessionsEndedBy::second_factor);
    EXPECT_EQ(bed.emitted(api::sessions_ended).back().count, 1);
    ASSERT_THAT(bed.emitted(api::second_factor_enrolled), SizeIs(1));
    EXPECT_EQ(bed.emitted(api::second_factor_enrolled)[0].name, "ann");
    EXPECT_EQ(bed.emitted(api::second_factor_enrolled)[0].codes_left, 2);
}

TEST_P(SecondFactorDeskTest, WhatIsBegunIsConfirmedInAQuarterOfAnHourOrNotAtAll) {
    EXPECT_EQ(why([&] { confirm(code()); }), "failed_precondition") << "nothing was begun";
    begin();
    bed.clock.advance(std::chrono::minutes(15));
    EXPECT_EQ(why([&] { confirm(code()); }), "failed_precondition");
    enrol();
    EXPECT_EQ(why([&] { confirm(code()); }), "failed_precondition") << "it is confirmed";
    EXPECT_EQ(why([&] { begin(); }), "failed_precondition") << "there is one";
    EXPECT_EQ(sign_in(code()), "");
}

TEST_P(SecondFactorDeskTest, OneRemovesOnesOwnByPasswordAndCode) {
    EXPECT_EQ(why([&] { remove(code()); }), "failed_precondition") << "there is none";
    enrol();
    EXPECT_EQ(why([&] { remove("000000"); }), "second_factor_wrong");
    EXPECT_EQ(why([&] { remove({}); }), "second_factor_required");
    EXPECT_EQ(
        why([&] {
            as_gateway(api::remove_second_factor, api::RemoveSecondFactor{ann.id, {}, code(), std::string(30, 'y')});
        }),
        "failed_precondition")
        << "another password by now";
    EXPECT_THAT(bed.emitted(api::second_factor_removed), IsEmpty());
    remove(code());
    EXPECT_EQ(sign_in({}), "");
    EXPECT_FALSE(directory.second_factor(ann.id));
    ASSERT_THAT(bed.emitted(api::second_factor_removed), SizeIs(1));
    EXPECT_EQ(bed.emitted(api::second_factor_removed)[0].by, api::By::self);
    restart();
    EXPECT_EQ(sign_in({}), "");
    begin();
    EXPECT_EQ(sign_in(recovery[0]), "") << "what is begun anew is not asked for";
}

TEST_P(SecondFactorDeskTest, AnAdministratorRemovesAnothersAndEndsTheSessions) {
    const User root = create("root", {Role::admin});
    enrol();
    const std::string session = new_secret(session_prefix);
    as_gateway(api::open_session, api::OpenSession{ann.id,
                                                   directory.session_digest(session),
                                                   bed.clock.now() + std::chrono::hours(1),
                                                   from("home"),
                                                   "home",
                                                   hash,
                                                   {},
                                                   code()});
    EXPECT_EQ(why([&] { remove({}, ann.id); }), "invalid_argument") << "nobody is one's own administrator";
    remove({}, root.id);
    EXPECT_FALSE(who_by_cookie("GET", session));
    ASSERT_THAT(bed.emitted(api::second_factor_removed), SizeIs(1));
    EXPECT_EQ(bed.emitted(api::second_factor_removed)[0].by, api::By::administrator);
    EXPECT_EQ(bed.emitted(api::second_factor_removed)[0].by_name, "root");
    EXPECT_EQ(sign_in({}), "");
}

TEST_P(SecondFactorDeskTest, NewRecoveryCodesTakeThePlaceOfThoseBefore) {
    enrol();
    const auto renew = [&](const std::string& with) {
        as_gateway(api::renew_recovery_codes, api::RenewRecoveryCodes{ann.id, with, hash, digests({"qrst-uvwx-2222"})});
    };
    EXPECT_EQ(why([&] { renew("000000"); }), "second_factor_wrong");
    renew(code());
    EXPECT_EQ(directory.second_factor(ann.id)->codes_left, 1);
    EXPECT_EQ(sign_in(recovery[0]), "second_factor_wrong");
    EXPECT_EQ(sign_in("qrst-uvwx-2222"), "");
    EXPECT_THAT(bed.emitted(api::recovery_codes_made), SizeIs(1));
}

/// Where the operator says that agents need one.
class RequiredSecondFactorTest : public SecondFactorDeskTest {
protected:
    RequiredSecondFactorTest() : SecondFactorDeskTest({.second_factor = {Role::agent}}) {}

    std::vector<std::string> roles_in(const std::string& session) const {
        const auto actor = who_by_cookie("GET", session);
        return actor ? actor->roles : std::vector<std::string>{};
    }
};
INSTANTIATE_TEST_SUITE_P(Stores, RequiredSecondFactorTest, testing::ValuesIn(testing_kit::backends()),
                         [](const auto& tested) { return tested.param; });

TEST_P(RequiredSecondFactorTest, WhoHasNoneMayDoNoMoreThanSomebodyFromOutsideUntilTheyHave) {
    const std::string session = new_secret(session_prefix);
    open_session(ann, session);
    EXPECT_THAT(roles_in(session), ElementsAre("respondent"));
    const auto stream = admitted(session);
    begin();
    EXPECT_THAT(roles_in(session), ElementsAre("respondent"));
    confirm(code(), directory.session_digest(session));
    for (int i = 0; i < 2; ++i) {
        EXPECT_THAT(roles_in(session), ElementsAre("agent"));
        restart();
    }
    EXPECT_EQ(stream->ended(), "rights_changed");
    bed.clock.advance(std::chrono::seconds(30));
    remove(code());
    EXPECT_THAT(roles_in(session), ElementsAre("respondent"));
}

TEST_P(RequiredSecondFactorTest, ItIsAskedOfTheRolesThatAreNamedAndOfSessionsAlone) {
    const User bob = create("bob", {Role::auditor});
    set_password(bob);
    const std::string session = new_secret(session_prefix);
    open_session(bob, session);
    EXPECT_THAT(roles_in(session), ElementsAre("auditor"));
    EXPECT_FALSE(directory.needs_second_factor(bob));
    const auto made = bed.call(api::create_token, {.name = "program", .owner = ann.id});
    EXPECT_THAT(who(made.secret)->roles, ElementsAre("agent"));
    bed.call(api::update_user, {edit(bob).set(&User::roles, std::vector{Role::auditor, Role::agent})});
    EXPECT_THAT(roles_in(session), ElementsAre("respondent")) << "a role more";
}

}  // namespace
}  // namespace rapport::gateway::accounts
