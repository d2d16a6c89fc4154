// SPDX-License-Identifier: MIT
// Sessions, preferences and saved views over real HTTP, as a page uses them.
#include <gmock/gmock-matchers.h>

#include <nlohmann/json.hpp>
#include <thread>

#include "bus/testing/test_bus.hpp"
#include "services/gateway/accounts/desk.hpp"
#include "services/gateway/accounts/first_start.hpp"
#include "services/gateway/accounts/sign_in.hpp"
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
using ::testing::Not;
using testing::request_text;

const std::string as_json = "Content-Type: application/json\r\n";
const std::string password = "Correct horse battery";

/// What is over is forgotten within a minute, and is as one that was ended from then on.
const auto is_over = ::testing::AnyOf("session_expired", "session_idle", "session_ended");

/// A clock that the test sets forward.
class Ahead final : public Clock {
public:
    Instant now() const override { return SystemClock().now() + ahead.load(); }
    std::atomic<Millis> ahead{Millis(0)};
};

class SessionsTest : public ::testing::Test {
protected:
    SessionsTest() {
        desk.load(*engine.open_reader());
        ensure_administrator(engine, directory, folder.path() / "admin.token");
        runner = std::thread([this] { service.run(); });
        std::string token = *read_file(folder.path() / "admin.token");
        token.pop_back();
        admin = "Authorization: Bearer " + token + "\r\n";
        while (ask("GET", "/readyz").status != 200) std::this_thread::sleep_for(5ms);
        ann = user("ann");
    }
    ~SessionsTest() override {
        service.stop();
        runner.join();
    }

    Answer ask(const std::string& verb, const std::string& target, const std::string& lines = {},
               const std::string& body = {}) const {
        return HttpConnection(gateway.address()).ask(request_text(verb, target, lines, body));
    }
    json get(const std::string& target, const std::string& lines) const {
        const Answer answer = ask("GET", target, lines);
        EXPECT_EQ(answer.status, 200) << answer.body;
        return json::parse(answer.body);
    }
    std::string user(const std::string& name) const {
        const std::string id =
            json::parse(ask("POST", "/api/v1/users", admin + as_json, json{{"name", name}, {"roles", {"agent"}}}.dump())
                            .body)["id"];
        EXPECT_EQ(ask("PUT", "/api/v1/session/password", admin + as_json, json{{"user", id}, {"new", password}}.dump())
                      .status,
                  204);
        return id;
    }
    /// A browser that somebody is signed in with: what it sends with each request.
    std::string sign_in(const std::string& name, const std::string& agent = "a browser") const {
        const Answer opened = ask("POST", "/api/v1/session", as_json + "User-Agent: " + agent + "\r\n",
                                  json{{"name", name}, {"password", password}}.dump());
        EXPECT_EQ(opened.status, 201) << opened.body;
        std::string lines = "X-CSRF-Token: " + json::parse(opened.body)["csrf"].get<std::string>() + "\r\n";
        for (const std::string& cookie : opened.cookies)
            if (cookie.starts_with("rapport_session="))
                lines += "Cookie: " + cookie.substr(0, cookie.find(';')) + "\r\n";
        return lines;
    }
    static Instant instant(const json& text) { return *instant_from(text.get<std::string>()); }

    bus::testing::TestBus bus;
    bus::testing::TempFolder folder;
    Ahead clock;
    Directory directory{KeyedHash::from_file(folder.path() / "accounts.key"), clock};
    Desk desk{directory};
    kit::Engine engine{desk.definition(), "sqlite:" + (folder.path() / "accounts.db").string(), clock};
    kit::Service service{engine, bus.url()};
    std::thread runner;
    std::string admin, ann;
    SignIn sign_in_{bus.url(), directory, clock, {.refusal = 100ms, .patience = std::chrono::minutes(1)}};
    Gateway gateway{{.bus = bus.url(), .http = {"127.0.0.1", 0}, .expected = {"accounts"}},
                    std::shared_ptr<const Authenticator>(&directory, [](const auto*) {}),
                    sign_in_.mounts()};
};

