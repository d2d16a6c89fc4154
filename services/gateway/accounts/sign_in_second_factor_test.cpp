// SPDX-License-Identifier: MIT
// The second factor over real HTTP, as a page uses it.
#include <gmock/gmock-matchers.h>

#include <atomic>
#include <nlohmann/json.hpp>
#include <thread>

#include "bus/testing/log_capture.hpp"
#include "bus/testing/test_bus.hpp"
#include "services/gateway/accounts/desk.hpp"
#include "services/gateway/accounts/first_start.hpp"
#include "services/gateway/accounts/sign_in.hpp"
#include "services/gateway/accounts/totp.hpp"
#include "services/gateway/gateway.hpp"
#include "services/gateway/testing/http_client.hpp"

namespace rapport::gateway::accounts {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using testing::Answer;
using ::testing::Contains;
using ::testing::HasSubstr;
using testing::HttpConnection;
using testing::request_text;

const std::string as_json = "Content-Type: application/json\r\n";
const std::string password = "Correct horse battery";
const std::string factor = "/api/v1/session/second-factor";

/// A clock that the test sets forward.
class Ahead final : public Clock {
public:
    Instant now() const override { return SystemClock().now() + ahead.load(); }
    std::atomic<Millis> ahead{Millis(0)};
};

/// What RFC 4648 says of letters, for a test that is told a secret as people are.
std::string from_base32(const std::string& text) {
    std::string bytes;
    unsigned held = 0;
    int bits = 0;
    for (const char c : text) {
        held = held << 5 | static_cast<unsigned>(c >= 'A' ? c - 'A' : c - '2' + 26);
        bits += 5;
        if (bits < 8) continue;
        bits -= 8;
        bytes += static_cast<char>(held >> bits & 0xff);
    }
    return bytes;
}

class SignInSecondFactorTest : public ::testing::Test {
protected:
    explicit SignInSecondFactorTest(SessionRules rules = {})
        : directory(KeyedHash::from_file(folder.path() / "accounts.key"), clock, std::move(rules)) {
        desk.load(*engine.open_reader());
        ensure_administrator(engine, directory, folder.path() / "admin.token");
        runner = std::thread([this] { service.run(); });
        std::string token = *read_file(folder.path() / "admin.token");
        token.pop_back();
        admin = "Authorization: Bearer " + token + "\r\n";
        while (ask("GET", "/readyz").status != 200) std::this_thread::sleep_for(5ms);
        ann = user("ann");
    }
    ~SignInSecondFactorTest() override {
        service.stop();
        runner.join();
    }

    Answer ask(const std::string& verb, const std::string& target, const std::string& lines = {},
               const std::string& body = {}) const {
        return HttpConnection(gateway.address()).ask(request_text(verb, target, lines, body));
    }
    Answer post(const std::string& target, const std::string& lines, const json& body) const {
        return ask("POST", target, lines + as_json, body.dump());
    }
    std::string user(const std::string& name) const {
        const std::string id =
            json::parse(post("/api/v1/users", admin, {{"name", name}, {"roles", {"agent"}}}).body)["id"];
        EXPECT_EQ(ask("PUT", "/api/v1/session/password", admin + as_json, json{{"user", id}, {"new", password}}.dump())
                      .status,
                  204);
        return id;
    }
    Answer sign_in(const std::string& code = {}, const std::string& given = password) const {
        json body{{"name", "ann"}, {"password", given}};
        if (!code.empty()) body["code"] = code;
        return post("/api/v1/session", {}, body);
    }
    static std::string browser_of(const Answer& opened) {
        EXPECT_EQ(opened.status, 201) << opened.body;
        std::string lines = "X-CSRF-Token: " + json::parse(opened.body)["csrf"].get<std::string>() + "\r\n";
        for (const std::string& cookie : opened.cookies)
            if (cookie.starts_with("rapport_session="))
                lines += "Cookie: " + cookie.substr(0, cookie.find(';')) + "\r\n";
        return lines;
    }
    static std::string reason_of(const Answer& answer) {
        const json body = json::parse(answer.body);
        return body.contains("reason") ? body["reason"].get<std::string>() : std::string();
    }
    std::string code() const { return totp_code(secret, totp_step(clock.now())); }
    void pass(Millis time) { clock.ahead = clock.ahead.load() + time; }
    /// From the beginning to the recovery codes; a new code is due then.
    json enrol(const std::string& browser) {
        const Answer begun = post(factor, browser, {{"current", password}});
        EXPECT_EQ(begun.status, 201) << begun.body;
        secret = from_base32(json::parse(begun.body)["secret"]);
        const Answer confirmed = post(factor + "/confirmation", browser, {{"code", code()}});
        EXPECT_EQ(confirmed.status, 200) << confirmed.body;
        pass(30s);
        return json::parse(confirmed.body)["recovery_codes"];
    }

