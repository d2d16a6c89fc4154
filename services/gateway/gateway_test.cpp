// SPDX-License-Identifier: MIT
#include "services/gateway/gateway.hpp"

#include <gmock/gmock-matchers.h>

#include <nlohmann/json.hpp>

#include "bus/testing/test_bus.hpp"
#include "services/gateway/methods/mapping.hpp"
#include "services/gateway/testing/admission.hpp"
#include "services/gateway/testing/http_client.hpp"
#include "services/gateway/testing/sample.hpp"

namespace rapport::gateway {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using ::testing::HasSubstr;
using namespace testing;

/// Knows one token, and another one that ends when the test says so.
class OneToken final : public Authenticator {
public:
    AdmissionPtr admit(const HttpRequest& request) const override {
        Actor actor{.id = "user:1", .kind = "person", .roles = {"agent"}};
        if (bearer_of(request) == "good") return std::make_shared<ForGood>(std::move(actor));
        if (bearer_of(request) == "short" && !ending->why())
            return std::make_shared<UntilEnded>(std::move(actor), ending);
        return {};
    }
    const std::shared_ptr<Ending> ending = std::make_shared<Ending>();
};

const std::string token = "Authorization: Bearer good\r\n";
const std::string as_json = token + "Content-Type: application/json\r\n";

/// A broker, the service `samples` and a gateway, talked to over real HTTP.
class GatewayTest : public ::testing::Test {
protected:
    GatewayTest() { wait_for("/readyz", 200); }

    HttpConnection connect() const { return HttpConnection(gateway.address()); }
    Answer ask(const std::string& verb, const std::string& target, const std::string& lines = token,
               const std::string& body = {}) const {
        return connect().ask(request_text(verb, target, lines, body));
    }
    Answer post(const std::string& body, const std::string& lines = as_json) const {
        return ask("POST", "/api/v1/samples", lines, body);
    }
    /// Asks until the status is that; the test's own time limit ends it otherwise.
    void wait_for(const std::string& target, int status) const {
        while (ask("GET", target).status != status) std::this_thread::sleep_for(5ms);
    }