TEST_F(SessionsTest, WhoIsNotSignedInIsToldSo) {
    EXPECT_EQ(get("/api/v1/session", ""), json({{"user", nullptr}}));
    EXPECT_EQ(ask("HEAD", "/api/v1/session").status, 200);
}

TEST_F(SessionsTest, OneLearnsWhatOneMayCall) {
    const json mine = get("/api/v1/session", sign_in("ann"));
    EXPECT_THAT(mine["may"], Contains("accounts_list_staff"));
    EXPECT_THAT(mine["may"], Contains("gateway_work"));
    EXPECT_THAT(mine["may"], Not(Contains("accounts_create_user")));
    EXPECT_THAT(get("/api/v1/session", admin)["may"], Contains("accounts_create_user"));
}

TEST_F(SessionsTest, TheEndSlidesWithEachUseUpToTheLast) {
    const std::string browser = sign_in("ann");
    const json first = get("/api/v1/session", browser);
    const Instant ends = instant(first["ends"]);
    EXPECT_LE(instant(first["expires"]), clock.now() + 30min);
    clock.ahead = 20min;
    const json later = get("/api/v1/session", browser);
    EXPECT_GE(instant(later["expires"]), instant(first["expires"]) + 19min);
    EXPECT_EQ(instant(later["ends"]), ends);
    for (Millis at = 40min; at < 11h + 50min; at += 20min) {
        clock.ahead = at;
        ASSERT_EQ(ask("GET", "/api/v1/staff", browser).status, 200);
    }
    EXPECT_EQ(instant(get("/api/v1/session", browser)["expires"]), ends);
    clock.ahead = 12h + 1min;
    EXPECT_THAT(get("/api/v1/session", browser)["reason"].get<std::string>(), is_over);
}

TEST_F(SessionsTest, OneThatIsOverIsRenewedInPlaceAndWhatWasSentIsSentAgainOnce) {
    const std::string before = sign_in("ann");
    clock.ahead = 31min;
    const std::string key = "Idempotency-Key: the-form\r\n", body = R"({"name":"Mine","path":"/complaints"})";
    const Answer refused = ask("POST", "/api/v1/views", before + key + as_json, body);
    EXPECT_EQ(refused.status, 401);
    EXPECT_THAT(json::parse(refused.body)["reason"].get<std::string>(), is_over);
    const json nobody = get("/api/v1/session", before);
    EXPECT_TRUE(nobody["user"].is_null());
    EXPECT_THAT(nobody["reason"].get<std::string>(), is_over);

    const std::string after = sign_in("ann");
    const Answer sent = ask("POST", "/api/v1/views", after + key + as_json, body);
    EXPECT_EQ(sent.status, 201) << sent.body;
    EXPECT_EQ(ask("POST", "/api/v1/views", sign_in("ann") + key + as_json, body).body, sent.body)
        << "the key is the person's, not the session's";
    EXPECT_EQ(get("/api/v1/views", after)["items"].size(), 1u);
}

TEST_F(SessionsTest, OneSeesOnesSessionsAndEndsOneOrAllOthers) {
    const std::string desk_browser = sign_in("ann", "Firefox"), phone = sign_in("ann", "Phone"), old = sign_in("ann");
    user("bob");
    const std::string bob = sign_in("bob");
    const json all = get("/api/v1/sessions", phone)["items"];
    ASSERT_EQ(all.size(), 3u);
    std::string of_phone, of_desk;
    for (const json& one : all) {
        if (one["agent"] == "Phone") of_phone = one["id"];
        if (one["agent"] == "Firefox") of_desk = one["id"];
        EXPECT_EQ(one["current"], one["agent"] == "Phone");
        EXPECT_EQ(one["address"], "127.0.0.1");
        EXPECT_LE(instant(one["began"]), clock.now());
    }
    EXPECT_EQ(ask("DELETE", "/api/v1/sessions/" + of_desk, bob).status, 404) << "another's";
    EXPECT_EQ(ask("DELETE", "/api/v1/sessions/nonsense", phone).status, 404);
    EXPECT_EQ(ask("DELETE", "/api/v1/sessions/" + of_desk, phone).status, 204);
    EXPECT_EQ(ask("GET", "/api/v1/staff", desk_browser).status, 401);
    EXPECT_EQ(get("/api/v1/session", desk_browser)["reason"], "session_ended");

    const Answer others = ask("DELETE", "/api/v1/sessions", phone);
    EXPECT_EQ(json::parse(others.body)["ended"], 1);
    EXPECT_EQ(ask("GET", "/api/v1/staff", old).status, 401);
    EXPECT_EQ(ask("GET", "/api/v1/staff", phone).status, 200);
    EXPECT_EQ(ask("GET", "/api/v1/staff", bob).status, 200);
    EXPECT_EQ(ask("DELETE", "/api/v1/sessions/" + of_phone, phone).status, 204);
    EXPECT_EQ(ask("GET", "/api/v1/staff", phone).status, 401);
}

