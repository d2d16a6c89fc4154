// SPDX-License-Identifier: MIT
#include "services/gateway/methods/routes.hpp"

#include <gmock/gmock-more-matchers.h>

#include "bus/base/wire.hpp"

namespace rapport::gateway {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

bus::MethodInfo method(const char* name, const char* verb, const char* path) {
    return {.name = name, .kind = "query", .verb = verb, .path = path};
}

RouteTable table_of(std::vector<bus::MethodInfo> methods) {
    RouteTable table;
    const auto service = routes_of({.name = "complaints", .methods = std::move(methods)});
    EXPECT_THAT(service.refused, IsEmpty());
    EXPECT_THAT(table.add(service), IsEmpty());
    return table;
}

TEST(Routes, APathLeadsToItsMethodAndTheBracesAreDecoded) {
    const auto table = table_of({method("get", "GET", "/complaints/{id}/notes/{note}")});
    const auto match = table.find("GET", "/api/v1/complaints/a%2Fb/notes/%C3%A9");
    ASSERT_TRUE(match.route);
    EXPECT_EQ(match.route->method, "get");
    EXPECT_THAT(match.values, ElementsAre("a/b", "é"));
}

TEST(Routes, ALiteralSegmentWinsOverBraces) {
    const auto table =
        table_of({method("get", "GET", "/complaints/{id}"), method("export", "GET", "/complaints/export")});
    EXPECT_EQ(table.find("GET", "/api/v1/complaints/export").route->method, "export");
    EXPECT_EQ(table.find("GET", "/api/v1/complaints/7").route->method, "get");
}

TEST(Routes, ALiteralThatLeadsNowhereFallsBackToBraces) {
    const auto table =
        table_of({method("a", "GET", "/complaints/export/all"), method("b", "GET", "/complaints/{id}/notes")});
    const auto match = table.find("GET", "/api/v1/complaints/export/notes");
    ASSERT_TRUE(match.route);
    EXPECT_EQ(match.route->method, "b");
    EXPECT_THAT(match.values, ElementsAre("export"));
}

TEST(Routes, AWrongVerbNamesTheRightOnes) {
    const auto table = table_of({method("list", "GET", "/complaints"), method("open", "POST", "/complaints")});
    const auto match = table.find("DELETE", "/api/v1/complaints");
    EXPECT_FALSE(match.route);
    EXPECT_THAT(match.allowed, ElementsAre("GET", "POST", "HEAD"));
}

TEST(Routes, AnUnknownPathAllowsNothing) {
    const auto table = table_of({method("get", "GET", "/complaints/{id}")});
    for (const char* path : {"/api/v1/complaints", "/api/v1/complaints/", "/api/v1/complaints/1/2", "/api/v1/", "",
                             "/api/v1/complaints/%zz", "/api/v1/complaints/%ff"})
        EXPECT_THAT(table.find("GET", path).allowed, IsEmpty()) << path;
}

TEST(Routes, HeadIsGet) {
    const auto table = table_of({method("get", "GET", "/complaints/{id}")});
    EXPECT_TRUE(table.find("HEAD", "/api/v1/complaints/1").route);
}

TEST(Routes, AResultWithASecretIsKnownByItsSchema) {
    const auto tells_secret = [](const char* schema) {
        auto made = method("make", "POST", "/keys");
        made.result = {from_json(schema)};
        return table_of({made}).find("POST", "/api/v1/keys").route->tells_secret;
    };
    EXPECT_TRUE(tells_secret(R"({"properties":{"id":{"type":"string"},"key":{"type":"string","writeOnly":true}}})"));
    for (const char* none : {R"({"properties":{"key":{"type":"string"}}})", R"({"properties":{"key":{"writeOnly":1}}})",
                             R"({"properties":{"key":true}})", R"({"properties":[]})", "{}", "true"})
        EXPECT_FALSE(tells_secret(none)) << none;
}

TEST(Routes, TheFirstKeepsAPathThatTwoWant) {
    RouteTable table;
    EXPECT_THAT(table.add(routes_of({.name = "registry", .methods = {method("get", "GET", "/parties/{id}")}})),
                IsEmpty());
    const auto refused =
        table.add(routes_of({.name = "other", .methods = {method("mine", "GET", "/parties/{party}")}}));
    ASSERT_EQ(refused.size(), 1u);
    EXPECT_EQ(refused[0].service, "other");
    EXPECT_EQ(refused[0].why, "GET /api/v1/parties/{party} belongs to registry.get");
    EXPECT_EQ(table.find("GET", "/api/v1/parties/1").route->service, "registry");
}

TEST(Routes, AMethodOfTheBusAloneHasNone) {
    const auto service = routes_of({.name = "complaints", .methods = {{.name = "x"}}});
    EXPECT_THAT(service.routes, IsEmpty());
    EXPECT_THAT(service.refused, IsEmpty());
}

TEST(Routes, AVerbOrPathThatMakesNoSenseIsRefused) {
    const auto service =
        routes_of({.name = "complaints", .methods = {method("brew", "BREW", "/pots"), method("lost", "GET", "pots")}});
    EXPECT_THAT(service.routes, IsEmpty());
    ASSERT_EQ(service.refused.size(), 2u);
    EXPECT_EQ(service.refused[0].method, "brew");
    EXPECT_EQ(service.refused[1].method, "lost");
    EXPECT_EQ(service.refused[1].why, "its verb or path makes no sense");
}

}  // namespace
}  // namespace rapport::gateway
