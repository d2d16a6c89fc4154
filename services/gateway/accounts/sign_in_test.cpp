// SPDX-License-Identifier: MIT
#include "services/gateway/accounts/sign_in.hpp"

#include <gmock/gmock-matchers.h>

#include <nlohmann/json.hpp>

#include "bus/testing/test_bus.hpp"
#include "services/gateway/accounts/desk.hpp"
#include "services/gateway/accounts/first_start.hpp"
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
    SignInTest() {
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
    Answer sign_in(const std::string& name, const std::string& password) const {
        return ask("POST", "/api/v1/session", as_json, json{{"name", name}, {"password", password}}.dump());
    }
    int set_password(const std::string& lines, const json& body) const {
        return ask("PUT", "/api/v1/session/password", lines + as_json, body.dump()).status;
    }
    static std::string cookie_of(const Answer& answer) {
        const std::string cookie = answer.headers.at("set-cookie");
        return "Cookie: " + cookie.substr(0, cookie.find(';')) + "\r\n";
    }

    bus::testing::TestBus bus;
    bus::testing::TempFolder folder;
    SystemClock clock;
    Directory directory{KeyedHash::from_file(folder.path() / "accounts.key"), clock};
    Desk desk{directory};
    kit::Engine engine{desk.definition(), "sqlite:" + (folder.path() / "accounts.db").string(), clock};
    kit::Service service{engine, bus.url()};
    std::thread runner;
    std::string token;
    SignIn sign_in_{bus.url(), directory, clock, false};
    Gateway gateway{{.bus = bus.url(), .http = {"127.0.0.1", 0}, .expected = {"accounts"}},
                    std::shared_ptr<const Authenticator>(&directory, [](const auto*) {}),
                    sign_in_.mounts()};
};

TEST_F(SignInTest, ASessionIsOpenedReadsWritesWithItsProofAndEnds) {
    ASSERT_EQ(set_password(bearer(), {{"new", "correct horse"}}), 204);
    const auto opened = sign_in("admin", "correct horse");
    ASSERT_EQ(opened.status, 201) << opened.body;
    EXPECT_THAT(opened.headers.at("set-cookie"), HasSubstr("HttpOnly; SameSite=Lax"));
    const std::string cookie = cookie_of(opened);
    const std::string proof = "X-CSRF-Token: " + json::parse(opened.body)["csrf"].get<std::string>() + "\r\n";
    EXPECT_EQ(ask("GET", "/api/v1/users", cookie).status, 200);
    const std::string user = R"({"name":"ann","roles":["agent"]})";
    EXPECT_EQ(ask("POST", "/api/v1/users", cookie + as_json, user).status, 403);
    EXPECT_EQ(ask("POST", "/api/v1/users", cookie + proof + as_json, user).status, 201);
    EXPECT_EQ(json::parse(ask("GET", "/api/v1/session", cookie).body)["user"]["name"], "admin");
    EXPECT_EQ(ask("DELETE", "/api/v1/session", cookie).status, 403);
    EXPECT_EQ(ask("DELETE", "/api/v1/session", cookie + proof).status, 204);
    EXPECT_EQ(ask("GET", "/api/v1/users", cookie).status, 401);
}

TEST_F(SignInTest, AWrongNameAndAWrongPasswordLookTheSameAndLock) {
    set_password(bearer(), {{"new", "correct horse"}});
    const auto nobody = sign_in("nobody", "correct horse");
    EXPECT_EQ(nobody.status, 401);
    for (int i = 0; i < 5; ++i) {
        const auto wrong = sign_in("admin", "wrong horse");
        EXPECT_EQ(json::parse(wrong.body)["detail"], json::parse(nobody.body)["detail"]);
    }
    EXPECT_EQ(sign_in("admin", "correct horse").status, 401) << "locked";
    EXPECT_EQ(ask("GET", "/api/v1/users", bearer()).status, 200) << "tokens go on";
    EXPECT_EQ(set_password(bearer(), {{"new", "another horse"}}), 204);
    EXPECT_EQ(sign_in("admin", "another horse").status, 201) << "an administrator opens the lock";
}

TEST_F(SignInTest, OneSetsOnesOwnPasswordByTheOldOne) {
    const auto ann =
        json::parse(ask("POST", "/api/v1/users", bearer() + as_json, R"({"name":"ann","roles":["agent"]})").body)["id"];
    ASSERT_EQ(set_password(bearer(), {{"user", ann}, {"new", "first password"}}), 204);
    const auto opened = sign_in("ann", "first password");
    const std::string lines =
        cookie_of(opened) + "X-CSRF-Token: " + json::parse(opened.body)["csrf"].get<std::string>() + "\r\n";
    EXPECT_EQ(set_password(lines, {{"new", "second password"}}), 400);
    EXPECT_EQ(set_password(lines, {{"current", "not it at all"}, {"new", "second password"}}), 400);
    EXPECT_EQ(set_password(lines, {{"current", "first password"}, {"new", "short"}}), 400);
    EXPECT_EQ(set_password(lines, {{"current", "first password"}, {"new", "second password"}}), 204);
    EXPECT_EQ(sign_in("ann", "first password").status, 401);
    EXPECT_EQ(sign_in("ann", "second password").status, 201);
    EXPECT_EQ(set_password("", {{"new", "second password"}}), 401);
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

TEST_F(SignInTest, WhatIsNoSignInSaysSo) {
    EXPECT_EQ(ask("POST", "/api/v1/session", "", "{}").status, 415);
    EXPECT_EQ(ask("POST", "/api/v1/session", as_json, "{").status, 400);
    EXPECT_EQ(ask("POST", "/api/v1/session", as_json, R"({"name":"x"})").status, 400);
    EXPECT_EQ(ask("PATCH", "/api/v1/session", as_json).headers.at("allow"), "GET, POST, DELETE");
    EXPECT_EQ(ask("GET", "/api/v1/session").status, 401);
    EXPECT_EQ(ask("DELETE", "/api/v1/session", bearer()).status, 409);
}

}  // namespace
}  // namespace rapport::gateway::accounts