    bus::testing::LogCapture log;
    bus::testing::TestBus bus;
    bus::testing::TempFolder folder;
    Ahead clock;
    Directory directory;
    Desk desk{directory};
    kit::Engine engine{desk.definition(), "sqlite:" + (folder.path() / "accounts.db").string(), clock};
    kit::Service service{engine, bus.url()};
    std::thread runner;
    std::string admin, ann, secret;
    SignIn sign_in_{bus.url(), directory, clock, {.refusal = 100ms, .patience = std::chrono::minutes(1)}};
    Gateway gateway{{.bus = bus.url(), .http = {"127.0.0.1", 0}, .expected = {"accounts"}},
                    std::shared_ptr<const Authenticator>(&directory, [](const auto*) {}),
                    sign_in_.mounts()};
};

TEST_F(SignInSecondFactorTest, IsSetUpByPasswordAndACodeAndThenAskedFor) {
    const std::string browser = browser_of(sign_in()), elsewhere = browser_of(sign_in());
    EXPECT_EQ(json::parse(ask("GET", factor, browser).body), json({{"enrolled", false}, {"required", false}}));
    EXPECT_EQ(post(factor, browser, {{"current", "not it at all"}}).status, 400);
    const Answer begun = post(factor, browser, {{"current", password}});
    ASSERT_EQ(begun.status, 201) << begun.body;
    const json made = json::parse(begun.body);
    EXPECT_THAT(
        made["url"].get<std::string>(),
        HasSubstr("otpauth://totp/Rapport:ann?secret=" + made["secret"].get<std::string>() + "&issuer=Rapport"));
    secret = from_base32(made["secret"]);
    EXPECT_EQ(sign_in().status, 201) << "until it is confirmed the password is enough";
    const Answer wrong = post(factor + "/confirmation", browser, {{"code", "000000"}});
    EXPECT_EQ(wrong.status, 400);
    EXPECT_EQ(json::parse(wrong.body)["errors"][0]["field"], "code");
    EXPECT_EQ(json::parse(wrong.body)["errors"][0]["reason"], "second_factor_wrong");
    const Answer confirmed = post(factor + "/confirmation", browser, {{"code", code()}});
    ASSERT_EQ(confirmed.status, 200) << confirmed.body;
    EXPECT_EQ(json::parse(confirmed.body)["recovery_codes"].size(), 10u);
    EXPECT_EQ(ask("GET", "/api/v1/staff", browser).status, 200) << "who confirmed goes on";
    EXPECT_EQ(ask("GET", "/api/v1/staff", elsewhere).status, 401) << "all others sign in again";
    const json state = json::parse(ask("GET", factor, browser).body);
    EXPECT_EQ(state["enrolled"], true);
    EXPECT_EQ(state["recovery_codes_left"], 10);

    const Answer asked = sign_in();
    EXPECT_EQ(asked.status, 401);
    EXPECT_EQ(reason_of(asked), "second_factor_required");
    EXPECT_TRUE(asked.cookies.empty());
    pass(30s);
    EXPECT_EQ(sign_in(code()).status, 201);
    const Answer twice = sign_in(code());
    EXPECT_EQ(twice.status, 401);
    EXPECT_EQ(reason_of(twice), "second_factor_wrong");
}

TEST_F(SignInSecondFactorTest, ACodeIsOfNoUseWithoutThePassword) {
    enrol(browser_of(sign_in()));
    const Answer wrong = sign_in(code(), "Guessed at random 1"), other = sign_in({}, "Guessed at random 1");
    EXPECT_EQ(wrong.status, 401);
    EXPECT_EQ(reason_of(wrong), "");
    EXPECT_EQ(json::parse(wrong.body)["detail"], json::parse(other.body)["detail"]);
    EXPECT_EQ(sign_in(code()).status, 201) << "nor was it used by that";
}

TEST_F(SignInSecondFactorTest, RecoveryCodesOpenOnceEach) {
    const json codes = enrol(browser_of(sign_in()));
    for (const json& each : codes) EXPECT_EQ(sign_in(each).status, 201);
    EXPECT_EQ(reason_of(sign_in(codes[0])), "second_factor_wrong");
    const std::string browser = browser_of(sign_in(code()));
    EXPECT_EQ(json::parse(ask("GET", factor, browser).body)["recovery_codes_left"], 0);
    pass(30s);
    const Answer renewed = post(factor + "/recovery-codes", browser, {{"current", password}, {"code", code()}});
    ASSERT_EQ(renewed.status, 200) << renewed.body;
    EXPECT_EQ(sign_in(json::parse(renewed.body)["recovery_codes"][9]).status, 201);
}

TEST_F(SignInSecondFactorTest, WrongCodesLockAsWrongPasswordsDo) {
    enrol(browser_of(sign_in()));
    for (int i = 0; i < 5; ++i) EXPECT_EQ(sign_in("000000").status, 401);
    for (int i = 0; i < 5; ++i) EXPECT_EQ(sign_in({}, "Guessed at random 1").status, 401);
    const Answer locked = sign_in(code());
    EXPECT_EQ(locked.status, 401) << "the tenth locked the address";
    EXPECT_EQ(reason_of(locked), "") << "nor is it told any more whether the password is right";
    pass(1min);
    EXPECT_EQ(sign_in(code()).status, 201);
}

TEST_F(SignInSecondFactorTest, ASessionThatGuessesCodesLocksItself) {
    const std::string browser = browser_of(sign_in());
    enrol(browser);
    for (int i = 0; i < 10; ++i)
        EXPECT_EQ(post(factor + "/removal", browser, {{"current", password}, {"code", "000000"}}).status, 400);
    EXPECT_EQ(post(factor + "/removal", browser, {{"current", password}, {"code", code()}}).status, 400) << "locked";
    const std::string other = browser_of(sign_in(code()));
    pass(30s);
    EXPECT_EQ(post(factor + "/removal", other, {{"current", password}, {"code", code()}}).status, 204);
}

TEST_F(SignInSecondFactorTest, IsRemovedByPasswordAndCodeOrByAnAdministrator) {
    const std::string browser = browser_of(sign_in());
    EXPECT_EQ(post(factor + "/removal", browser, {{"current", password}, {"code", "123456"}}).status, 409);
    enrol(browser);
    EXPECT_EQ(post(factor + "/removal", browser, {{"code", code()}}).status, 400);
    EXPECT_EQ(post(factor + "/removal", browser, {{"current", password}}).status, 400);
    EXPECT_EQ(post(factor + "/removal", browser, {{"user", ann}, {"code", code()}}).status, 400)
        << "naming oneself is no way round it";
    EXPECT_EQ(post(factor + "/removal", browser, {{"current", password}, {"code", code()}}).status, 204);
    EXPECT_EQ(sign_in().status, 201);

    enrol(browser);
    EXPECT_EQ(json::parse(ask("GET", factor + "?user=" + ann, admin).body)["enrolled"], true);
    user("bob");
    const std::string bob = browser_of(post("/api/v1/session", {}, {{"name", "bob"}, {"password", password}}));
    EXPECT_EQ(ask("GET", factor + "?user=" + ann, bob).status, 403);
    EXPECT_EQ(post(factor + "/removal", bob, {{"user", ann}}).status, 403);
    EXPECT_EQ(post(factor + "/removal", admin, {{"user", ann}}).status, 204);
    EXPECT_EQ(ask("GET", "/api/v1/staff", browser).status, 401) << "the sessions end with it";
    EXPECT_EQ(sign_in().status, 201);
}

TEST_F(SignInSecondFactorTest, WhatIsWrongWithARequestIsSaid) {
    const std::string browser = browser_of(sign_in());
    EXPECT_EQ(post(factor, "", {{"current", password}}).status, 401);
    EXPECT_EQ(post(factor, browser, json::object()).status, 400);
    EXPECT_THAT(post(factor, browser, {{"curent", password}}).body, HasSubstr("did you mean `current`?"));
    EXPECT_EQ(ask("PUT", factor, browser).headers.at("allow"), "GET, HEAD, POST");
    EXPECT_EQ(ask("GET", factor + "/removal", browser).headers.at("allow"), "POST");
    EXPECT_EQ(post(factor + "/other", browser, json::object()).status, 404);
    EXPECT_EQ(post(factor + "/confirmation", browser, {{"code", "123456"}}).status, 409) << "nothing was begun";
    EXPECT_EQ(post(factor, admin, {{"current", password}}).status, 409) << "without a password there is no second";
    const std::string without_proof = browser.substr(browser.find("Cookie:"));
    EXPECT_EQ(post(factor, without_proof, {{"current", password}}).status, 403);
}

TEST_F(SignInSecondFactorTest, TheLogSaysWhatWasDoneAndNoSecret) {
    const std::string browser = browser_of(sign_in());
    const json codes = enrol(browser);
    sign_in();
    sign_in("000000");
    EXPECT_EQ(post(factor + "/removal", browser, {{"current", password}, {"code", code()}}).status, 204);
    for (const std::string& line :
         {"second factor begun: user=" + ann, "second factor set up: user=" + ann, "second factor removed: user=" + ann,
          "sign-in goes on with a code: user=" + ann, "sign-in failed, the code is wrong: user=" + ann})
        EXPECT_TRUE(log.has(line)) << line << "\n" << log.text();
    for (const std::string& hidden : {base32(secret), codes[0].get<std::string>(), std::string("000000"), password})
        EXPECT_FALSE(log.has(hidden)) << hidden;
}

class SignInNeedsSecondFactorTest : public SignInSecondFactorTest {
protected:
    SignInNeedsSecondFactorTest() : SignInSecondFactorTest({.second_factor = {Role::agent}}) {}
};

TEST_F(SignInNeedsSecondFactorTest, WhoHasNoneSetsOneUpBeforeAnythingElse) {
    const Answer opened = sign_in();
    const std::string browser = browser_of(opened);
    for (const Answer& told : {opened, ask("GET", "/api/v1/session", browser)}) {
        EXPECT_EQ(json::parse(told.body)["lacks_second_factor"], true);
        EXPECT_EQ(json::parse(told.body)["roles"], json::array({"respondent"}));
        EXPECT_EQ(json::parse(told.body)["user"]["name"], "ann");
    }
    EXPECT_EQ(json::parse(ask("GET", factor, browser).body)["required"], true);
    EXPECT_EQ(ask("GET", "/api/v1/staff", browser).status, 403);
    EXPECT_EQ(ask("GET", "/api/v1/events", browser).status, 403);
    EXPECT_EQ(post("/api/v1/tokens", browser, {{"name", "a way round it"}}).status, 403);
    enrol(browser);
    EXPECT_EQ(ask("GET", "/api/v1/staff", browser).status, 200);
    const json now = json::parse(ask("GET", "/api/v1/session", browser).body);
    EXPECT_FALSE(now.contains("lacks_second_factor"));
    EXPECT_THAT(now["may"], Contains("accounts_list_staff"));
    EXPECT_FALSE(json::parse(sign_in(code()).body).contains("lacks_second_factor"));
}

}  // namespace
}  // namespace rapport::gateway::accounts