TEST_F(SessionsTest, AnAdministratorEndsAnothersAndNobodyElseDoes) {
    const std::string browser = sign_in("ann");
    EXPECT_EQ(ask("GET", "/api/v1/sessions?user=" + ann, admin).status, 200);
    user("bob");
    EXPECT_EQ(ask("GET", "/api/v1/sessions?user=" + ann, sign_in("bob")).status, 403);
    EXPECT_EQ(json::parse(ask("DELETE", "/api/v1/sessions?user=" + ann, admin).body)["ended"], 1);
    EXPECT_EQ(ask("GET", "/api/v1/staff", browser).status, 401);
}

TEST_F(SessionsTest, WhatIsWrongWithARequestIsSaid) {
    const std::string browser = sign_in("ann");
    EXPECT_THAT(ask("GET", "/api/v1/sessions?users=1", browser).body, HasSubstr("did you mean `user`?"));
    EXPECT_THAT(ask("GET", "/api/v1/sessions?user=ann", browser).body, HasSubstr("user: must be the id of one user"));
    EXPECT_EQ(ask("POST", "/api/v1/sessions", browser).status, 405);
    EXPECT_EQ(ask("GET", "/api/v1/sessions/1", browser).headers.at("allow"), "DELETE");
    EXPECT_EQ(ask("GET", "/api/v1/sessions").status, 401);
    const std::string without_proof = browser.substr(browser.find("Cookie:"));
    EXPECT_EQ(ask("DELETE", "/api/v1/sessions", without_proof).status, 403);
}

TEST_F(SessionsTest, WhatAnotherSiteAsksForIsNotDone) {
    const std::string browser = sign_in("ann"), body = R"({"values":{"theme":"dark"}})";
    const auto set = [&](const std::string& site) {
        return ask("PATCH", "/api/v1/session/preferences", browser + as_json + "Sec-Fetch-Site: " + site + "\r\n", body)
            .status;
    };
    EXPECT_EQ(set("cross-site"), 403);
    EXPECT_EQ(set("same-origin"), 200);
}

TEST_F(SessionsTest, PreferencesHaveATagAndChangeByName) {
    const std::string browser = sign_in("ann");
    const Answer none = ask("GET", "/api/v1/session/preferences", browser);
    EXPECT_EQ(json::parse(none.body)["values"], json::object());
    const Answer set =
        ask("PATCH", "/api/v1/session/preferences", browser + as_json + "If-Match: " + none.headers.at("etag") + "\r\n",
            R"({"values":{"theme":"dark","columns":{"complaints":["number"]}}})");
    EXPECT_EQ(set.status, 200) << set.body;
    EXPECT_EQ(ask("PATCH", "/api/v1/session/preferences", browser + as_json + "If-Match: \"0\"\r\n",
                  R"({"values":{"theme":"light"}})")
                  .status,
              412);
    ask("PATCH", "/api/v1/session/preferences", browser + as_json, R"({"values":{"theme":null,"density":2}})");
    EXPECT_EQ(get("/api/v1/session/preferences", browser)["values"],
              json::parse(R"({"columns":{"complaints":["number"]},"density":2})"));
}

}  // namespace
}  // namespace rapport::gateway::accounts