    bus::testing::TestBus bus;
    std::unique_ptr<SampleService> samples = std::make_unique<SampleService>(bus.url());
    const std::shared_ptr<OneToken> tokens = std::make_shared<OneToken>();
    Gateway gateway{{.bus = bus.url(), .http = {"127.0.0.1", 0}, .expected = {"samples"}, .timeout = 2s}, tokens};
};

void expect_problem(const Answer& answer, int status, const std::string& code, const std::string& part = {}) {
    ASSERT_EQ(answer.status, status) << answer.body;
    EXPECT_EQ(answer.headers.at("content-type"), "application/problem+json");
    const auto document = json::parse(answer.body);
    EXPECT_EQ(document["status"], status);
    EXPECT_EQ(document["code"], code);
    EXPECT_EQ(document["trace_id"], answer.headers.at("trace-id"));
    EXPECT_THAT(answer.body, HasSubstr(part));
}

TEST_F(GatewayTest, WhatIsMadeCanBeReadWhereLocationSays) {
    const auto made = post(R"({"title":"Grüße"})");
    ASSERT_EQ(made.status, 201) << made.body;
    EXPECT_EQ(made.headers.at("etag"), "\"1\"");
    const auto read = ask("GET", made.headers.at("location"));
    EXPECT_EQ(json::parse(read.body)["title"], "Grüße");
    EXPECT_EQ(read.headers.at("content-type"), "application/json");
    EXPECT_EQ(ask("GET", made.headers.at("location"), token + "If-None-Match: \"1\"\r\n").status, 304);
}

TEST_F(GatewayTest, TheServiceHearsWhoAsksInWhichTraceUnderWhichKey) {
    post(R"({"title":"x"})",
         as_json + "Idempotency-Key: k-1\r\ntraceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\n");
    const auto header = samples->last_header();
    EXPECT_EQ(header.actor->id, "user:1");
    EXPECT_EQ(header.idem, "k-1");
    EXPECT_THAT(*header.traceparent, HasSubstr("0af7651916cd43dd8448eb211c80319c"));
    EXPECT_LE(header.ttl_ms, 2'000);
    post(R"({"title":"x"})");
    EXPECT_EQ(samples->last_header().idem->size(), 36u) << "the gateway makes a key where the caller has none";
}

TEST_F(GatewayTest, TheSameKeyHasOneEffect) {
    const auto lines = as_json + "Idempotency-Key: once\r\n";
    EXPECT_EQ(post(R"({"title":"x"})", lines).body, post(R"({"title":"x"})", lines).body);
    EXPECT_EQ(samples->made(), 1);
}

TEST_F(GatewayTest, AReportIsTheFileThatWasAskedFor) {
    const auto is_file = [](const Answer& answer) {
        EXPECT_EQ(answer.body, "a,b\r\n0,ü\r\n");
        EXPECT_EQ(answer.headers.at("content-type"), "text/csv; charset=utf-8");
        EXPECT_EQ(answer.headers.at("content-disposition"), "attachment; filename=\"counts__2026_.csv\"");
    };
    is_file(ask("GET", "/api/v1/counts", token + "Accept: text/csv\r\n"));
    is_file(ask("GET", "/api/v1/counts/csv", token + "Accept: text/html, */*;q=0.1\r\n"));
    is_file(ask("GET", "/api/v1/counts/csv"));
    const std::string wants_json = token + "Accept: application/json\r\n";
    EXPECT_EQ(json::parse(ask("GET", "/api/v1/counts/csv", wants_json).body)["media_type"], "text/csv");
    EXPECT_TRUE(json::parse(ask("GET", "/api/v1/counts", wants_json).body).contains("items"));
    EXPECT_TRUE(json::parse(ask("GET", "/api/v1/counts", token + "Accept: */*\r\n").body).contains("items"));
    expect_problem(ask("GET", "/api/v1/counts", "Accept: text/csv\r\n"), 401, "unauthenticated");
}

TEST_F(GatewayTest, AnOldVersionInIfMatchIs412) {
    post(R"({"title":"x"})");
    EXPECT_EQ(ask("PATCH", "/api/v1/samples/s-1", as_json + "If-Match: \"1\"\r\n", R"({"title":"y"})").status, 200);
    expect_problem(ask("PATCH", "/api/v1/samples/s-1", as_json + "If-Match: \"1\"\r\n", R"({"title":"z"})"), 412,
                   "aborted");
    expect_problem(ask("PATCH", "/api/v1/samples/s-1", as_json, R"({"version":1})"), 409, "aborted");
    expect_problem(ask("PATCH", "/api/v1/samples/s-1", as_json + "If-Match: *\r\n", R"({"version":1})"), 409,
                   "aborted");
}

TEST_F(GatewayTest, PreconditionsAreThoseOfRfc9110) {
    const auto at = post(R"({"title":"x"})").headers.at("location");
    const auto read = [&](const std::string& lines) { return ask("GET", at, token + lines).status; };
    const auto change = [&](const std::string& lines) {
        return ask("PATCH", at, as_json + lines, R"({"title":"y"})").status;
    };
    EXPECT_EQ(read("If-None-Match: W/\"1\"\r\n"), 304);
    EXPECT_EQ(read("If-None-Match: \"7\" , W/\"1\"\r\n"), 304);
    EXPECT_EQ(read("If-None-Match: \"7\"\r\nIf-None-Match: \"1\"\r\n"), 304);
    EXPECT_EQ(read("If-None-Match: *\r\n"), 304);
    EXPECT_EQ(read("If-None-Match: \"7\"\r\n"), 200);
    EXPECT_EQ(read("If-Match: \"7\"\r\nIf-None-Match: \"1\"\r\n"), 412);
    const auto unchanged = ask("GET", at, token + "If-None-Match: \"1\"\r\n");
    EXPECT_EQ(unchanged.headers.at("etag"), "\"1\"");
    EXPECT_EQ(unchanged.headers.at("cache-control"), "no-store");

    EXPECT_EQ(change("If-Match: \"7\", \"1\"\r\n"), 200) << "version 1 is the current one";
    EXPECT_EQ(change("If-Match: \"7\"\r\nIf-Match: \"2\"\r\n"), 200);
    EXPECT_EQ(change("If-Match: W/\"3\"\r\n"), 412) << "a weak tag is for reading";
    EXPECT_EQ(change("If-Match: \"1\", \"2\"\r\n"), 412);
    EXPECT_EQ(change("If-Match: *\r\n"), 200);
    EXPECT_EQ(change("If-Match: 4\r\n"), 400);
    EXPECT_EQ(change("If-None-Match: *\r\n"), 400);
    EXPECT_EQ(ask("PATCH", "/api/v1/samples/nobody", as_json + "If-Match: W/\"3\"\r\n", R"({"title":"y"})").status, 404)
        << "what would fail anyhow fails as it would";
}

TEST_F(GatewayTest, WhatIsForRespondentsNeedsNoAccountButIsLimited) {
    post(R"({"title":"x"})");
    EXPECT_EQ(json::parse(ask("GET", "/api/v1/outside/samples/s-1", "").body)["title"], "x");
    expect_problem(ask("GET", "/api/v1/samples/s-1", ""), 401, "unauthenticated");
    expect_problem(ask("GET", "/api/v1/outside/samples/s-1", "Authorization: Bearer bad\r\n"), 401, "unauthenticated");
    for (int i = 0; i < 29; ++i) ask("GET", "/api/v1/outside/samples/s-1", "");
    const auto refused = ask("GET", "/api/v1/outside/samples/s-1", "");
    expect_problem(refused, 429, "resource_exhausted", "try again in 2 s");
    EXPECT_EQ(refused.headers.at("retry-after"), "2") << "30 a minute";
    EXPECT_EQ(ask("GET", "/api/v1/samples/s-1").status, 200) << "who is signed in is not limited";
}

TEST_F(GatewayTest, QueryParametersReachTheMethod) {
    const auto page = json::parse(ask("GET", "/api/v1/samples?limit=3&tags=a&tags=b").body);
    EXPECT_EQ(page["items"].size(), 2u);
    EXPECT_EQ(page["items"][0]["title"], "3");
}

TEST_F(GatewayTest, BadInputIsNamedAndReachesNobody) {
    expect_problem(post("{\"title\":"), 400, "invalid_argument", "at byte");
    expect_problem(post("{\"title\":\"\xff\"}"), 400, "invalid_argument");
    expect_problem(post("[1]"), 400, "invalid_argument", "object");
    expect_problem(post(R"({"title":1})"), 400, "invalid_argument", R"("field":"title")");
    expect_problem(post("{\"a\":" + std::string(32, '[') + std::string(32, ']') + "}"), 400, "invalid_argument",
                   "nested");
    expect_problem(post("title=x", token + "Content-Type: text/plain\r\n"), 415, "invalid_argument");
    expect_problem(ask("GET", "/api/v1/samples?colour=red"), 400, "invalid_argument", "colour");
    expect_problem(ask("GET", "/api/v1/samples?limit=x"), 400, "invalid_argument", R"("field":"limit")");
    expect_problem(post(R"({"title":"x"})", as_json + "Idempotency-Key: " + std::string(201, 'k') + "\r\n"), 400,
                   "invalid_argument", "Idempotency-Key");
    EXPECT_EQ(samples->made(), 0);
}

TEST_F(GatewayTest, TheServicesErrorsKeepTheirDetails) {
    expect_problem(ask("GET", "/api/v1/samples/missing"), 404, "not_found");
    expect_problem(ask("GET", "/api/v1/samples/mine"), 403, "permission_denied");
    expect_problem(ask("POST", "/api/v1/samples/s-1/finish"), 409, "failed_precondition",
                   R"("allowed_moves":["change","remove"])");
    expect_problem(ask("GET", "/api/v1/samples/hang"), 504, "deadline_exceeded");
}

TEST_F(GatewayTest, APathOrVerbThatIsNoneSaysSo) {
    expect_problem(ask("GET", "/api/v1/nothing"), 404, "not_found");
    expect_problem(ask("GET", "/nothing"), 404, "not_found");
    const auto wrong = ask("PUT", "/api/v1/samples/s-1");
    expect_problem(wrong, 405, "unimplemented");
    EXPECT_EQ(wrong.headers.at("allow"), "DELETE, GET, PATCH, HEAD");
    expect_problem(ask("POST", "/healthz"), 405, "unimplemented");
    EXPECT_EQ(ask("OPTIONS", "/api/v1/samples").status, 204);
}

TEST_F(GatewayTest, WithoutAGoodTokenNothingIsDone) {
    for (const std::string lines : {"", "Authorization: Bearer bad\r\n", "Authorization: Basic Z29vZA==\r\n"}) {
        const auto answer =
            ask("POST", "/api/v1/samples", lines + "Content-Type: application/json\r\n", R"({"title":"x"})");
        expect_problem(answer, 401, "unauthenticated");
        EXPECT_THAT(answer.headers.at("www-authenticate"), HasSubstr("Bearer"));
    }
    expect_problem(ask("GET", "/api/v1/events", ""), 401, "unauthenticated");
    EXPECT_EQ(samples->made(), 0);
}

TEST_F(GatewayTest, ABodyOverOneMebibyteIs413) {
    expect_problem(post("{\"title\":\"" + std::string(max_body, 'x') + "\"}"), 413, "invalid_argument");
    EXPECT_EQ(post("{\"title\":\"x\",\"ignored\":\"" + std::string(max_body - 50, 'x') + "\"}").status, 201);
}

TEST_F(GatewayTest, AChunkedBodyIsReadAndLimitedAllTheSame) {
    const std::string lines = as_json + "Transfer-Encoding: chunked\r\n";
    auto connection = connect();
    EXPECT_EQ(
        connection.ask(request_text("POST", "/api/v1/samples", lines) + "7\r\n{\"title\r\n6\r\n\":\"x\"}\r\n0\r\n\r\n")
            .status,
        201);
    std::string large = request_text("POST", "/api/v1/samples", lines);
    for (int i = 0; i < 20; ++i) large += "10000\r\n" + std::string(0x10000, 'x') + "\r\n";
    expect_problem(connection.ask(large + "0\r\n\r\n"), 413, "invalid_argument");
}

TEST_F(GatewayTest, ARequestThatCannotBeReadIsAnsweredBeforeItsConnectionCloses) {
    const auto refused = [this](const std::string& bytes) {
        auto connection = connect();
        connection.write(bytes);
        const auto answer = connection.read();
        EXPECT_EQ(answer.headers.count("content-type") ? answer.headers.at("content-type") : "",
                  "application/problem+json");
        EXPECT_TRUE(connection.closed());
        return answer.status;
    };
    EXPECT_EQ(refused("nonsense\r\n\r\n"), 400);
    EXPECT_EQ(refused(request_text("POST", "/api/v1/samples", as_json + "Content-Length: 9000000\r\n")), 413);
    EXPECT_EQ(refused(request_text("POST", "/api/v1/samples", as_json, std::string(9'000'000, 'x'))), 413);
    EXPECT_EQ(refused(request_text("GET", "/" + std::string(20'000, 'x'))), 414);
    EXPECT_EQ(refused(request_text("GET", "/", "X-Long: " + std::string(20'000, 'x') + "\r\n")), 431);
    EXPECT_EQ(post(R"({"title":"x"})").status, 201);
}

TEST_F(GatewayTest, AServiceThatIsGoneIs503AndComesBack) {
    samples.reset();
    wait_for("/readyz", 503);
    const auto answer = ask("GET", "/api/v1/samples/s-1");
    expect_problem(answer, 503, "unavailable");
    EXPECT_EQ(answer.headers.at("retry-after"), "1");
    EXPECT_THAT(ask("GET", "/readyz").body, HasSubstr(R"("missing":["samples"])"));
    samples = std::make_unique<SampleService>(bus.url());
    wait_for("/readyz", 200);
    EXPECT_EQ(post(R"({"title":"x"})").status, 201);
}

TEST_F(GatewayTest, AStoreThatTakesNothingIs503AtOnceSaysWhenToComeAgainAndIsNamedByReadyz) {
    for (const char* state : {"full", "damaged", "unwritable"}) {
        samples->store_is(state);
        wait_for("/readyz", 503);
        EXPECT_THAT(ask("GET", "/readyz").body,
                    HasSubstr(R"("stores":[{"service":"samples","state":")" + std::string(state) +
                              R"(","reason":"make room","since":"2026-11-24T08:00:00.000Z"}])"));
        const int before = samples->refused();
        const auto answer = post(R"({"title":"x"})");
        EXPECT_EQ(samples->refused(), before + 1) << "the gateway does not ask again by itself";
        expect_problem(answer, 503, "unavailable");
        EXPECT_EQ(answer.headers.at("retry-after"), "10");
        EXPECT_THAT(answer.body, HasSubstr(R"("reason":"store_)" + std::string(state) + "\""));
    }
    samples->store_is("ok");
    wait_for("/readyz", 200);
    EXPECT_EQ(post(R"({"title":"x"})").status, 201);
}

TEST_F(GatewayTest, AServiceThatIsNewIsOfferedWithoutARestart) {
    const SampleService others(bus.url(), "others");
    wait_for("/readyz", 200);
    while (ask("GET", "/").body.find("others") == std::string::npos) std::this_thread::sleep_for(5ms);
    EXPECT_EQ(ask("GET", "/api/v1/samples/missing").status, 404) << "the first keeps the path that two want";
}

TEST_F(GatewayTest, OneConnectionServesManyRequestsAndPipelinedOnesInOrder) {
    auto connection = connect();
    std::string many;
    for (int i = 0; i < 50; ++i) many += request_text("POST", "/api/v1/samples", as_json, R"({"title":"x"})");
    connection.write(many);
    for (int i = 1; i <= 50; ++i) {
        const auto answer = connection.read();
        ASSERT_EQ(answer.status, 201);
        EXPECT_EQ(json::parse(answer.body)["id"], "s-" + std::to_string(i));
    }
}

TEST_F(GatewayTest, TwoHundredConnectionsAreServedAtATime) {
    std::vector<HttpConnection> connections;
    for (int i = 0; i < 200; ++i) connections.push_back(connect());
    for (auto& c : connections) c.write(request_text("POST", "/api/v1/samples", as_json, R"({"title":"x"})"));
    for (auto& c : connections) EXPECT_EQ(c.read().status, 201);
    EXPECT_EQ(samples->made(), 200);
}

TEST_F(GatewayTest, AClientThatSendsSlowlyKeepsNobodyWaiting) {
    auto slow = connect();
    const std::string text = request_text("POST", "/api/v1/samples", as_json, R"({"title":"slow"})");
    slow.write(text.substr(0, 40));
    EXPECT_EQ(post(R"({"title":"x"})").status, 201);
    slow.write(text.substr(40, 60));
    EXPECT_EQ(post(R"({"title":"x"})").status, 201);
    slow.write(text.substr(100));
    EXPECT_EQ(slow.read().status, 201);
}

TEST_F(GatewayTest, OpenRequestsDoNotKeepItFromStopping) {
    auto connection = connect();
    connection.write(request_text("GET", "/api/v1/samples/hang", token));
    EXPECT_EQ(post(R"({"title":"x"})").status, 201);  // and it stops with the other one open
}

/// A listener that has heard its first event: before, the subscription may not have reached the bus yet.
HttpConnection listening(const HttpAddress& address, SampleService& samples, const std::string& query = {},
                         const std::string& lines = token) {
    HttpConnection listener(address);
    listener.write(request_text("GET", "/api/v1/events" + query, lines));
    std::string heard = listener.read_until("retry: 1000");
    EXPECT_THAT(heard, HasSubstr("200 OK"));
    EXPECT_THAT(heard, HasSubstr("text/event-stream"));
    while (heard.find("hello") == std::string::npos) {
        samples.tell("hello");
        heard = listener.read_until("hello", 20ms);
    }
    return listener;
}

TEST_F(GatewayTest, EventsAreHeardAsTheyHappen) {
    auto listener = listening(gateway.address(), *samples);
    samples->tell("first");
    samples->tell("second");
    const auto heard = listener.read_until("\"title\":\"second\"");
    EXPECT_THAT(heard, HasSubstr("event: samples.made\ndata: {"));
    EXPECT_THAT(heard, HasSubstr("\"specversion\":\"1.0\""));
    EXPECT_LT(heard.find("first"), heard.find("second"));
    EXPECT_THAT(ask("GET", "/metrics").body, HasSubstr("rapport_event_clients 1\n"));
}

TEST_F(GatewayTest, AListenerWhoMayNoMoreIsToldWhyAndClosedWithinASecond) {
    const std::string lines = "Authorization: Bearer short\r\n";
    auto listener = listening(gateway.address(), *samples, {}, lines);
    auto other = listening(gateway.address(), *samples);
    const auto began = std::chrono::steady_clock::now();
    tokens->ending->end("token_revoked");
    EXPECT_THAT(listener.read_until("\r\n0\r\n\r\n"), HasSubstr("event: ended\ndata: {\"reason\":\"token_revoked\"}"));
    EXPECT_TRUE(listener.closed());
    EXPECT_LT(std::chrono::steady_clock::now() - began, 1s);
    samples->tell("for the other");
    EXPECT_THAT(other.read_until("for the other"), HasSubstr("for the other"));
    EXPECT_EQ(ask("GET", "/api/v1/events", lines).status, 401);
}

TEST_F(GatewayTest, WhoMayNoMoreHearsNothingOfWhatTheyAskedForBefore) {
    const std::string lines = "Authorization: Bearer short\r\n";
    post(R"({"title":"x"})");
    auto reader = connect();
    samples->hold(true);
    reader.write(request_text("GET", "/api/v1/samples/s-1", lines));
    samples->wait_until_asked();
    tokens->ending->end("user_retired");
    samples->hold(false);
    expect_problem(reader.read(), 401, "unauthenticated");
}

TEST_F(GatewayTest, WhoMayNoMoreGetsNoKeyThatWouldGoOnOpening) {
    post(R"({"title":"x"})");
    const auto key = ask("POST", "/api/v1/samples/s-1/key", as_json, "{}");
    EXPECT_THAT(key.body, HasSubstr("open sesame"));
    auto thief = connect();
    samples->hold(true);
    thief.write(request_text("POST", "/api/v1/samples/s-1/key",
                             "Authorization: Bearer short\r\nContent-Type: application/json\r\n", "{}"));
    samples->wait_until_asked();
    tokens->ending->end("session_ended");
    samples->hold(false);
    const auto answer = thief.read();
    expect_problem(answer, 401, "unauthenticated");
    EXPECT_THAT(answer.body, ::testing::Not(HasSubstr("sesame")));
}

TEST_F(GatewayTest, AListenerGoesOnAfterTheLastEventThatItHeard) {
    auto before = listening(gateway.address(), *samples);  // the subscription is there now
    for (const char* title : {"one", "two", "three", "four", "five"}) samples->tell(title, false);
    auto listener = connect();
    listener.write(request_text("GET", "/api/v1/events", token + "Last-Event-ID: samples:1\r\n"));
    const auto missed = listener.read_until("five");
    EXPECT_LT(missed.find("one"), missed.find("five"));
    samples->tell("six");
    EXPECT_THAT(listener.read_until("six"), ::testing::Not(HasSubstr("five")));
}

TEST_F(GatewayTest, AListenerHearsOnlyTheTypesItAskedFor) {
    SampleService others(bus.url(), "others");
    auto listener = listening(gateway.address(), *samples, "?type=samples.*");
    others.tell("not for me");
    samples->tell("for me");
    EXPECT_THAT(listener.read_until("\"for me\""), ::testing::Not(HasSubstr("not for me")));
}

TEST_F(GatewayTest, AListenerThatDoesNotReadIsClosedAndSaysSo) {
    auto listener = listening(gateway.address(), *samples);
    auto other = listening(gateway.address(), *samples);
    const std::string large(100'000, 'x');
    // Until it is closed: how much the system takes before is its own business.
    for (int i = 0; ask("GET", "/metrics").body.find("rapport_event_overflows 1") == std::string::npos; ++i) {
        samples->tell(large);
        other.read_until("\n\n");
    }
    std::string all;
    for (std::string part = "x"; !part.empty(); all += part) part = listener.read_until("event: overflow", 2s);
    EXPECT_THAT(all, HasSubstr("event: overflow"));
    EXPECT_TRUE(listener.closed());
}

TEST_F(GatewayTest, ItsOwnPathsAnswer) {
    EXPECT_EQ(ask("GET", "/healthz", "").status, 200);
    const auto page = ask("GET", "/", "");
    EXPECT_EQ(page.headers.at("content-type"), "text/html; charset=utf-8");
    EXPECT_THAT(page.body, HasSubstr("samples"));
    EXPECT_EQ(ask("HEAD", "/", "").status, 200);
    EXPECT_EQ(json::parse(ask("GET", "/api/openapi.json", "").body)["openapi"], "3.1.0");
    EXPECT_THAT(ask("GET", "/problems/aborted", "").body, HasSubstr("old version"));
    EXPECT_EQ(ask("GET", "/problems/none", "").status, 404);
    const auto metrics = ask("GET", "/metrics", "").body;
    EXPECT_THAT(metrics, HasSubstr(R"(rapport_http_requests_total{verb="GET",route="/readyz",status="200"})"));
    EXPECT_THAT(metrics, HasSubstr(R"(rapport_service_num_requests{service="samples",instance="i-1"} 7)"));
}

}  // namespace
}  // namespace rapport::gateway
