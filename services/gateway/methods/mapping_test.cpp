// SPDX-License-Identifier: MIT
#include "services/gateway/methods/mapping.hpp"

#include <gmock/gmock-matchers.h>

#include "bus/base/codec.hpp"

namespace rapport::gateway {
namespace {

/// What the tests' methods take.
struct Sample {
    std::string id;
    std::optional<std::string> text;
    std::optional<std::int64_t> limit;
    std::optional<double> ratio;
    std::optional<bool> open;
    std::vector<std::string> tags;
    std::vector<std::int64_t> numbers;
    std::optional<std::int64_t> version;
    static constexpr auto fields =
        describe(Field{"id", &Sample::id, ""}, Field{"text", &Sample::text, ""}, Field{"limit", &Sample::limit, ""},
                 Field{"ratio", &Sample::ratio, ""}, Field{"open", &Sample::open, ""}, Field{"tags", &Sample::tags, ""},
                 Field{"numbers", &Sample::numbers, ""}, Field{"version", &Sample::version, ""});
};

Route route(const char* verb, const char* path) {
    const Any schema{schema_of(shape_of<Sample>())};
    return *routes_of({.name = "test",
                       .methods = {{.name = "m",
                                    .kind = "command",
                                    .verb = verb,
                                    .path = path,
                                    .status = 200,
                                    .request = schema,
                                    .result = schema}}})
                .routes.at(0);
}

HttpRequest request(const char* verb, std::string query = {}, std::string body = {}, Headers headers = {}) {
    headers.emplace_back("content-type", "application/json; charset=utf-8");
    return {.verb = verb,
            .path = "/api/v1/things",
            .query = std::move(query),
            .headers = std::move(headers),
            .body = std::move(body)};
}

Error refused(const Route& to, const HttpRequest& what) {
    try {
        params_of(to, std::vector<std::string>(to.names.size(), "7"), what);
    } catch (const Error& e) {
        return e;
    }
    return {Code::internal, "was not refused"};
}

TEST(Mapping, AQueryBecomesFieldsOfTheTypesThatTheSchemaSays) {
    const auto params = params_of(route("GET", "/things/{id}"), {"7"},
                                  request("GET", "limit=5&ratio=0.5&open=true&tags=a,b&tags=c&numbers=1&text=x+y%26"));
    EXPECT_EQ(to_json(params), R"({"id":"7","limit":5,"numbers":[1],"open":true,"ratio":0.5,"tags":["a","b","c"],)"
                               R"("text":"x y&"})");
}

TEST(Mapping, WhatAQueryGetsWrongIsNamed) {
    const auto get = route("GET", "/things/{id}");
    EXPECT_EQ(refused(get, request("GET", "limit=many")).message(), "limit: must be a whole number");
    EXPECT_EQ(refused(get, request("GET", "open=yes")).message(), "open: must be true or false");
    EXPECT_EQ(refused(get, request("GET", "colour=red")).message(),
              "colour: unknown; there are limit, numbers, open, ratio, tags, text, version");
    EXPECT_EQ(refused(get, request("GET", "limt=5")).message(), "limt: unknown; did you mean `limit`?");
    EXPECT_EQ(refused(get, request("GET", "limit=1&limit=2")).message(), "limit: is given more than once");
    EXPECT_EQ(refused(get, request("GET", "id=8")).message(), "id: is given twice");
    EXPECT_EQ(refused(get, request("GET", "text=%ff")).code(), Code::invalid_argument);
    EXPECT_EQ(to_json(refused(get, request("GET", "limit=many")).details().bytes), R"({"field":"limit"})");
}

TEST(Mapping, ABodyIsTakenAsItIsAndThePathIsAdded) {
    const auto post = route("POST", "/things/{id}");
    const auto params = params_of(post, {"7"}, request("POST", "", R"({"text":"a\nb","deep":{"x":[1,null]}})"));
    EXPECT_EQ(to_json(params), R"({"id":"7","text":"a\nb","deep":{"x":[1,null]}})");
    EXPECT_EQ(to_json(params_of(post, {"7"}, request("POST"))), R"({"id":"7"})");
}

TEST(Mapping, ABodyWithManyFieldsKeepsThem) {
    std::string body = "{";
    for (int i = 0; i < 20; ++i) body += (i ? ",\"k" : "\"k") + std::to_string(i) + "\":" + std::to_string(i);
    const auto params = to_json(params_of(route("POST", "/things/{id}"), {"7"}, request("POST", "", body + "}")));
    EXPECT_EQ(params, R"({"id":"7",)" + body.substr(1) + "}");
}

TEST(Mapping, ABodyMayRepeatThePathButNotContradictIt) {
    const auto post = route("POST", "/things/{id}");
    EXPECT_EQ(to_json(params_of(post, {"7"}, request("POST", "", R"({"id":"7"})"))), R"({"id":"7"})");
    EXPECT_EQ(refused(post, request("POST", "", R"({"id":"8"})")).message(),
              "id: says something else in the body than in the path or If-Match");
}

TEST(Mapping, ABodyThatIsNoObjectIsRefused) {
    const auto post = route("POST", "/things");
    for (const char* body : {"[]", "1", "null", "\"x\"", "{", "{\"a\":1}x", "{\"a\":\"\xff\"}", "{\"a\":1,\"a\":2}"})
        EXPECT_EQ(refused(post, request("POST", "", body)).code(), Code::invalid_argument) << body;
    EXPECT_EQ(refused(post, request("POST", "", std::string(40, '[') + std::string(40, ']'))).code(),
              Code::invalid_argument);
}

struct Person {
    std::string name;
    std::optional<std::string> email;
    static constexpr auto fields = describe(Field{"name", &Person::name, ""}, Field{"email", &Person::email, ""});
};
struct Order {
    std::string id;
    std::optional<Person> customer;
    std::vector<Person> items;
    std::optional<std::int64_t> version;
    static constexpr auto fields = describe(Field{"id", &Order::id, ""}, Field{"customer", &Order::customer, ""},
                                            Field{"items", &Order::items, ""}, Field{"version", &Order::version, ""});
};

TEST(Mapping, AFieldThatIsNotKnownIsRefusedWithItsPathAndTheNearestName) {
    bus::MethodInfo method{.name = "m", .kind = "command", .verb = "PATCH", .path = "/orders/{id}"};
    method.request.bytes = request_schema_of(shape_of<Order>());
    const Route patch = *routes_of({.name = "test", .methods = {method}}).routes.at(0);
    const std::pair<const char*, const char*> table[] = {
        {R"({"versoin":3})", "versoin: unknown; did you mean `version`?"},
        {R"({"versoin":null})", "versoin: unknown; did you mean `version`?"},
        {R"({"customer":{"name":"A","e_mail":"a"}})", "customer.e_mail: unknown; did you mean `email`?"},
        {R"({"items":[{"name":"a"},{"name":"b"},{"nmae":"c"}]})", "items[2].nmae: unknown; did you mean `name`?"},
        {R"({"colour":1})", "colour: unknown; there are customer, id, items, version"},
        {R"({"version":3,"version":4})", "version: is there twice"},
        {R"({"items":[{},{"name":"a","name":"a"}]})", "items[1].name: is there twice"},
    };
    for (const auto& [body, says] : table) {
        const Error error = refused(patch, request("PATCH", "", body));
        EXPECT_EQ(error.code(), Code::invalid_argument) << body;
        EXPECT_EQ(error.message(), says) << body;
        const std::string field(std::string_view(says).substr(0, std::string_view(says).find(':')));
        EXPECT_THAT(to_json(error.details().bytes), ::testing::StartsWith("{\"field\":\"" + field + "\""));
    }
    const char* right = R"({"id":"7","customer":{"name":"A","email":null},"items":[],"version":3})";
    EXPECT_EQ(to_json(params_of(patch, {"7"}, request("PATCH", "", right))), right);
}

TEST(Mapping, APreferenceIsOneOfAList) {
    const auto asks = [](const char* header) {
        return prefers(request("POST", "", "{}", {{"Prefer", header}}), "dry-run");
    };
    EXPECT_TRUE(asks("dry-run"));
    EXPECT_TRUE(asks("respond-async, Dry-Run; level=1"));
    EXPECT_FALSE(asks("dry-run-not"));
    EXPECT_FALSE(asks("wait=5; dry-run"));
    EXPECT_FALSE(prefers(request("POST", "", "{}"), "dry-run"));
    HttpResponse response{.status = 201, .headers = {{"ETag", "\"1\""}, {"Location", "/x"}, {"Vary", "Accept"}}};
    as_dry_run(response);
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.headers.size(), 2U) << "nothing of it is there";
}

TEST(Mapping, OnlyJsonIsRead) {
    HttpRequest form = request("POST", "", "a=1");
    form.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
    HttpRequest none = request("POST", "", "{}");
    none.headers.clear();
    HttpRequest packed = request("POST", "", "{}", {{"Content-Encoding", "gzip"}});
    for (const HttpRequest& wrong : {form, none, packed}) {
        try {
            params_of(route("POST", "/things"), {}, wrong);
            FAIL();
        } catch (const HttpError& e) {
            EXPECT_EQ(e.status(), 415);
        }
    }
    HttpRequest merge = request("POST", "", R"({"a":1})");
    merge.headers = {{"Content-Type", "application/merge-patch+json"}};
    EXPECT_EQ(to_json(params_of(route("POST", "/things"), {}, merge)), R"({"a":1})");
}

TEST(Mapping, AGetTakesNoBodyAndAPostNoQuery) {
    EXPECT_EQ(refused(route("GET", "/things"), request("GET", "", "{}")).message(), "a GET takes no body");
    EXPECT_EQ(refused(route("POST", "/things"), request("POST", "limit=1")).message(),
              "limit: is no query parameter of this path");
}

TEST(Mapping, IfMatchIsTheVersion) {
    const auto patch = route("PATCH", "/things/{id}");
    EXPECT_EQ(to_json(params_of(patch, {"7"}, request("PATCH", "", R"({"text":"x"})", {{"If-Match", "\"3\""}}))),
              R"({"id":"7","version":3,"text":"x"})");
    EXPECT_EQ(to_json(params_of(patch, {"7"}, request("PATCH", "", "{}", {{"If-Match", "*"}}))), R"({"id":"7"})");
    const auto asked = [&](const char* match) {
        return to_json(params_of(patch, {"7"}, request("PATCH", "", "{}", {{"If-Match", match}})));
    };
    EXPECT_EQ(asked("\"3\", \"5\""), R"({"id":"7","version":3})");
    EXPECT_EQ(asked("W/\"2\", \"3\""), R"({"id":"7","version":3})") << "weak tags match nothing";
    for (const char* never : {"W/\"3\"", "\"x\"", "\"03\""})
        EXPECT_EQ(asked(never), R"({"id":"7","version":0})") << never;
    for (const char* none : {"", "3", "\"3", "*, \"3\""})
        EXPECT_EQ(refused(patch, request("PATCH", "", "{}", {{"If-Match", none}})).message(),
                  "If-Match: must be * or entity tags as ETag gave them, such as \"7\"")
            << none;
    EXPECT_EQ(refused(patch, request("PATCH", "", R"({"version":4})", {{"If-Match", "\"3\""}})).code(),
              Code::invalid_argument);
}

TEST(Mapping, OfSeveralVersionsInIfMatchTheCurrentOneIsAskedForOnce) {
    const auto with = request("PATCH", "", "{}", {{"If-Match", "\"3\", \"5\", W/\"6\""}});
    const auto at = [](int version) {
        return Error(Code::aborted, "x", {from_json("{\"version\":" + std::to_string(version) + "}")});
    };
    const std::int64_t tried[] = {5};
    EXPECT_EQ(other_version(with, at(5), {}), 5);
    EXPECT_EQ(other_version(with, at(5), tried), std::nullopt);
    EXPECT_EQ(other_version(with, at(4), {}), std::nullopt);
    EXPECT_EQ(other_version(with, at(6), {}), std::nullopt) << "it is named weakly";
    EXPECT_EQ(other_version(with, Error(Code::aborted, "x"), {}), std::nullopt);
    EXPECT_EQ(other_version(with, Error(Code::not_found, "x"), {}), std::nullopt);
    EXPECT_EQ(other_version(request("PATCH"), at(5), {}), std::nullopt);
    EXPECT_EQ(to_json(params_of(route("PATCH", "/things/{id}"), {"7"}, with, 5)), R"({"id":"7","version":5})");
}

TEST(Mapping, IfNoneMatchIsForWhatIsRead) {
    EXPECT_EQ(refused(route("POST", "/things"), request("POST", "", "{}", {{"If-None-Match", "*"}})).message(),
              "If-None-Match: is understood by GET and HEAD alone: send If-Match with the version you know");
}

TEST(Mapping, AResultBecomesJsonWithItsVersionAsEntityTag) {
    const auto response =
        response_of(route("GET", "/things/{id}"), from_json(R"({"id":"7","version":3})"), request("GET"));
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.body, "{\"id\":\"7\",\"version\":3}\n");
    EXPECT_THAT(response.headers, testing::Contains(testing::Pair("ETag", "\"3\"")));
}

