// SPDX-License-Identifier: MIT
#include <gmock/gmock-matchers.h>
#include <gtest/gtest.h>

#include <functional>

#include "bus/base/wire.hpp"
#include "bus/client/client.hpp"
#include "tests/integration/deployment.hpp"

/// What every method of every service refuses at its edge, found by what the services tell of themselves: a new
/// service, method or field is held to it without a line here.
namespace rapport::integration {
namespace {

using namespace std::literals;
using nlohmann::json;

const json some_id = "0192f0c1-7a3b-7cde-8f00-1234567890ab";

/// A value that a schema takes: what is required, and nothing else.
json least(const json& schema) {
    if (schema.contains("anyOf")) return least(schema["anyOf"][0]);
    if (schema.contains("enum")) return schema["enum"][0];
    const std::string type = schema.value("type", ""), format = schema.value("format", "");
    if (format == "uuid") return some_id;
    if (format == "date") return "2026-01-01";
    if (format == "date-time") return "2026-01-01T00:00:00Z";
    if (format == "email") return "ann@example.org";
    if (format == "recipient") return "owner";
    if (type == "string") return std::string(std::max<std::size_t>(schema.value("minLength", 1U), 1), 'x');
    if (type == "integer" || type == "number") return schema.value("minimum", json(1));
    if (type == "boolean") return true;
    if (type == "array") return json::array({least(schema["items"])});
    json out = json::object();
    for (const auto& name : schema.value("required", json::array()))
        out[name.get<std::string>()] = least(schema["properties"][name.get<std::string>()]);
    return out;
}

/// A place within a request: its path as messages say it, its schema, and a way to make a request with a value there.
struct Place {
    std::string path;
    json schema;
    std::function<json(const json& value)> with;
};

/// Every place of a request, the request itself first.
void find_places(const json& schema, const Place& here, std::vector<Place>& all) {
    if (schema.contains("anyOf")) return find_places(schema["anyOf"][0], here, all);
    all.push_back({here.path, schema, here.with});
    if (schema.value("type", "") == "array") {
        const auto with = [here](const json& value) { return here.with(json::array({value})); };
        return find_places(schema["items"], {here.path + "[0]", {}, with}, all);
    }
    if (!schema.contains("properties")) return;
    for (const auto& [name, property] : schema["properties"].items()) {
        const auto with = [here, record = least(schema), name = name](const json& value) {
            json whole = record;
            whole[name] = value;
            return here.with(whole);
        };
        find_places(property, {here.path + (here.path.empty() ? "" : ".") + name, {}, with}, all);
    }
}
std::vector<Place> places_of(const json& request) {
    std::vector<Place> all;
    find_places(request, {"", {}, [](const json& value) { return value; }}, all);
    return all;
}

bool is_text(const json& schema) {
    return schema.value("type", "") == "string" && !schema.contains("enum") &&
           (!schema.contains("format") || schema["format"] == "email") && !schema.value("x-verbatim", false);
}

/// What no field of that schema takes.
std::vector<std::string> bad_texts(const json& schema) {
    std::vector<std::string> bad{"a\x1b[31m", "a\u009b31m", "\u202egnp.exe", "a\u2066b",
                                 "a\u2028b",  "a\ufeff",    "a\x7f"};
    if (!schema.value("x-multiline", false))
        for (const char* lines : {"a\nb", "a\r\nb", "a\tb"}) bad.emplace_back(lines);
    if (schema.value("minLength", 0) > 0)
        for (const char* nothing : {"", " \t\n", "\u00a0\u3000", "\u200b\u200d\ufe0f"}) bad.emplace_back(nothing);
    if (schema.value("format", "") == "email")
        for (const char* none : {"no-at", "x@y", "a b@c.example", "a@b.example\r\nRCPT TO:<x@y.example>"})
            bad.emplace_back(none);
    return bad;
}

class Edge : public ::testing::Test {
protected:
    Edge() { deployment.start(); }

    /// What each service says of itself, accounts included.
    std::vector<json> infos() {
        bus::Loop loop;
        bus::Client client(loop, deployment.run().bus);
        const auto listed = json::parse(to_json(client.ask("bus", "services", {}, {.actor = operator_})));
        std::vector<json> all;
        for (const auto& service : listed.at("services")) {
            bool over = false;
            client.call(service.at("name").get<std::string>(), "$info", {}, {.actor = operator_},
                        [&](const bus::Reply& reply, bool last) {
                            if (last) over = true;
                            else if (!reply.error) all.push_back(json::parse(to_json(reply.result)));
                        });
            loop.run_until([&] { return over; }, 10s);
        }
        return all;
    }

