// SPDX-License-Identifier: MIT
#include <gmock/gmock-more-matchers.h>

#include <functional>

#include "services/gateway/accounts/testing.hpp"
#include "services/kit/engine/rehearsal.hpp"

namespace rapport::gateway::accounts {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

using SessionDeskTest = AccountsTest;
INSTANTIATE_TEST_SUITE_P(Stores, SessionDeskTest, testing::ValuesIn(testing_kit::backends()),
                         [](const auto& tested) { return tested.param; });

TEST_P(SessionDeskTest, ASessionReadsByItsCookieAndWritesWithItsProof) {
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

TEST_P(SessionDeskTest, ASessionTakesThePlaceOfTheOneThatTheSameUserHadThere) {
    const std::string former = new_secret(session_prefix), others = new_secret(session_prefix),
                      next = new_secret(session_prefix);
    const User ann = with_session(former), bob = create("bob", {Role::agent});
    open_session(bob, others);
    for (const std::string& before : {others, former})
        as_gateway(api::open_session, api::OpenSession{ann.id, directory.session_digest(next + before),
                                                       bed.clock.now() + std::chrono::hours(1), from("home"), "home",
                                                       "", directory.session_digest(before)});
    EXPECT_TRUE(who_by_cookie("GET", others)) << "another user's";
    EXPECT_FALSE(who_by_cookie("GET", former));
    EXPECT_THAT(bed.emitted(api::signed_out), SizeIs(1));
    restart();
    EXPECT_FALSE(who_by_cookie("GET", former));
}

TEST_P(SessionDeskTest, ASessionEndsWithItsTimeWithANewPasswordAndWithItsUser) {
    const std::string secret = new_secret(session_prefix);
    const User ann = with_session(secret);
    set_password(ann);
    EXPECT_FALSE(who_by_cookie("GET", secret));
    const auto open = [&] {
        open_session(ann, secret);
        return who_by_cookie("GET", secret).has_value();
    };
    EXPECT_TRUE(open());
    bed.advance(std::chrono::hours(1));
    EXPECT_FALSE(who_by_cookie("GET", secret));
    EXPECT_TRUE(open());
    bed.call(api::update_user, {edit(ann).set(&User::active, false)});
    EXPECT_FALSE(who_by_cookie("GET", secret));
}

TEST_P(SessionDeskTest, APasswordThatWasReplacedWhileItWasLookedAtOpensAndSetsNothing) {
    const User ann = create("ann", {Role::agent});
    const std::string secret = new_secret(session_prefix), before(30, 'x'), now(30, 'y'), thiefs(30, 'z');
    const auto open = [&](const std::string& proven) {
        as_gateway(api::open_session,
                   api::OpenSession{ann.id, directory.session_digest(secret), bed.clock.now() + std::chrono::hours(1),
                                    from("home"), "home", proven});
    };
    const auto set = [&](const std::string& hash, const std::string& proven) {
        as_gateway(api::set_password, api::SetPassword{.user = ann.id, .hash = hash, .proven = proven});
    };
    set(before, "");
    set(now, before);
    const auto told = bed.events.size();
    for (const std::string& stale : {before, std::string(), now.substr(1)}) {
        EXPECT_EQ(refusal([&] { open(stale); }), Code::unauthenticated) << stale;
        bed.act_as("user:0", {"admin"});
        EXPECT_EQ(refusal([&] { set(thiefs, stale); }), Code::failed_precondition) << stale;
        bed.act_as("user:0", {"admin"});
    }
    EXPECT_EQ(bed.events.size(), told) << "nothing was done";
    EXPECT_FALSE(who_by_cookie("GET", secret));
    restart();
    EXPECT_EQ(directory.credential(ann.id).hash, now);
    open(now);
    EXPECT_TRUE(who_by_cookie("GET", secret));
}

TEST_P(SessionDeskTest, WrongPasswordsAreCountedToldAndLockThePlaceThatTheyComeFrom) {
    const User ann = create("ann", {Role::agent});
    open_session(ann, new_secret(session_prefix), from("home"));
    fail(ann, from("afar"), 9);
    EXPECT_FALSE(locked(directory.place(ann.id, "afar"), bed.clock.now()));
    fail(ann, from("afar"));
    EXPECT_THAT(bed.emitted(api::sign_in_failed_told), SizeIs(10));
    ASSERT_THAT(bed.emitted(api::locked_told), SizeIs(1));
    EXPECT_EQ(bed.emitted(api::locked_told)[0].reach, api::LockReach::place);
    for (int i = 0; i < 2; ++i) {
        EXPECT_TRUE(locked(directory.place(ann.id, "afar"), bed.clock.now()));
        for (const char* elsewhere : {"home", "a new place"})
            EXPECT_FALSE(locked(directory.place(ann.id, elsewhere), bed.clock.now())) << elsewhere;
        EXPECT_TRUE(known(directory.place(ann.id, "home"), bed.clock.now()));
        EXPECT_FALSE(known(directory.place(ann.id, "afar"), bed.clock.now()));
        restart();
    }
    open_session(ann, new_secret(session_prefix), from("home", true));
    EXPECT_TRUE(locked(directory.place(ann.id, "afar"), bed.clock.now())) << "one place opens no other";
    open_session(ann, new_secret(session_prefix), from("afar"));
    EXPECT_EQ(directory.place(ann.id, "afar").failures, 0);
}

TEST_P(SessionDeskTest, StrangersFromEverywhereTogetherHaveFiftyTriesInAnHourAndKnownOnesTheirOwn) {
    const User ann = create("ann", {Role::agent});
    for (int i = 0; i < 49; ++i) fail(ann, from("place " + std::to_string(i)));
    EXPECT_FALSE(closed_to_strangers(directory.credential(ann.id), bed.clock.now()));
    fail(ann, from("home", true), 3);
    EXPECT_FALSE(closed_to_strangers(directory.credential(ann.id), bed.clock.now())) << "known ones do not count";
    fail(ann, from("one more"));
    restart();
    EXPECT_TRUE(closed_to_strangers(directory.credential(ann.id), bed.clock.now()));
    const auto told = bed.emitted(api::locked_told).back();
    EXPECT_EQ(told.reach, api::LockReach::strangers);
    EXPECT_EQ(told.until, bed.clock.now() + std::chrono::hours(1));
    bed.advance(std::chrono::hours(1));
    EXPECT_FALSE(closed_to_strangers(directory.credential(ann.id), bed.clock.now()));
}

TEST_P(SessionDeskTest, ANewPasswordOpensEveryLock) {
    const User ann = create("ann", {Role::agent});
    for (int i = 0; i < 50; ++i) fail(ann, from("place " + std::to_string(i % 3)));
    set_password(ann);
    restart();
    EXPECT_FALSE(closed_to_strangers(directory.credential(ann.id), bed.clock.now()));
    for (int i = 0; i < 3; ++i)
        EXPECT_FALSE(locked(directory.place(ann.id, "place " + std::to_string(i)), bed.clock.now()));
}

TEST_P(SessionDeskTest, PlacesThatSayNothingAreForgotten) {
    const User ann = create("ann", {Role::agent});
    fail(ann, from("afar"));
    open_session(ann, new_secret(session_prefix), from("home"));
    bed.advance(std::chrono::hours(24));
    EXPECT_EQ(directory.place(ann.id, "afar").failures, 0);
    EXPECT_TRUE(known(directory.place(ann.id, "home"), bed.clock.now()));
    bed.clock.advance(std::chrono::days(30));
    bed.advance(std::chrono::minutes(1));
    EXPECT_FALSE(directory.place(ann.id, "home").signed_in);
}

TEST_P(SessionDeskTest, ASessionThatIsNotUsedEnds) {
    const std::string secret = new_secret(session_prefix);
    const User ann = create("ann", {Role::agent});
    as_gateway(api::open_session, api::OpenSession{ann.id, directory.session_digest(secret),
                                                   bed.clock.now() + std::chrono::hours(12), from("home"), "home", ""});
    for (int i = 0; i < 5; ++i) {
        bed.advance(std::chrono::minutes(29));
        EXPECT_TRUE(who_by_cookie("GET", secret)) << "each use keeps it";
    }
    bed.advance(std::chrono::minutes(1));  // when its use is written down
    restart();
    bed.clock.advance(std::chrono::minutes(28));
    EXPECT_TRUE(who_by_cookie("GET", secret)) << "a restart does not forget its use";
    const auto stream = admitted(secret);
    bed.clock.advance(std::chrono::minutes(29));
    EXPECT_FALSE(stream->ended());
    bed.clock.advance(std::chrono::minutes(1));
    EXPECT_EQ(stream->ended(), "session_idle") << "that a stream is open is no use";
    EXPECT_FALSE(who_by_cookie("GET", secret));
    bed.advance(std::chrono::minutes(1));
    EXPECT_EQ(bed.reader().rows<std::string>("select digest from sessions").size(), 0u);
}

TEST_P(SessionDeskTest, UsesOfSessionsAreNotLostWithATransactionThatIs) {
    const std::string secret = new_secret(session_prefix);
    const User ann = create("ann", {Role::agent});
    as_gateway(api::open_session, api::OpenSession{ann.id, directory.session_digest(secret),
                                                   bed.clock.now() + std::chrono::hours(12), from("home"), "home", ""});
    const Store store;
    TokenDesk tokens(directory, store);
    SessionDesk sessions(directory, store, tokens);
    bed.clock.advance(std::chrono::minutes(29));
    EXPECT_TRUE(who_by_cookie("GET", secret));
    for (int i = 0; i < 3; ++i) {
        const auto db = kit::Db::open(bed.dsn(), kit::Db::Mode::write);
        db->begin();
        kit::Unit unit(*db, bed.clock.now(), {}, "accounts", {});
        sessions.tidy(unit);
        db->rollback();
    }
    bed.clock.advance(std::chrono::minutes(29));
    EXPECT_TRUE(who_by_cookie("GET", secret));
    for (int i = 0; i < 2; ++i) bed.advance(std::chrono::minutes(1));
    restart();
    bed.clock.advance(std::chrono::minutes(27));
    EXPECT_TRUE(who_by_cookie("GET", secret)) << "written down in the end";
}

TEST_P(SessionDeskTest, WhatTheStoreDidNotTakeEndsWithAReloadThoughItTakesNothing) {
    User ann = create("ann", {Role::agent});
    const auto made = bed.call(api::create_token, {.name = "x", .owner = ann.id});
    ann.active = false;
    keep_in_memory_alone(ann);
    EXPECT_FALSE(who(made.secret));
    open_session(create("bob", {Role::agent}), new_secret(session_prefix));
    bed.clock.advance(Directory::settled);
    const Store store;
    TokenDesk tokens(directory, store);
    SessionDesk sessions(directory, store, tokens);
    kit::Unit unit(bed.reader(), bed.clock.now(), {}, "accounts", {});
    bed.clock.advance(std::chrono::hours(1));
    EXPECT_ANY_THROW(sessions.tidy(unit)) << "there was a session to be ended";
    EXPECT_TRUE(who(made.secret));
}

TEST_P(SessionDeskTest, ADryRunChangesNothingThatRequestsAreCheckedAgainst) {
    const std::string open = new_secret(session_prefix), other = new_secret(session_prefix);
    const User ann = with_session(open);
    const auto made = bed.call(api::create_token, {.name = "x", .owner = ann.id});
    const auto dry = [&](const auto& command, const auto& request) {
        kit::Invocation asked{.method = std::string(kit::dry_run.name),
                              .params = encode(kit::DryRun{std::string(command.name), {encode(request)}}),
                              .references = kit::Invocation::References::settled};
        asked.header.actor = Actor{.id = "user:0", .kind = "person", .roles = {"admin"}};
        kit::Work work = asked;
        const kit::Committed committed = bed.engine().run({&work, 1});
        const auto& error = committed.outcomes.at(0).error;
        EXPECT_FALSE(error) << command.name << ": " << error->message();
    };
    dry(api::open_session,
        api::OpenSession{ann.id, directory.session_digest(other), bed.clock.now() + std::chrono::hours(1),
                         from("elsewhere"), "elsewhere", directory.credential(ann.id).hash});
    EXPECT_FALSE(who_by_cookie("GET", other));
    EXPECT_FALSE(directory.place(ann.id, "elsewhere").signed_in);
    dry(api::close_session, api::CloseSession{directory.session_digest(open)});
    dry(api::close_sessions,
        api::CloseSessions{
            .user = ann.id, .digests = {directory.session_digest(open)}, .reason = api::SessionsEndedBy::self});
    dry(api::set_password,
        api::SetPassword{.user = ann.id, .hash = std::string(30, 'x'), .by = {}, .revoke_tokens = true});
    EXPECT_TRUE(who_by_cookie("GET", open));
    EXPECT_TRUE(directory.credential(ann.id).hash.empty());
    for (int i = 0; i < 60; ++i) dry(api::sign_in_failed, api::SignInFailed{ann.id, from("afar")});
    EXPECT_EQ(directory.place(ann.id, "afar").failures, 0);
    EXPECT_FALSE(closed_to_strangers(directory.credential(ann.id), bed.clock.now()));
    dry(api::create_user, api::CreateUser{{.name = "bob", .roles = {Role::agent}}});
    EXPECT_FALSE(directory.user_named("bob"));
    dry(api::update_user, UpdateUser{edit(ann).set(&User::active, false)});
    dry(api::revoke_token, kit::ById<TokenId>{made.token.id});
    EXPECT_TRUE(who(made.secret));
    EXPECT_TRUE(who_by_cookie("GET", open));
}

TEST_P(SessionDeskTest, AReloadTakesNothingBackThatWasDoneBesideIt) {
    const std::string session = new_secret(session_prefix);
    const User ann = with_session(session);
    create("root", {Role::admin});
    const auto first = bed.call(api::create_token, {.name = "first", .owner = ann.id});
    const auto second = bed.call(api::create_token, {.name = "second", .owner = ann.id});
    bed.clock.advance(Directory::settled);
    const std::pair<std::string, std::function<bool()>> changes[] = {
        {"a token revoked",
         [&] {
             bed.call(api::revoke_token, {first.token.id});
             return who(first.secret).has_value();
         }},
        {"a session closed",
         [&] {
             as_gateway(api::close_session, api::CloseSession{directory.session_digest(session)});
             return who_by_cookie("GET", session).has_value();
         }},
        {"a password set",
         [&] {
             set_password(ann);
             return directory.credential(ann.id).hash.empty();
         }},
        {"a user retired",
         [&] {
             bed.call(api::update_user, {edit(ann).set(&User::active, false)});
             return who(second.secret).has_value();
         }},
    };
    const auto seen = [&] {
        return std::tuple(who(first.secret).has_value(), who_by_cookie("GET", session).has_value(),
                          directory.credential(ann.id).hash.empty(), who(second.secret).has_value());
    };
    for (const auto& [name, change] : changes) {
        kit::Db& before = bed.reader();
        before.begin();
        EXPECT_EQ(Store().all_users(before).size(), 2u);  // sees nothing of what comes now
        EXPECT_FALSE(change()) << name;
        const auto after = seen();
        directory.reload(Store(), before);
        EXPECT_EQ(seen(), after) << name;
        before.rollback();
        bed.advance(std::chrono::minutes(1));
        EXPECT_EQ(seen(), after) << name;
    }
}

/// How a right to ask ends, and what the stream that it opened says then.
struct End {
    std::string name, why;
    std::function<void(class AdmissionTest&)> act;
    bool by_token = false;
};

class AdmissionTest : public AccountsTest {
public:
    using AccountsTest::as_gateway;
    using AccountsTest::bed;
    using AccountsTest::directory;
    using AccountsTest::set_password;
    User ann;
    std::string session, token;
    api::TokenMade made, parent;

    void begin() {
        create("root", {Role::admin});
        ann = create("ann", {Role::agent, Role::auditor});
        session = new_secret(session_prefix);
        open_session(ann, session);
        parent = bed.call(api::create_token,
                          {.name = "parent", .owner = ann.id, .expires = bed.clock.now() + std::chrono::hours(2)});
        act_by(parent.secret);
        made = bed.call(api::create_token, {.name = "child", .expires = bed.clock.now() + std::chrono::minutes(20)});
        bed.act_as("user:0", {"admin"});
    }
};
INSTANTIATE_TEST_SUITE_P(Stores, AdmissionTest, testing::ValuesIn(testing_kit::backends()),
                         [](const auto& tested) { return tested.param; });

TEST_P(AdmissionTest, EndsWithWhateverTookTheRightAwayAndSaysWhy) {
    using T = AdmissionTest;
    const std::vector<End> ends{
        {"signing out", "session_ended",
         [](T& t) { t.as_gateway(api::close_session, api::CloseSession{t.directory.session_digest(t.session)}); }},
        {"the session's time", "session_expired",
         [](T& t) {
             t.bed.clock.advance(std::chrono::minutes(29));
             t.directory.admit({.verb = "GET", .headers = {{"Cookie", "rapport_session=" + t.session}}});
             t.bed.clock.advance(std::chrono::minutes(29));
             t.directory.admit({.verb = "GET", .headers = {{"Cookie", "rapport_session=" + t.session}}});
             t.bed.clock.advance(std::chrono::minutes(2));
         }},
        {"no use", "session_idle", [](T& t) { t.bed.clock.advance(std::chrono::minutes(30)); }},
        {"a new password", "session_ended", [](T& t) { t.set_password(t.ann); }},
        {"retiring the user", "user_retired",
         [](T& t) { t.bed.call(api::update_user, {edit(t.ann).set(&User::active, false)}); }},
        {"a role less", "rights_changed",
         [](T& t) { t.bed.call(api::update_user, {edit(t.ann).set(&User::roles, std::vector{Role::agent})}); }},
        {"a role more", "rights_changed",
         [](T& t) {
             t.bed.call(api::update_user,
                        {edit(t.ann).set(&User::roles, std::vector{Role::agent, Role::auditor, Role::manager})});
         }},
        {"fewer parties", "rights_changed",
         [](T& t) {
             t.bed.call(api::update_user,
                        {edit(t.ann).set(&User::parties, std::vector{to_text(new_uuid(t.bed.clock.now()))})});
         }},
        {"revoking the token", "token_revoked", [](T& t) { t.bed.call(api::revoke_token, {t.made.token.id}); }, true},
        {"revoking its parent", "token_revoked", [](T& t) { t.bed.call(api::revoke_token, {t.parent.token.id}); },
         true},
        {"the token's time", "token_expired", [](T& t) { t.bed.clock.advance(std::chrono::minutes(20)); }, true},
        {"a password that takes tokens along", "token_revoked", [](T& t) { t.set_password(t.ann, true); }, true},
        {"retiring the token's owner", "user_retired",
         [](T& t) { t.bed.call(api::update_user, {edit(t.ann).set(&User::active, false)}); }, true},
        {"a role less of the token's owner", "rights_changed",
         [](T& t) { t.bed.call(api::update_user, {edit(t.ann).set(&User::roles, std::vector{Role::agent})}); }, true},
    };
    begin();
    for (const End& end : ends) {
        SCOPED_TRACE(end.name);
        // Each begins from the same store, and the clock goes on.
        bed.call(api::update_user, {edit(ann)
                                        .set(&User::roles, std::vector{Role::agent, Role::auditor})
                                        .set(&User::parties, std::vector<std::string>{})
                                        .set(&User::active, true)});
        session = new_secret(session_prefix);
        open_session(ann, session);
        parent = bed.call(api::create_token, {.name = "parent", .owner = ann.id});
        act_by(parent.secret);
        made = bed.call(api::create_token, {.name = "child", .expires = bed.clock.now() + std::chrono::minutes(20)});
        bed.act_as("user:0", {"admin"});
        const auto admission = admitted(end.by_token ? made.secret : session);
        ASSERT_TRUE(admission);
        EXPECT_EQ(admission->ended(), std::nullopt);
        end.act(*this);
        EXPECT_EQ(admission->ended(), end.why);
        restart();
        EXPECT_EQ(admission->ended(), end.why);
    }
}

TEST_P(AdmissionTest, HoldsThroughWhatDoesNotConcernIt) {
    begin();
    const auto by_session = admitted(session), by_token = admitted(made.secret);
    const User bob = create("bob", {Role::agent});
    bed.call(api::update_user, {edit(bob).set(&User::active, false)});
    bed.call(api::update_user, {edit(ann).set(&User::full_name, "Ann")});
    open_session(ann, new_secret(session_prefix));
    bed.call(api::revoke_token, {bed.call(api::create_token, {.name = "other", .owner = ann.id}).token.id});
    fail(ann, from("afar"), 60);
    restart();
    EXPECT_EQ(by_session->ended(), std::nullopt);
    EXPECT_EQ(by_token->ended(), std::nullopt);
}

TEST_P(SessionDeskTest, ChangesToHowSomebodySignsInAreToldWithWhomToTellOfThem) {
    const User root = create("root", {Role::admin});
    const User ann = bed.call(api::create_user, {{.name = "ann", .email = "ann@example.com", .roles = {Role::agent}}});
    const auto token = bed.call(api::create_token, {.name = "x", .owner = ann.id});
    open_session(ann, new_secret(session_prefix), from("home"));
    open_session(ann, new_secret(session_prefix), from("home", true));
    ASSERT_THAT(bed.emitted(api::signed_in_new_device), SizeIs(1)) << "the second time it was known";
    EXPECT_EQ(bed.emitted(api::signed_in_new_device)[0].address, "192.0.2.7");
    EXPECT_EQ(bed.emitted(api::signed_in_new_device)[0].email, "ann@example.com");

    set_password(ann, false, root.id);
    auto set = bed.emitted(api::password_set).back();
    EXPECT_EQ(set.by, api::By::administrator);
    EXPECT_EQ(set.by_name, "root");
    EXPECT_EQ(set.email, "ann@example.com");
    EXPECT_EQ(set.sessions_ended, 2);
    EXPECT_EQ(set.tokens_left, 1);
    EXPECT_TRUE(who(token.secret));
    EXPECT_EQ(bed.emitted(api::sessions_ended).back().count, 2);
    set_password(ann, true);
    set = bed.emitted(api::password_set).back();
    EXPECT_EQ(set.by, api::By::self);
    EXPECT_EQ(set.tokens_revoked, 1);
    EXPECT_EQ(set.tokens_left, std::nullopt);
    EXPECT_FALSE(who(token.secret));

    bed.call(api::update_user, {edit(ann).set(&User::email, "ann@example.org")});
    EXPECT_EQ(bed.emitted(api::user_changed).back().former_email, "ann@example.com");
    EXPECT_EQ(bed.emitted(api::user_changed).back().user.email, "ann@example.org");
    bed.call(api::update_user, {edit(ann).set(&User::full_name, "Ann")});
    EXPECT_EQ(bed.emitted(api::user_changed).back().former_email, std::nullopt);
    open_session(ann, new_secret(session_prefix));
    bed.call(api::update_user, {edit(ann).set(&User::active, false)});
    EXPECT_EQ(bed.emitted(api::sessions_ended).back().reason, api::SessionsEndedBy::retirement);
}

/// What the first release wrote, a token among it that was to expire in the year 10000 and was stored with the year 0.
constexpr const char* first_release[] = {
    R"(insert into users (id, version, name, active, body) values ('01930a70-0000-7000-8000-000000000001', 1, 'ann', 1,
'{"id":"01930a70-0000-7000-8000-000000000001","version":1,"name":"ann","roles":["agent"],"parties":[],"active":true,)"
    R"("created":"2026-03-01T09:00:00.000Z"}'))",
    R"(insert into credentials (id, hash, failures, locked_until) values ('01930a70-0000-7000-8000-000000000001',
'$argon2id$v=19$m=65536,t=2,p=1$x', 5, '2026-03-02T09:01:00.000Z'))",
    R"(insert into tokens (id, version, owner, digest, body) values ('01930a70-0000-7000-8000-000000000002', 1,
'01930a70-0000-7000-8000-000000000001', 'd1', '{"id":"01930a70-0000-7000-8000-000000000002","version":1,)"
    R"("owner":"01930a70-0000-7000-8000-000000000001","digest":"d1","token":{"id":"01930a70-0000-7000-8000-000000000002",)"
    R"("version":1,"owner":"01930a70-0000-7000-8000-000000000001","name":"old","roles":["agent"],"parties":[],)"
    R"("created":"2026-03-01T09:00:00.000Z","expires":"0000-01-01T00:59:59.000Z"}}'))",
};