TEST(Mapping, WhatTheCallerHasIsNotSentAgain) {
    struct Row {
        Headers headers;
        int status;
    };
    const Row table[] = {
        {{}, 200},
        {{{"If-None-Match", R"("3")"}}, 304},
        {{{"If-None-Match", R"(W/"3")"}}, 304},
        {{{"If-None-Match", R"("1" , W/"3","5")"}}, 304},
        {{{"If-None-Match", R"("1")"}, {"If-None-Match", R"("3")"}}, 304},
        {{{"If-None-Match", "*"}}, 304},
        {{{"If-None-Match", R"("33")"}}, 200},
        {{{"If-None-Match", R"("1", W/"2")"}}, 200},
        {{{"If-None-Match", "3"}}, 200},
        {{{"If-Match", R"("3")"}}, 200},
        {{{"If-Match", R"("1", "3")"}}, 200},
        {{{"If-Match", "*"}}, 200},
        {{{"If-Match", R"(W/"3")"}}, 412},
        {{{"If-Match", R"("4")"}}, 412},
        {{{"If-Match", R"("3")"}, {"If-None-Match", R"("3")"}}, 304},
        {{{"If-Match", R"("4")"}, {"If-None-Match", R"("3")"}}, 412},
        {{{"If-Match", R"("4")"}, {"If-None-Match", R"("4")"}}, 412},
        {{{"If-None-Match", R"("3")"}, {"If-Modified-Since", "Sat, 29 Oct 1994 19:43:31 GMT"}}, 304},
        {{{"If-None-Match", R"("4")"}, {"If-Modified-Since", "Sat, 29 Oct 2094 19:43:31 GMT"}}, 200},
    };
    for (const Row& row : table) {
        int status = 0;
        try {
            const auto response = response_of(route("GET", "/things/{id}"), from_json(R"({"id":"7","version":3})"),
                                              request("GET", "", "", row.headers));
            status = response.status;
            EXPECT_THAT(response.headers, testing::Contains(testing::Pair("ETag", "\"3\"")));
            EXPECT_THAT(response.headers, testing::Contains(testing::Pair("Cache-Control", "no-store")));
            EXPECT_EQ(response.body.empty(), status == 304);
        } catch (const HttpError& error) {
            status = error.status();
        }
        EXPECT_EQ(status, row.status) << testing::PrintToString(row.headers);
    }
}

TEST(Mapping, WhatHasNoVersionIsNamedByTheStarAlone) {
    const auto status = [](const char* name, const char* value) {
        try {
            return response_of(route("GET", "/things"), from_json(R"({"items":[]})"),
                               request("GET", "", "", {{name, value}}))
                .status;
        } catch (const HttpError& error) {
            return error.status();
        }
    };
    EXPECT_EQ(status("If-None-Match", R"("3")"), 200);
    EXPECT_EQ(status("If-None-Match", "*"), 304);
    EXPECT_EQ(status("If-Match", R"("3")"), 412);
    EXPECT_EQ(status("If-Match", "*"), 200);
}

TEST(Mapping, WhatWasMadeSaysWhereItIs) {
    Route create = route("POST", "/things");
    create.status = 201;
    const auto response = response_of(create, from_json(R"({"id":"7","version":1})"), request("POST"));
    EXPECT_EQ(response.status, 201);
    EXPECT_THAT(response.headers, testing::Contains(testing::Pair("Location", "/api/v1/things/7")));
}

}  // namespace
}  // namespace rapport::gateway
