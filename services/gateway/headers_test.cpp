// SPDX-License-Identifier: MIT
#include <gmock/gmock-matchers.h>

#include <nlohmann/json.hpp>
#include <regex>
#include <set>

#include "bus/base/error.hpp"
#include "bus/testing/test_bus.hpp"
#include "services/gateway/gateway.hpp"
#include "services/gateway/http/documents.hpp"
#include "services/gateway/http/problem.hpp"
#include "services/gateway/methods/mapping.hpp"
#include "services/gateway/testing/admission.hpp"
#include "services/gateway/testing/http_client.hpp"
#include "services/gateway/testing/sample.hpp"

namespace rapport::gateway {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;
using namespace testing;

class TokenGood final : public Authenticator {
public:
    AdmissionPtr admit(const HttpRequest& request) const override {
        if (bearer_of(request) == "mine") throw Error(Code::permission_denied, "X-CSRF-Token is missing");
        if (bearer_of(request) != "good") return {};
        return std::make_shared<ForGood>(Actor{.id = "user:1", .kind = "person", .roles = {"agent"}});
    }
};

const std::string token = "Authorization: Bearer good\r\n";
const std::string as_json = token + "Content-Type: application/json\r\n";

/// What every answer must have, by its kind: OWASP ASVS 4.0, 14.4.
class HeadersTest : public ::testing::Test {
protected:
    HeadersTest() {
        while (connect().ask(request_text("GET", "/readyz")).status != 200) std::this_thread::sleep_for(5ms);
    }
    HttpConnection connect() const { return HttpConnection(gateway.address()); }

    Answer check(const std::string& request) const {
        const auto answer = connect().ask(request);
        const std::string first = request.substr(0, request.find('\r'));
        SCOPED_TRACE(first.substr(0, 100) + " answered " + std::to_string(answer.status));
        expect_safe(answer, first);
        return answer;
    }
    Answer check(const std::string& verb, const std::string& path, const std::string& lines = token,
                 const std::string& body = {}) const {
        return check(request_text(verb, path, lines, body));
    }
    static void expect_safe(const Answer& answer, const std::string& first) {
        const auto header = [&](const char* name) {
            const auto found = answer.headers.find(name);
            return found == answer.headers.end() ? std::string("(none)") : found->second;
        };
        const std::string type = header("content-type"), policy = header("content-security-policy");
        EXPECT_EQ(header("x-content-type-options"), "nosniff");
        EXPECT_EQ(header("referrer-policy"), "no-referrer");
        EXPECT_EQ(header("cross-origin-resource-policy"), "same-origin");
        EXPECT_EQ(header("strict-transport-security"), "max-age=31536000");
        const bool kept = type.starts_with("text/css") || type.starts_with("text/javascript");
        const auto path_at = first.find(' ') + 1;
        const bool document = answer.status == 200 && Documents::at(first.substr(path_at, first.rfind(' ') - path_at));
        EXPECT_EQ(header("cache-control"), kept ? "max-age=3600" : document ? "private, no-cache" : "no-store");
        EXPECT_NE(header("date"), "(none)");
        EXPECT_THAT(policy, StartsWith("default-src 'none'"));
        for (const char* const part : {"base-uri 'none'", "frame-ancestors 'none'", "form-action '"})
            EXPECT_THAT(policy, HasSubstr(part));
        for (const char* const part : {"unsafe", "*"}) EXPECT_THAT(policy, Not(HasSubstr(part)));
        EXPECT_TRUE(policy.find("script-src") == policy.npos || policy.find("script-src 'self';") != policy.npos)
            << policy;
        EXPECT_TRUE(answer.body.empty() || type != "(none)");
        EXPECT_TRUE(!type.starts_with("text/") || type.ends_with("charset=utf-8")) << type;
        EXPECT_EQ(header("cross-origin-opener-policy"), type.starts_with("text/html") ? "same-origin" : "(none)");
        const bool api = type.find("json") != type.npos && first.find(" /api/") != first.npos;
        EXPECT_EQ(header("content-disposition").starts_with("attachment; filename="),
                  api || type.starts_with("text/csv"));
    }