    Deployment deployment;
    const Actor operator_{.id = "local:test",
                          .kind = "local",
                          .roles = {"admin", "manager", "agent", "account_manager", "respondent", "service"}};
};

TEST_F(Edge, EveryTextOfEveryRequestIsChecked) {
    bus::Loop loop;
    bus::Client client(loop, deployment.run().bus);
    int texts = 0, waiting = 0;
    for (const json& info : infos())
        for (const json& method : info.at("methods"))
            for (const Place& place : places_of(method.value("request", json::object()))) {
                if (!is_text(place.schema)) continue;
                ++texts;
                for (const std::string& bad : bad_texts(place.schema)) {
                    ++waiting;
                    client.call(info["name"].get<std::string>(), method["name"].get<std::string>(),
                                from_json(place.with(bad).dump()), {.actor = operator_},
                                [&, bad, place,
                                 who = info["name"].get<std::string>() + "." + method["name"].get<std::string>()](
                                    const bus::Reply& reply, bool last) {
                                    if (!last) return;
                                    --waiting;
                                    const std::string says = reply.error ? reply.error->message() : "taken";
                                    EXPECT_TRUE(reply.error && reply.error->code() == Code::invalid_argument &&
                                                says.starts_with(place.path + ": "))
                                        << who << " " << place.path << " = " << json(bad) << ": " << says;
                                });
                }
                loop.run_until([&] { return waiting < 100; }, 10s);
            }
    EXPECT_TRUE(loop.run_until([&] { return waiting == 0; }, 10s));
    EXPECT_GT(texts, 200) << "the services say too little of themselves";
}

TEST_F(Edge, AnUnknownNameIsRefusedWhereverItStands) {
    auto http = deployment.http();
    int places = 0;
    const auto expect_named = [&](const Response& response, const std::string& path, const std::string& where) {
        ++places;
        const json problem = response.json();
        EXPECT_EQ(response.status, 400) << where << ": " << response.body;
        EXPECT_EQ(problem.is_object() ? problem.value("field", "") : "", path) << where << ": " << response.body;
    };
    for (const json& info : infos())
        for (const json& method : info.at("methods")) {
            if (!method.contains("path")) continue;
            std::string path = "/api/v1" + method["path"].get<std::string>();
            for (auto at = path.find('{'); at != path.npos; at = path.find('{'))
                path.replace(at, path.find('}') - at + 1, some_id.get<std::string>());
            const std::string verb = method["verb"];
            if (verb == "GET" || verb == "DELETE") {
                expect_named(http.send(verb, path + "?zzqq=1", ""), "zzqq", verb + " " + path);
                continue;
            }
            for (const Place& place : places_of(method.value("request", json::object()))) {
                if (place.schema.value("type", "") != "object") continue;
                json record = least(place.schema);
                record["zzqq"] = 1;
                const std::string field = place.path + (place.path.empty() ? "" : ".") + "zzqq";
                expect_named(http.send(verb, path, place.with(record).dump(), {{"Content-Type", "application/json"}}),
                             field, verb + " " + path);
            }
        }
    EXPECT_GT(places, 100) << "the services say too little of themselves";
}

TEST_F(Edge, TheGatewaysOwnMethodsRefuseUnknownNamesToo) {
    auto http = deployment.http();
    const Headers as_json{{"Content-Type", "application/json"}};
    const auto refusal = [](const Response& response) {
        EXPECT_EQ(response.status, 400) << response.body;
        const json problem = response.json();
        return problem.is_object() ? problem.value("detail", "") : "";
    };
    EXPECT_EQ(refusal(http.send("POST", "/api/v1/session", R"({"name":"a","password":"b","pasword":"c"})", as_json)),
              "pasword: unknown; did you mean `password`?");
    EXPECT_EQ(refusal(http.send("POST", "/api/v1/session?next=1", R"({"name":"a","password":"b"})", as_json)),
              "next: is no query parameter of this path");
    EXPECT_EQ(refusal(http.send("PUT", "/api/v1/session/password", R"({"nwe":"b"})", as_json)),
              "nwe: unknown; did you mean `new`?");
    EXPECT_EQ(refusal(http.get("/api/v1/events?typ=x")), "typ: unknown; did you mean `type`?");
    const Headers as_form{{"Content-Type", "application/x-www-form-urlencoded"}};
    EXPECT_EQ(refusal(http.send("POST", "/feedback/complaint", "name=A&e_mail=a%40b.example", as_form)),
              "e_mail: unknown; did you mean `email`?");
    EXPECT_EQ(refusal(http.send("POST", "/feedback/complaint", "name=A&name=B", as_form)),
              "name: is given more than once");
}

TEST_F(Edge, ACallFromACommandLineIsHeldToWhatTheServiceTells) {
    const auto said = [&](const std::string& params) {
        const auto ran = deployment.rapport({"call", "complaints", "open", params}, 20s);
        EXPECT_EQ(ran.exit, 1) << ran.out;
        return ran.err;
    };
    EXPECT_THAT(said(R"({"subject":"x","complainant":{"name":"A","e_mail":"a@b.cd"}})"),
                ::testing::HasSubstr("complainant.e_mail: unknown; did you mean `email`?"));
    EXPECT_THAT(said(R"({"subject":"x","complainant":{"name":"A"},"prioritty":"P1"})"),
                ::testing::HasSubstr("prioritty: unknown; did you mean `priority`?"));
    const auto twice = deployment.rapport({"call", "complaints", "open", R"({"subject":"x","subject":"y"})"}, 20s);
    EXPECT_EQ(twice.exit, 2);
    EXPECT_THAT(twice.err, ::testing::HasSubstr("subject: is there twice"));
}

}  // namespace
}  // namespace rapport::integration