TEST_P(SessionDeskTest, AStoreOfTheFirstReleaseOpens) {
    const auto now = desk.definition();
    auto then = now;
    then.schema = now.schema.first(1);
    then.routes.clear();  // what is asked today is not there yet
    std::erase_if(then.derivations, [](const kit::Derivation& one) { return one.table != "users"; });
    testing_kit::TestStore store(GetParam());
    const std::string secret = new_secret(session_prefix);
    kit::Engine(then, store.dsn(), bed.clock);
    {
        const auto db = kit::Db::open(store.dsn(), kit::Db::Mode::write);
        for (const char* sql : first_release) db->run(sql);
        db->run("insert into sessions (digest, owner, expires) values (?, ?, ?)",
                {directory.session_digest(secret), "01930a70-0000-7000-8000-000000000001",
                 bed.clock.now() + std::chrono::hours(1)});
    }
    const kit::Engine engine(now, store.dsn(), bed.clock);
    const auto reader = engine.open_reader();
    directory.reload(Store(), *reader);
    const auto ann = directory.user_named("ann");
    ASSERT_TRUE(ann);
    EXPECT_EQ(directory.credential(ann->id).hash, "$argon2id$v=19$m=65536,t=2,p=1$x");
    EXPECT_FALSE(closed_to_strangers(directory.credential(ann->id), bed.clock.now()));
    EXPECT_TRUE(who_by_cookie("GET", secret)) << "sessions go on";
    const auto tokens = Store().all_tokens(*reader);
    ASSERT_THAT(tokens, SizeIs(1));
    EXPECT_FALSE(valid(tokens[0].token, bed.clock.now()));
}

}  // namespace
}  // namespace rapport::gateway::accounts