    bus::testing::TestBus bus;
    SampleService samples{bus.url()};
    Gateway gateway{{.bus = bus.url(),
                     .http = {"127.0.0.1", 0},
                     .expected = {"samples"},
                     .timeout = 500ms,
                     .outside_per_minute = 5,
                     .over_tls = true},
                    std::make_shared<TokenGood>()};
};

TEST_F(HeadersTest, AreWithEveryPathOfOurs) {
    for (const char* const verb : {"GET", "HEAD", "POST", "OPTIONS", "DELETE"})
        for (const char* const path :
             {"/", "/style.css", "/healthz", "/readyz", "/metrics", "/api/openapi.json", "/feedback",
              "/feedback/style.css", "/feedback/complaint", "/feedback/compliment", "/feedback/suggestion",
              "/feedback/question", "/feedback/nothing", "/feedback/complaint/no-token",
              "/feedback/complaint/no-token/reply", "/nothing", "*"})
            check(verb, path, "");
    for (const auto code : problem_codes()) EXPECT_EQ(check("GET", "/problems/" + std::string(code), "").status, 200);
    check("HEAD", "/api/v1/events");
}

TEST_F(HeadersTest, AreWithEveryMethodThatTheDocumentNames) {
    const auto document = nlohmann::json::parse(check("GET", "/api/openapi.json", "").body);
    std::set<int> seen;
    for (const auto& [path, verbs] : document["paths"].items()) {
        for (const auto& [verb, operation] : verbs.items()) {
            if (verb == "parameters" || path == "/api/v1/events") continue;
            std::string upper = verb;
            for (char& c : upper) c = static_cast<char>(std::toupper(c));
            const std::string filled = std::regex_replace(path, std::regex(R"(\{[^}]*\})"), "s-1");
            for (const std::string& lines : {std::string(), token, as_json})
                seen.insert(check(upper, filled, lines, lines == as_json ? R"({"title":"x"})" : "").status);
        }
    }
    EXPECT_TRUE(seen.contains(200) && seen.contains(201) && seen.contains(401)) << "of what is good and what is not";
}

TEST_F(HeadersTest, AreWithEveryKindOfAnswer) {
    const auto is = [this](int status, const std::string& verb, const std::string& path,
                           const std::string& lines = token, const std::string& body = {}) {
        EXPECT_EQ(check(verb, path, lines, body).status, status) << verb << ' ' << path;
    };
    is(201, "POST", "/api/v1/samples", as_json, R"({"title":"x"})");
    is(200, "GET", "/api/v1/samples/s-1");
    is(200, "HEAD", "/api/v1/samples/s-1");
    is(304, "GET", "/api/v1/samples/s-1", token + "If-None-Match: \"1\"\r\n");
    is(200, "GET", "/api/v1/counts", token + "Accept: text/csv\r\n");
    is(204, "OPTIONS", "/api/v1/samples");
    is(204, "OPTIONS", "*");
    is(303, "GET", "/feedback/complaint/abc/reply", "");
    is(400, "POST", "/api/v1/samples", as_json, "{");
    is(401, "GET", "/api/v1/samples/s-1", "");
    is(403, "GET", "/api/v1/samples/mine");
    is(403, "GET", "/api/v1/samples/s-1", "Authorization: Bearer mine\r\n");
    is(404, "GET", "/api/v1/samples/missing");
    is(405, "PUT", "/api/v1/samples/s-1");
    is(409, "POST", "/api/v1/samples/s-1/finish", as_json, "{}");
    is(412, "PATCH", "/api/v1/samples/s-1", as_json + "If-Match: \"7\"\r\n", R"({"title":"y"})");
    is(413, "POST", "/api/v1/samples", as_json, std::string(max_body + 1, ' '));
    is(415, "POST", "/api/v1/samples", token + "Content-Type: text/plain\r\n", "x");
    is(504, "GET", "/api/v1/samples/hang");
    for (int i = 0; i < 5; ++i) check("GET", "/api/v1/outside/samples/s-1", "");
    is(429, "GET", "/api/v1/outside/samples/s-1", "");
}

TEST_F(HeadersTest, AreWithTheLastWordToWhatCannotBeRead) {
    EXPECT_EQ(check("nonsense\r\n\r\n").status, 400);
    EXPECT_EQ(check("GET / HTTP/3.0\r\nHost: x\r\n\r\n").status, 505);
    EXPECT_EQ(check(request_text("BREW", "/")).status, 501);
    EXPECT_EQ(check(request_text("POST", "/", "Content-Length: 9000000\r\n")).status, 413);
    EXPECT_EQ(check(request_text("GET", "/" + std::string(20'000, 'x'))).status, 414);
    EXPECT_EQ(check(request_text("GET", "/", "X-Long: " + std::string(20'000, 'x') + "\r\n")).status, 431);
}

TEST_F(HeadersTest, AreWithAnEventStream) {
    auto listener = connect();
    listener.write(request_text("GET", "/api/v1/events", token));
    expect_safe(listener.read(), "GET /api/v1/events");
}

TEST_F(HeadersTest, NothingIsSaidOfTlsWhereBrowsersComeWithoutIt) {
    const Gateway plain({.bus = bus.url(), .http = {"127.0.0.1", 0}}, std::make_shared<TokenGood>());
    const auto answer = HttpConnection(plain.address()).ask(request_text("GET", "/healthz"));
    EXPECT_EQ(answer.status, 200);
    EXPECT_FALSE(answer.headers.contains("strict-transport-security"));
}

}  // namespace
}  // namespace rapport::gateway
