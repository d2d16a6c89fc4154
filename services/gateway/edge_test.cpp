// SPDX-License-Identifier: MIT
#include <gmock/gmock-matchers.h>

#include <nlohmann/json.hpp>

#include "bus/base/retry.hpp"
#include "bus/base/wire.hpp"
#include "bus/testing/log_capture.hpp"
#include "services/gateway/http/address_limit.hpp"
#include "services/gateway/http/auth.hpp"
#include "services/gateway/http/metrics.hpp"
#include "services/gateway/http/problem.hpp"
#include "services/gateway/http/refusal_log.hpp"
#include "services/gateway/http/trace.hpp"
#include "services/gateway/methods/shared_answer.hpp"
#include "services/gateway/methods/stats.hpp"
#include "services/gateway/pages/page.hpp"

namespace rapport::gateway {
namespace {

using nlohmann::json;
using testing::HasSubstr;

TEST(Problem, TellsCodeFieldAndTrace) {
    const auto response =
        problem(invalid("subject", "must not be empty"), {"/api/v1/complaints", std::string(32, 'a')});
    EXPECT_EQ(response.status, 400);
    EXPECT_EQ(response.content_type, "application/problem+json");
    EXPECT_EQ(json::parse(response.body), json::parse(R"({"type":"/problems/invalid_argument",
        "title":"The request is wrong","status":400,"detail":"subject: must not be empty","code":"invalid_argument",
        "instance":"/api/v1/complaints","trace_id":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","field":"subject",
        "errors":[{"field":"subject","reason":"invalid"}]})"));
}

TEST(Problem, SaysOfEachFieldWhyForPrograms) {
    const auto errors = [](const Error& error) { return json::parse(problem(error, {}).body).value("errors", json()); };
    const auto one = [](const char* field, const char* reason) {
        return json::array({{{"field", field}, {"reason", reason}}});
    };
    const char* all = R"([{"field":"a","reason":"required"},{"field":"b","reason":"too_long","params":{"max":3}}])";
    EXPECT_EQ(errors(Error(Code::invalid_argument, "a: is required",
                           {from_json(std::string(R"({"field":"a","errors":)") + all + "}")})),
              json::parse(all));
    EXPECT_EQ(errors(Error(Code::not_found, "id: there is no such party")), one("id", "no_such_record"));
    EXPECT_EQ(errors(Error(Code::already_exists, "name: is taken")), one("name", "exists"));
    EXPECT_EQ(errors(Error(Code::aborted, "version: it is at version 3", {from_json(R"({"version":3})")})),
              one("version", "version"));
    EXPECT_EQ(errors(Error(Code::failed_precondition, "This cannot be: not now")), one("", "state"));
    EXPECT_EQ(errors(Error(Code::failed_precondition, "state: not now",
                           {from_json(R"({"reason":"actions_are_open","params":{"count":2}})")})),
              json::parse(R"([{"field":"state","reason":"actions_are_open","params":{"count":2}}])"));
    EXPECT_EQ(errors(Error(Code::internal, "our fault")), json());
}

TEST(Problem, WhatIsNotUnderstoodHereNeedBeNoMethod) {
    EXPECT_EQ(json::parse(problem(501, Error(Code::unimplemented, "Transfer-Encoding: chunked is"), {}).body)["title"],
              "Not implemented");
}

TEST(Problem, CarriesWhatTheStateAllowsAndNeverLetsDetailsReplaceItsOwn) {
    const Error error(Code::failed_precondition, "not now", {from_json(R"({"allowed_moves":["close"],"status":1})")});
    const auto document = json::parse(problem(error, {}).body);
    EXPECT_EQ(document["allowed_moves"], json::array({"close"}));
    EXPECT_EQ(document["status"], 409);
}

TEST(Problem, SaysWhenToTryAgainAndHowToSignIn) {
    EXPECT_THAT(problem(Error(Code::unavailable, "x"), {}).headers,
                testing::Contains(testing::Pair("Retry-After", "1")));
    const auto limited = problem(too_many("too many come", std::chrono::seconds(20)), {});
    EXPECT_THAT(limited.headers, testing::Contains(testing::Pair("Retry-After", "20")));
    EXPECT_THAT(limited.body, HasSubstr("too many come: try again in 20 s"));
    EXPECT_THAT(problem(Error(Code::resource_exhausted, "larger than 1 MiB"), {}).headers,
                testing::Not(testing::Contains(testing::Key("Retry-After"))))
        << "it does not pass by itself";
    EXPECT_THAT(problem(Error(Code::unauthenticated, "x"), {}).headers,
                testing::Contains(testing::Pair("WWW-Authenticate", HasSubstr("Bearer"))));
}

TEST(Problem, EachCodeIsExplained) {
    for (const auto code : problem_codes()) {
        EXPECT_EQ(name_of(code_named(code)), code);
        EXPECT_THAT(problem_page(code), HasSubstr(std::string(code)));
    }
    EXPECT_EQ(problem_page("<script>"), "");
}

TEST(Trace, ContinuesTheCallersAndReplacesWhatIsNone) {
    const std::string id = "0af7651916cd43dd8448eb211c80319c";
    const Trace trace = trace_from("00-" + id + "-b7ad6b7169203331-01");
    EXPECT_EQ(trace.id, id);
    EXPECT_THAT(trace.traceparent, testing::MatchesRegex("00-" + id + "-[0-9a-f]+-01"));
    EXPECT_NE(trace.traceparent.substr(36, 16), "b7ad6b7169203331");
    for (const char* bad :
         {"", "00-0af7651916cd43dd8448eb211c80319c", "00-00000000000000000000000000000000-b7ad6b7169203331-01",
          "00-0AF7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"}) {
        EXPECT_EQ(trace_from(bad).id.size(), 32u);
        EXPECT_NE(trace_from(bad).id, trace_from(bad).id);
    }
}

TEST(Http, FindsCookiesAndHeadersWithoutCase) {
    const HttpRequest request{
        .headers = {{"COOKIE", "a=1; rapport_session=xyz; b=2"}, {"authorization", "BEARER  tok"}}};
    EXPECT_EQ(request.cookie("rapport_session"), "xyz");
    EXPECT_EQ(request.cookie("session"), std::nullopt);
    EXPECT_EQ(bearer_of(request), "tok");
    EXPECT_EQ(bearer_of({.headers = {{"Authorization", "Bearer    "}}}), std::nullopt);
    EXPECT_EQ(bearer_of({.headers = {{"Authorization", "Basic x"}}}), std::nullopt);
}

TEST(Http, WantsOfAMediaTypeWhatAcceptSaysMostCloselyOfIt) {
    const auto wants = [](const char* accept) {
        return HttpRequest{.headers = {{"accept", accept}}}.wants("text/csv");
    };
    EXPECT_EQ(HttpRequest{}.wants("text/csv"), 1);
    EXPECT_EQ(wants("text/csv"), 1);
    EXPECT_EQ(wants("application/json"), 0);
    EXPECT_EQ(wants("application/json, text/CSV; header=present; q=0.5"), 0.5);
    EXPECT_EQ(wants("*/*;q=0.1, text/*;q=0.2"), 0.2);
    EXPECT_EQ(wants("text/csv;q=0, */*"), 0);
    EXPECT_EQ(wants(",;q=1,, "), 0);
}

TEST(Metrics, CountsByRouteAndStatusWithAHistogram) {
    Metrics metrics;
    metrics.request("GET", "/api/v1/complaints/{id}", 200, std::chrono::milliseconds(3));
    metrics.request("GET", "/api/v1/complaints/{id}", 404, std::chrono::milliseconds(30));
    metrics.call("complaints", "ok");
    const std::string text = metrics.text();
    EXPECT_THAT(text,
                HasSubstr(R"(rapport_http_requests_total{verb="GET",route="/api/v1/complaints/{id}",status="404"} 1)"));
    EXPECT_THAT(text, HasSubstr(R"(_bucket{verb="GET",route="/api/v1/complaints/{id}",le="0.005"} 1)"));
    EXPECT_THAT(text, HasSubstr(R"(_bucket{verb="GET",route="/api/v1/complaints/{id}",le="+Inf"} 2)"));
    EXPECT_THAT(text, HasSubstr(R"(rapport_bus_calls_total{service="complaints",code="ok"} 1)"));
}

TEST(Metrics, ToldByAServiceAreItsNumbers) {
    EXPECT_EQ(
        stats_text("x", R"({"name":"x","instance":"i","num_requests":2,"endpoints":[{"name":"open","num_errors":1}]})"),
        "rapport_service_num_requests{service=\"x\",instance=\"i\"} 2\n"
        "rapport_endpoint_num_errors{service=\"x\",instance=\"i\",endpoint=\"open\"} 1\n");
    EXPECT_EQ(stats_text("x", "no"), "");
}

TEST(AddressLimit, CountsWhomAProxyOfOursSpeaksForAndBelievesNobodyElse) {
    const std::vector<std::string> ours{"127.0.0.1", "10.0.0.1"};
    const auto client = [&](const char* remote, Headers headers) {
        return client_of({.headers = std::move(headers), .remote = remote}, ours);
    };
    EXPECT_EQ(client("127.0.0.1", {}), "127.0.0.1");
    EXPECT_EQ(client("127.0.0.1", {{"x-forwarded-for", "192.0.2.7"}}), "192.0.2.7");
    EXPECT_EQ(client("127.0.0.1", {{"X-Forwarded-For", "198.51.100.1, 192.0.2.7 , 10.0.0.1"}}), "192.0.2.7");
    EXPECT_EQ(client("127.0.0.1", {{"X-Forwarded-For", "1.1.1.1"}, {"X-Forwarded-For", "2001:db8::1"}}), "2001:db8::1");
    EXPECT_EQ(client("192.0.2.9", {{"X-Forwarded-For", "198.51.100.1"}}), "192.0.2.9");
    EXPECT_EQ(client("127.0.0.1", {{"X-Forwarded-For", "unknown"}}), "127.0.0.1");
}

TEST(AddressLimit, AnAddressIsTheSameHoweverItIsWritten) {
    const std::pair<const char*, std::vector<const char*>> addresses[] = {
        {"203.0.113.5", {"::ffff:203.0.113.5", "::FFFF:203.0.113.5", "0:0:0:0:0:ffff:cb00:7105", "::ffff:cb00:7105"}},
        {"203.0.113.6", {"::ffff:203.0.113.6"}},
        {"::1", {"0:0:0:0:0:0:0:1", "::0001", "0000:0000:0000:0000:0000:0000:0000:0001"}},
        {"2001:db8::a", {"2001:DB8::A", "2001:db8:0:0:0:0:0:a", "2001:0db8::000a"}},
        {"no address", {"no address"}},
    };
    std::set<std::string> networks;
    for (const auto& [address, spellings] : addresses) {
        networks.insert(network_of(address));
        for (const char* spelling : spellings) {
            EXPECT_EQ(written(spelling), address);
            EXPECT_EQ(network_of(spelling), network_of(address)) << spelling;
            if (address == std::string("no address")) continue;
            EXPECT_EQ(client_of({.headers = {{"X-Forwarded-For", spelling}}, .remote = "10.0.0.1"}, {"10.0.0.1"}),
                      address);
            for (const char* proxy : spellings)
                EXPECT_EQ(client_of({.headers = {{"X-Forwarded-For", "192.0.2.7"}}, .remote = spelling}, {proxy}),
                          "192.0.2.7")
                    << spelling << " " << proxy;
        }
    }
    EXPECT_EQ(networks.size(), std::size(addresses)) << "and they are different ones";
}

TEST(AddressLimit, TakesSoManyAtOnceAndThenSoManyAMinute) {
    AddressLimit limit(3);
    const AddressLimit::Time start{};
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(limit.allow("192.0.2.1", start));
    EXPECT_FALSE(limit.allow("192.0.2.1", start));
    EXPECT_TRUE(limit.allow("192.0.2.2", start));
    EXPECT_FALSE(limit.allow("192.0.2.1", start + std::chrono::seconds(19)));
    EXPECT_TRUE(limit.allow("192.0.2.1", start + std::chrono::seconds(21)));
    EXPECT_FALSE(limit.allow("192.0.2.1", start + std::chrono::seconds(22)));
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(limit.allow("192.0.2.1", start + std::chrono::hours(1)));
    EXPECT_FALSE(limit.allow("192.0.2.1", start + std::chrono::hours(1)));
    EXPECT_EQ(limit.patience(), std::chrono::seconds(20));
    EXPECT_TRUE(limit.allow("192.0.2.1", start + std::chrono::hours(1) + limit.patience()));
    EXPECT_EQ(AddressLimit(30).patience(), std::chrono::seconds(2));
    EXPECT_EQ(AddressLimit(7).patience(), std::chrono::seconds(9));
    EXPECT_EQ(AddressLimit(1'000).patience(), std::chrono::seconds(1));
}

TEST(AddressLimit, ANetworkOfSixCountsAsOne) {
    AddressLimit limit(1);
    EXPECT_TRUE(limit.allow("2001:db8::1", {}));
    EXPECT_FALSE(limit.allow("2001:db8:0:0:ffff::2", {}));
    EXPECT_TRUE(limit.allow("2001:db8:0:1::1", {}));
}

TEST(AddressLimit, RemembersOnlyTheBusy) {
    AddressLimit limit(1);
    for (int i = 0; i < 10'000; ++i) EXPECT_TRUE(limit.allow(std::to_string(i), {}));
    EXPECT_FALSE(limit.allow("one more", {}));
    EXPECT_TRUE(limit.allow("one more", AddressLimit::Time{} + std::chrono::minutes(1)));
}

TEST(SharedAnswer, IsAskedForOnceForAllWhoWantItMeanwhile) {
    SharedAnswer<int> answer;
    std::vector<std::function<void(int)>> asked;
    std::vector<int> taken;
    const auto get = [&] {
        answer.get([&](int told) { taken.push_back(told); }, [&](auto done) { asked.emplace_back(done); });
    };
    for (int i = 0; i < 3; ++i) get();
    ASSERT_EQ(asked.size(), 1u);
    asked[0](7);
    EXPECT_THAT(taken, testing::ElementsAre(7, 7, 7));
    get();
    ASSERT_EQ(asked.size(), 2u) << "what is over is old";
    asked[1](8);
    EXPECT_THAT(taken, testing::ElementsAre(7, 7, 7, 8));
    answer.get([&](int told) { taken.push_back(told); }, [](auto done) { done(9); });
    EXPECT_EQ(taken.back(), 9) << "also where it is known at once";
}

TEST(RefusalLog, SaysOfEachStatusSoMuchAMinuteAndHowManyMoreThereWere) {
    const bus::testing::LogCapture log;
    RefusalLog refusals;
    const RefusalLog::Time start{};
    for (int i = 1; i <= RefusalLog::lines_per_minute + 7; ++i)
        refusals.note("GET", "/api/v1/parties", 401, "t-" + std::to_string(i) + ".", start);
    refusals.note("POST", "/feedback/{kind}/{token}", 503, "t-other", start);
    refusals.note_unread(400, start);
    EXPECT_TRUE(log.has("GET /api/v1/parties answered 401 trace=t-1."));
    EXPECT_TRUE(log.has("t-" + std::to_string(RefusalLog::lines_per_minute) + "."));
    EXPECT_FALSE(log.has("t-" + std::to_string(RefusalLog::lines_per_minute + 1) + "."));
    EXPECT_TRUE(log.has("POST /feedback/{kind}/{token} answered 503 trace=t-other"));
    EXPECT_TRUE(log.has("refused before it was read: 400"));
    refusals.note("GET", "/api/v1/parties", 401, "t-later", start + std::chrono::minutes(1));
    EXPECT_TRUE(log.has("7 more were answered 401 in that minute"));
    EXPECT_TRUE(log.has("t-later"));
}

TEST(RefusalLog, PassesOverWhatRefusesNothing) {
    const bus::testing::LogCapture log;
    RefusalLog refusals;
    for (const int status : {200, 201, 204, 303, 304, 400, 404, 405, 409, 412, 413})
        refusals.note("GET", "/api/v1/parties", status, "t", {});
    EXPECT_EQ(log.text(), "");
}

TEST(Page, NothingThatAServiceTellsOfItselfBecomesMarkup) {
    Snapshot snapshot;
    auto offer = std::make_shared<Offer>();
    offer->services.push_back({.name = "<b>x</b>", .version = "1", .doc = "\"><script>alert(1)</script>"});
    snapshot.offer = offer;
    const std::string page = index_page(snapshot);
    EXPECT_EQ(page.find("<script"), page.npos);
    EXPECT_THAT(page, HasSubstr("&lt;b&gt;x&lt;/b&gt;"));
    EXPECT_THAT(page, HasSubstr("not running"));
}

}  // namespace
}  // namespace rapport::gateway
