// SPDX-License-Identifier: MIT
#include "services/gateway/accounts/sign_in.hpp"

#include <gmock/gmock-matchers.h>

#include <ctime>
#include <mutex>
#include <nlohmann/json.hpp>
#include <thread>

#include "bus/testing/log_capture.hpp"
#include "bus/testing/test_bus.hpp"
#include "services/gateway/accounts/desk.hpp"
#include "services/gateway/accounts/first_start.hpp"
#include "services/gateway/gateway.hpp"
#include "services/gateway/testing/http_client.hpp"

namespace rapport::gateway::accounts {
namespace {

using nlohmann::json;
using testing::Answer;
using ::testing::HasSubstr;
using testing::HttpConnection;
using testing::request_text;

const std::string as_json = "Content-Type: application/json\r\n";

/// The gateway with its accounts as the program wires them, on a broker, talked to over real HTTP.
class SignInTest : public ::testing::Test {
protected:
    explicit SignInTest(SignInRules rules_ = {.refusal = std::chrono::milliseconds(100),
                                              .patience = std::chrono::minutes(1)})
        : rules(rules_) {
        desk.load(*engine.open_reader());
        ensure_administrator(engine, directory, folder.path() / "admin.token");
        runner = std::thread([this] { service.run(); });
        token = *read_file(folder.path() / "admin.token");
        token.pop_back();
        while (ask("GET", "/readyz").status != 200) std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    ~SignInTest() override {
        service.stop();
        runner.join();
    }

    Answer ask(const std::string& verb, const std::string& target, const std::string& lines = {},
               const std::string& body = {}) const {
        return HttpConnection(gateway.address()).ask(request_text(verb, target, lines, body));
    }
    std::string bearer() const { return "Authorization: Bearer " + token + "\r\n"; }
    Answer sign_in(const std::string& name, const std::string& password, const std::string& lines = {}) const {
        return ask("POST", "/api/v1/session", lines + as_json, json{{"name", name}, {"password", password}}.dump());
    }
    bool is_signed_in(const std::string& lines) const {
        return !json::parse(ask("GET", "/api/v1/session", lines).body)["user"].is_null();
    }
    /// A user with that password, which an administrator set.
    std::string user(const std::string& name, const std::string& password) const {
        const auto made = json::parse(
            ask("POST", "/api/v1/users", bearer() + as_json, json{{"name", name}, {"roles", {"agent"}}}.dump()).body);
        EXPECT_EQ(set_password(bearer(), {{"user", made["id"]}, {"new", password}}), 204);
        return made["id"];
    }
    int set_password(const std::string& lines, const json& body) const {
        return ask("PUT", "/api/v1/session/password", lines + as_json, body.dump()).status;
    }
    /// What a browser sends back of the cookies of that name.
    static std::string cookie_of(const Answer& answer, const std::string& name = "rapport_session") {
        const auto found =
            std::ranges::find_if(answer.cookies, [&](const auto& c) { return c.starts_with(name + "="); });
        if (found == answer.cookies.end()) return {};
        return "Cookie: " + found->substr(0, found->find(';')) + "\r\n";
    }
    static std::string proof_of(const Answer& answer) {
        return "X-CSRF-Token: " + json::parse(answer.body)["csrf"].get<std::string>() + "\r\n";
    }

    const SignInRules rules;
    bus::testing::LogCapture log;
    bus::testing::TestBus bus;
    bus::testing::TempFolder folder;
    SystemClock clock;
    Directory directory{KeyedHash::from_file(folder.path() / "accounts.key"), clock};
    Desk desk{directory};
    kit::Engine engine{desk.definition(), "sqlite:" + (folder.path() / "accounts.db").string(), clock};
    kit::Service service{engine, bus.url()};
    std::thread runner;
    std::string token;
    SignIn sign_in_{bus.url(), directory, clock, rules};
    Gateway gateway{{.bus = bus.url(), .http = {"127.0.0.1", 0}, .expected = {"accounts"}},
                    std::shared_ptr<const Authenticator>(&directory, [](const auto*) {}),
                    sign_in_.mounts()};
};

const std::string good = "Correct horse battery", better = "Another passphrase 1";

TEST_F(SignInTest, ASessionIsOpenedReadsWritesWithItsProofAndEnds) {
    ASSERT_EQ(set_password(bearer(), {{"new", good}}), 204);
    const auto opened = sign_in("admin", good);
    ASSERT_EQ(opened.status, 201) << opened.body;
    EXPECT_THAT(opened.cookies, ::testing::Each(HasSubstr("; Path=/; HttpOnly; SameSite=Lax; Max-Age=")));
    EXPECT_LE(*instant_from(json::parse(opened.body)["expires"].get<std::string>()),
              clock.now() + std::chrono::minutes(30));
    const std::string cookie = cookie_of(opened), proof = proof_of(opened);
    EXPECT_EQ(ask("GET", "/api/v1/users", cookie).status, 200);
    const std::string ann = R"({"name":"ann","roles":["agent"]})";
    EXPECT_EQ(ask("POST", "/api/v1/users", cookie + as_json, ann).status, 403);
    EXPECT_EQ(ask("POST", "/api/v1/users", cookie + proof + as_json, ann).status, 201);
    EXPECT_EQ(json::parse(ask("GET", "/api/v1/session", cookie).body)["user"]["name"], "admin");
    EXPECT_NE(cookie_of(sign_in("admin", good)), cookie) << "each sign-in has a session of its own";
    EXPECT_EQ(ask("DELETE", "/api/v1/session", cookie).status, 403);
    EXPECT_EQ(ask("DELETE", "/api/v1/session", cookie + proof).status, 204);
    EXPECT_EQ(ask("GET", "/api/v1/users", cookie).status, 401);
}

TEST_F(SignInTest, SigningInAgainInPlaceEndsTheSessionBefore) {
    user("ann", good);
    user("bob", good);
    const std::string first = cookie_of(sign_in("ann", good)), second = cookie_of(sign_in("ann", good, first));
    EXPECT_NE(second, first);
    EXPECT_EQ(ask("GET", "/api/v1/staff", first).status, 401);
    EXPECT_EQ(ask("GET", "/api/v1/staff", second).status, 200);
    EXPECT_EQ(sign_in("bob", good, second).status, 201);
    EXPECT_EQ(ask("GET", "/api/v1/staff", second).status, 200) << "another user's is left alone";
}

TEST_F(SignInTest, AnotherSiteSignsNobodyIn) {
    ASSERT_EQ(set_password(bearer(), {{"new", good}}), 204);
    const auto refused = sign_in("admin", good, "Sec-Fetch-Site: cross-site\r\n");
    EXPECT_EQ(refused.status, 403);
    EXPECT_TRUE(refused.cookies.empty());
    EXPECT_EQ(sign_in("admin", good, "Sec-Fetch-Site: same-origin\r\n").status, 201);
}

TEST_F(SignInTest, WhatKnowsNoDryRunIsNotDoneWhereOneIsAskedFor) {
    ASSERT_EQ(set_password(bearer(), {{"new", good}}), 204);
    const std::string dry = "Prefer: dry-run\r\n";
    const auto opened = sign_in("admin", good);
    const std::string browser = cookie_of(opened) + proof_of(opened);
    const Answer refused = sign_in("admin", good, dry);
    EXPECT_EQ(refused.status, 501);
    EXPECT_THAT(refused.body, HasSubstr("this path knows no dry run: nothing was done"));
    EXPECT_TRUE(refused.cookies.empty());
    EXPECT_EQ(set_password(browser + dry, {{"current", good}, {"new", better}}), 501);
    for (const char* path : {"/api/v1/session", "/api/v1/sessions"})
        EXPECT_EQ(ask("DELETE", path, browser + dry).status, 501) << path;
    EXPECT_EQ(ask("GET", "/api/v1/session", cookie_of(opened) + dry).status, 200);
    EXPECT_EQ(json::parse(ask("GET", "/api/v1/sessions", cookie_of(opened)).body)["items"].size(), 1u);
    EXPECT_EQ(sign_in("admin", good).status, 201) << "the password is as it was";
}

TEST_F(SignInTest, AWrongNameAndAWrongPasswordLookTheSameAndLock) {
    set_password(bearer(), {{"new", good}});
    const auto nobody = sign_in("nobody", good);
    EXPECT_EQ(nobody.status, 401);
    for (int i = 0; i < 10; ++i) {
        const auto wrong = sign_in("admin", better);
        EXPECT_EQ(wrong.status, 401);
        EXPECT_EQ(json::parse(wrong.body)["detail"], json::parse(nobody.body)["detail"]);
        EXPECT_TRUE(wrong.cookies.empty());
    }
    EXPECT_EQ(sign_in("admin", good).status, 401) << "locked";
    EXPECT_EQ(ask("GET", "/api/v1/users", bearer()).status, 200) << "tokens go on";
    EXPECT_EQ(set_password(bearer(), {{"current", good}, {"new", better}}), 204);
    EXPECT_EQ(sign_in("admin", better).status, 201) << "a new password opens the lock";
}

TEST_F(SignInTest, ALockKeepsNobodyOutWhoSignedInWithThatBrowserBefore) {
    const auto id = user("ann", good);
    const auto before = sign_in("ann", good);
    const std::string browser = cookie_of(before, "rapport_device");
    ASSERT_NE(browser, "");
    for (int i = 0; i < 10; ++i) EXPECT_EQ(sign_in("ann", better).status, 401);
    EXPECT_EQ(sign_in("ann", good).status, 401) << "the address is locked, since it guessed";
    EXPECT_EQ(sign_in("ann", good, browser).status, 201);
    EXPECT_EQ(sign_in("ann", good).status, 401) << "which opens no lock of the address";
    for (int i = 0; i < 10; ++i) EXPECT_EQ(sign_in("ann", better, browser).status, 401);
    EXPECT_EQ(sign_in("ann", good, browser).status, 401) << "a browser has its own tries";
    EXPECT_TRUE(is_signed_in(cookie_of(before))) << "who is in stays in";
}

TEST_F(SignInTest, ABrowserIsKnownByThePasswordThatItWasSignedInWith) {
    user("ann", good);
    const auto own = sign_in("ann", good), thiefs = sign_in("ann", good);
    const auto set = ask("PUT", "/api/v1/session/password", cookie_of(own) + proof_of(own) + as_json,
                         json{{"current", good}, {"new", better}}.dump());
    ASSERT_EQ(set.status, 204);
    for (int i = 0; i < 10; ++i) sign_in("ann", "wrong wrong wrong");  // locks the address
    EXPECT_EQ(sign_in("ann", better, cookie_of(thiefs, "rapport_device")).status, 401) << "is as good as none now";
    EXPECT_EQ(sign_in("ann", better, cookie_of(set, "rapport_device")).status, 201) << "where it was set it is known";
}

TEST_F(SignInTest, TwoHundredWhoGuessKeepNobodyOut) {
    user("ann", good);
    user("bob", good);
    std::vector<HttpConnection> strangers;
    for (int i = 0; i < 200; ++i) strangers.emplace_back(gateway.address());
    for (const char* whom : {"nobody", "bob"}) {
        for (HttpConnection& stranger : strangers)
            stranger.write(request_text("POST", "/api/v1/session", as_json,
                                        json{{"name", whom}, {"password", "wrong wrong"}}.dump()));
        EXPECT_EQ(sign_in("ann", good).status, 201) << "beside guesses at " << whom;
        for (HttpConnection& stranger : strangers) EXPECT_EQ(stranger.read().status, 401) << whom;
    }
}

TEST_F(SignInTest, EveryRefusalTakesTheSameTimeFromItsArrival) {
    user("ann", good);
    ask("POST", "/api/v1/users", bearer() + as_json, R"({"name":"never","roles":["agent"]})");
    using std::chrono::steady_clock;
    for (const char* name : {"ann", "never", "nobody"}) {
        const auto began = steady_clock::now();
        EXPECT_EQ(sign_in(name, better).status, 401);
        EXPECT_GE(steady_clock::now() - began, rules.refusal) << name;
    }
}

/// With the numbers of the program.
class SignInTimeTest : public SignInTest {
protected:
    SignInTimeTest() : SignInTest(SignInRules{}) {}
};

TEST_F(SignInTimeTest, OfTenAtOnceEachNameIsRefusedAtTheSameTime) {
    user("ann", good);
    ask("POST", "/api/v1/users", bearer() + as_json, R"({"name":"never","roles":["agent"]})");
    using std::chrono::steady_clock;
    std::map<std::string, steady_clock::duration> slowest;
    std::mutex mutex;
    {
        std::vector<std::jthread> guessers;
        for (const char* name : {"ann", "never", "nobody"})
            for (int i = 0; i < 10; ++i)
                guessers.emplace_back([&, name] {
                    const auto began = steady_clock::now();
                    EXPECT_EQ(sign_in(name, better).status, 401);
                    const auto took = steady_clock::now() - began;
                    EXPECT_GE(took, rules.refusal) << name;
                    const std::lock_guard lock(mutex);
                    slowest[name] = std::max(slowest[name], took);
                });
    }
    EXPECT_LT(slowest["ann"], slowest["nobody"] + std::chrono::milliseconds(200));
    EXPECT_LT(slowest["never"], slowest["nobody"] + std::chrono::milliseconds(200));
}

TEST(SignInRules, WhatIsLookedAtLastIsDoneWhenItIsRefused) {
    const std::string hash = password_hash(good);
    // The processor's time, which is the same whatever else the machine does.
    const std::clock_t began = std::clock();
    EXPECT_FALSE(password_matches(hash, better));
    const std::chrono::duration<double> took(static_cast<double>(std::clock() - began) / CLOCKS_PER_SEC);
    const SignInRules rules;
    EXPECT_GT(rules.refusal - rules.patience, took);
}

TEST_F(SignInTest, WhileNothingCanBeCountedEveryStrangerIsRefusedAlike) {
    user("ann", good);
    kit::Db::open("sqlite:" + (folder.path() / "accounts.db").string(), kit::Db::Mode::write)
        ->run("create trigger full before insert on places begin select raise(abort, 'no room'); end");
    const auto nobody = sign_in("nobody", good);
    for (const std::string& password : {better, good}) {
        const auto answer = sign_in("ann", password);
        EXPECT_EQ(answer.status, 401) << "nor is it told which one was right";
        EXPECT_EQ(json::parse(answer.body)["detail"], json::parse(nobody.body)["detail"]);
        EXPECT_TRUE(answer.cookies.empty());
    }
}

TEST_F(SignInTest, OneSetsOnesOwnPasswordByTheOldOne) {
    const auto ann = user("ann", good);
    const auto opened = sign_in("ann", good);
    const std::string lines = cookie_of(opened) + proof_of(opened);
    EXPECT_EQ(set_password(lines, {{"new", better}}), 400);
    EXPECT_EQ(set_password(lines, {{"current", "not it at all"}, {"new", better}}), 400);
    EXPECT_EQ(set_password(lines, {{"current", good}, {"new", "short"}}), 400);
    EXPECT_EQ(set_password(lines, {{"current", good}, {"new", "passwordpassword"}}), 400);
    EXPECT_EQ(set_password(lines, {{"current", good}, {"new", good}}), 400) << "the same is not another";
    EXPECT_EQ(set_password(lines, {{"current", good}}), 400);
    EXPECT_EQ(set_password(lines, {{"current", good}, {"new", better}}), 204);
    EXPECT_FALSE(is_signed_in(cookie_of(opened))) << "all sessions end with it";
    EXPECT_EQ(sign_in("ann", good).status, 401);
    EXPECT_EQ(sign_in("ann", better).status, 201);
    EXPECT_EQ(set_password("", {{"new", better}}), 401);
}

TEST_F(SignInTest, NoSignInWithTheOldPasswordOutlivesTheNewOne) {
    user("ann", good);
    const auto opened = sign_in("ann", good);
    std::vector<HttpConnection> others;
    for (int i = 0; i < 10; ++i)
        (others.emplace_back(gateway.address()))
            .write(request_text("POST", "/api/v1/session", as_json, json{{"name", "ann"}, {"password", good}}.dump()));
    EXPECT_EQ(set_password(cookie_of(opened) + proof_of(opened), {{"current", good}, {"new", better}}), 204);
    for (HttpConnection& other : others) {
        const auto answer = other.read();
        EXPECT_THAT(answer.status, ::testing::AnyOf(201, 401));
        EXPECT_FALSE(is_signed_in(cookie_of(answer)));
    }
}

TEST_F(SignInTest, OfTwoWhoChangeAPasswordAtOnceOneDoes) {
    user("ann", good);
    const Answer sessions[] = {sign_in("ann", good), sign_in("ann", good)};
    std::vector<HttpConnection> changes;
    for (const Answer& opened : sessions) {
        const std::string fresh = "Another passphrase " + std::to_string(changes.size());
        const json body{{"current", good}, {"new", fresh}};
        (changes.emplace_back(gateway.address()))
            .write(request_text("PUT", "/api/v1/session/password", cookie_of(opened) + proof_of(opened) + as_json,
                                body.dump()));
    }
    std::vector<int> statuses{changes[0].read().status, changes[1].read().status};
    std::ranges::sort(statuses);
    EXPECT_EQ(statuses[0], 204);
    EXPECT_THAT(statuses[1], ::testing::AnyOf(400, 401, 409));
}

TEST_F(SignInTest, WhoMayNoMoreWhenTheirTurnComesSetsNoPassword) {
    const auto ann = user("ann", good);
    user("bob", good);
    for (const char* name : {"ann", "bob"}) EXPECT_EQ(sign_in(name, good).status, 201) << "known from here now";
    const auto made = json::parse(ask("POST", "/api/v1/tokens", bearer() + as_json, R"({"name":"ci"})").body);
    std::vector<HttpConnection> before;
    for (int i = 0; i < 20; ++i)
        (before.emplace_back(gateway.address()))
            .write(request_text("POST", "/api/v1/session", as_json,
                                json{{"name", i % 2 ? "ann" : "bob"}, {"password", good}}.dump()));
    HttpConnection waiting(gateway.address());
    waiting.write(request_text("PUT", "/api/v1/session/password",
                               "Authorization: Bearer " + made["secret"].get<std::string>() + "\r\n" + as_json,
                               json{{"user", ann}, {"new", better}}.dump()));
    EXPECT_EQ(ask("DELETE", "/api/v1/tokens/" + made["token"]["id"].get<std::string>(), bearer()).status, 200);
    EXPECT_EQ(waiting.read().status, 401);
    for (HttpConnection& each : before) EXPECT_EQ(each.read().status, 201);
}

TEST_F(SignInTest, TheOldPasswordIsAskedOfAdministratorsAndOfTokensToo) {
    EXPECT_EQ(set_password(bearer(), {{"new", good}}), 204) << "there was none before";
    EXPECT_EQ(set_password(bearer(), {{"new", better}}), 400);
    const auto me = json::parse(ask("GET", "/api/v1/session", bearer()).body)["user"]["id"];
    EXPECT_EQ(set_password(bearer(), {{"user", me}, {"new", better}}), 400) << "naming oneself is no way round it";
    EXPECT_EQ(set_password(bearer(), {{"current", good}, {"new", better}}), 204);
    for (int i = 0; i < 10; ++i) EXPECT_EQ(set_password(bearer(), {{"current", "wrong"}, {"new", good}}), 400);
    EXPECT_EQ(set_password(bearer(), {{"current", better}, {"new", good}}), 400) << "guessed too often";
    EXPECT_EQ(sign_in("admin", better).status, 201) << "which is no matter of the sign-in's";
}

TEST_F(SignInTest, ASessionThatGuessesLocksItselfAndNoOther) {
    const UserId ann(*uuid_from(user("ann", good)));
    const auto stolen = sign_in("ann", good), own = sign_in("ann", good);
    const std::string by_stolen = cookie_of(stolen) + proof_of(stolen), by_own = cookie_of(own) + proof_of(own);
    const std::string cookie = cookie_of(stolen).substr(8);
    const auto identity =
        directory.identify({.verb = "GET", .headers = {{"Cookie", cookie.substr(0, cookie.size() - 2)}}});
    ASSERT_TRUE(identity);
    const auto place = [&] { return directory.place(ann, directory.holder_digest(*identity)); };
    for (int i = 0; i < 10; ++i) EXPECT_EQ(set_password(by_stolen, {{"current", "wrong"}, {"new", better}}), 400);
    const Place locked_place = place();
    EXPECT_TRUE(locked(locked_place, clock.now()));
    for (const std::string& current : {good, better, good})
        EXPECT_EQ(set_password(by_stolen, {{"current", current}, {"new", "Another passphrase 2"}}), 400) << "locked";
    EXPECT_EQ(place().failures, 10) << "who is not heard is not counted";
    EXPECT_EQ(place().locked_until, locked_place.locked_until) << "and the lock ends when it was to";
    EXPECT_EQ(set_password(by_own, {{"current", good}, {"new", better}}), 204);
}

TEST_F(SignInTest, TokensThatOneMakesGuessTogether) {
    EXPECT_EQ(set_password(bearer(), {{"new", good}}), 204);
    std::vector<std::string> tokens{bearer()};
    for (const char* name : {"second", "third"})
        tokens.push_back(
            "Authorization: Bearer " +
            json::parse(
                ask("POST", "/api/v1/tokens", tokens.back() + as_json, json{{"name", name}}.dump()).body)["secret"]
                .get<std::string>() +
            "\r\n");
    for (int i = 0; i < 10; ++i) EXPECT_EQ(set_password(tokens[i % 3], {{"current", "wrong"}, {"new", better}}), 400);
    for (const std::string& each : tokens)
        EXPECT_EQ(set_password(each, {{"current", good}, {"new", better}}), 400) << "locked";
    const auto opened = sign_in("admin", good);
    EXPECT_EQ(set_password(cookie_of(opened) + proof_of(opened), {{"current", good}, {"new", better}}), 204);
}

TEST_F(SignInTest, ATokenThatMayLessThanItsOwnerSetsNoPassword) {
    const auto made =
        json::parse(ask("POST", "/api/v1/tokens", bearer() + as_json, R"({"name":"narrow","roles":["agent"]})").body);
    const std::string lines = "Authorization: Bearer " + made["secret"].get<std::string>() + "\r\n";
    EXPECT_EQ(set_password(lines, {{"new", good}}), 403) << "not even the first one";
    EXPECT_EQ(sign_in("admin", good).status, 401);
}

TEST_F(SignInTest, APasswordOfAnAdministratorsChoiceIsMadeToldOnceAndToBeReplaced) {
    const auto ann = user("ann", good);
    const auto answer = ask("PUT", "/api/v1/session/password", bearer() + as_json, json{{"user", ann}}.dump());
    ASSERT_EQ(answer.status, 200) << answer.body;
    const auto made = json::parse(answer.body)["password"].get<std::string>();
    EXPECT_EQ(sign_in("ann", good).status, 401);
    const auto opened = sign_in("ann", made);
    ASSERT_EQ(opened.status, 201);
    EXPECT_EQ(json::parse(opened.body)["change_password_by"], json::parse(answer.body)["expires"]);
    EXPECT_EQ(set_password(cookie_of(opened) + proof_of(opened), {{"current", made}, {"new", better}}), 204);
    EXPECT_FALSE(json::parse(sign_in("ann", better).body).contains("change_password_by"));
}

TEST_F(SignInTest, WhoChangesTheirPasswordSaysWhetherTokensGoOn) {
    user("ann", good);
    std::string password = good;
    const auto signed_in = [&] {
        const auto opened = sign_in("ann", password);
        return cookie_of(opened) + proof_of(opened);
    };
    const auto made = json::parse(ask("POST", "/api/v1/tokens", signed_in() + as_json, R"({"name":"ci"})").body);
    const std::string by_token = "Authorization: Bearer " + made["secret"].get<std::string>() + "\r\n";
    EXPECT_EQ(set_password(signed_in(), {{"current", good}, {"new", better}}), 204);
    EXPECT_TRUE(is_signed_in(by_token)) << "they do, unless one says otherwise";
    password = better;
    EXPECT_EQ(set_password(signed_in(), {{"current", better}, {"new", good}, {"revoke_tokens", true}}), 204);
    EXPECT_EQ(ask("GET", "/api/v1/session", by_token).status, 401);
}

TEST_F(SignInTest, AnOpenStreamEndsWithinASecondOfSigningOutAndOfItsTokensEnd) {
    set_password(bearer(), {{"new", good}});
    const auto opened = sign_in("admin", good);
    const auto made = json::parse(ask("POST", "/api/v1/tokens", bearer() + as_json, R"({"name":"ci"})").body);
    const std::string by_token = "Authorization: Bearer " + made["secret"].get<std::string>() + "\r\n";
    const auto ends = [&](const std::string& lines, const std::string& why, const std::function<void()>& act) {
        HttpConnection stream(gateway.address());
        stream.write(request_text("GET", "/api/v1/events", lines));
        EXPECT_THAT(stream.read_until("retry: 1000"), HasSubstr("200 OK"));
        act();
        const auto began = std::chrono::steady_clock::now();
        const std::string last = "event: ended\ndata: {\"reason\":\"" + why + "\"}\n\n";
        EXPECT_THAT(stream.read_until("\r\n0\r\n\r\n"), HasSubstr(last));
        EXPECT_TRUE(stream.closed());
        EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(1)) << why;
    };
    ends(cookie_of(opened), "session_ended",
         [&] { ask("DELETE", "/api/v1/session", cookie_of(opened) + proof_of(opened)); });
    ends(by_token, "token_revoked",
         [&] { ask("DELETE", "/api/v1/tokens/" + made["token"]["id"].get<std::string>(), bearer()); });
}

TEST_F(SignInTest, ATokenMadeOverHttpOpensUntilItIsRevoked) {
    const auto made =
        json::parse(ask("POST", "/api/v1/tokens", bearer() + as_json, R"({"name":"ci","roles":["auditor"]})").body);
    const std::string lines = "Authorization: Bearer " + made["secret"].get<std::string>() + "\r\n";
    EXPECT_EQ(ask("GET", "/api/v1/users", lines).status, 200);
    EXPECT_EQ(ask("POST", "/api/v1/users", lines + as_json, R"({"name":"x","roles":["agent"]})").status, 403);
    EXPECT_EQ(ask("DELETE", "/api/v1/tokens/" + made["token"]["id"].get<std::string>(), bearer()).status, 200);
    EXPECT_EQ(ask("GET", "/api/v1/users", lines).status, 401);
}

TEST_F(SignInTest, ATokenExpiresAtATimeThatThereIsAndThatIsToCome) {
    for (const char* expires : {"9999-12-31T23:59:59-01:00", "9999-12-31T23:59:59.999-00:01", "10000-01-01T00:00:00Z",
                                "0000-01-01T00:00:00Z", "0001-01-01T00:00:00+00:01", "2020-01-01T00:00:00Z"}) {
        const auto answer =
            ask("POST", "/api/v1/tokens", bearer() + as_json, json{{"name", "x"}, {"expires", expires}}.dump());
        EXPECT_EQ(answer.status, 400) << expires;
        EXPECT_EQ(json::parse(answer.body)["field"], "expires") << expires;
    }
    const auto last =
        ask("POST", "/api/v1/tokens", bearer() + as_json, R"({"name":"x","expires":"9999-12-31T23:59:59.999Z"})");
    EXPECT_EQ(json::parse(last.body)["token"]["expires"], "9999-12-31T23:59:59.999Z");
}

TEST_F(SignInTest, SignInsAreLoggedByIdAndAddressWithoutWhatWasTyped) {
    const std::string ann = user("ann", good);
    const auto opened = sign_in("ann", good);
    sign_in("ann", "Guessed at random 1");
    sign_in("Correct horse in the wrong field", "x");
    ask("DELETE", "/api/v1/session", cookie_of(opened) + proof_of(opened));
    for (const std::string& line : {"signed in: user=" + ann + " address=127.0.0.1", "sign-in failed: user=" + ann,
                                    std::string("sign-in refused, no such user: user=none address=127.0.0.1"),
                                    "signed out: user=" + ann, "password set: user=" + ann + " by=token:"})
        EXPECT_TRUE(log.has(line)) << line << "\n" << log.text();
    for (const std::string& secret :
         {good, std::string("Guessed at random"), std::string("wrong field"), std::string("ras_"), token})
        EXPECT_FALSE(log.has(secret)) << secret;
}

TEST_F(SignInTest, WhatIsNoSignInSaysSo) {
    EXPECT_EQ(ask("POST", "/api/v1/session", "", "{}").status, 415);
    EXPECT_EQ(ask("POST", "/api/v1/session", as_json, "{").status, 400);
    EXPECT_EQ(ask("POST", "/api/v1/session", as_json, R"({"name":"x"})").status, 400);
    EXPECT_EQ(sign_in("x", std::string(1'000, 'x')).status, 401);
    EXPECT_EQ(ask("POST", "/api/v1/session", as_json, std::string(16'384, ' ')).status, 400);
    EXPECT_EQ(ask("POST", "/api/v1/session", as_json, std::string(16'385, ' ')).status, 413);
    EXPECT_EQ(ask("PATCH", "/api/v1/session", as_json).headers.at("allow"), "GET, HEAD, POST, DELETE");
    EXPECT_EQ(ask("GET", "/api/v1/session", "Authorization: Bearer rap_wrong\r\n").status, 401);
    EXPECT_EQ(ask("DELETE", "/api/v1/session").status, 401);
    EXPECT_EQ(ask("DELETE", "/api/v1/session", bearer()).status, 409);
}

}  // namespace
}  // namespace rapport::gateway::accounts
