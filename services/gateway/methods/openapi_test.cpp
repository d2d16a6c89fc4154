// SPDX-License-Identifier: MIT
#include "services/gateway/methods/openapi.hpp"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "services/gateway/testing/sample.hpp"

namespace rapport::gateway {
namespace {

using nlohmann::json;

json document_of(const std::vector<bus::ServiceInfo>& services) {
    RouteTable routes;
    for (const auto& service : services) EXPECT_THAT(routes.add(routes_of(service)), ::testing::IsEmpty());
    return json::parse(openapi_document(services, routes));
}

json document() { return document_of({testing::sample_info()}); }

TEST(OpenApi, EachMethodIsAnOperation) {
    const auto paths = document()["paths"];
    const auto& open = paths["/api/v1/samples"]["post"];
    EXPECT_EQ(open["operationId"], "samples_make");
    EXPECT_EQ(open["tags"], json::array({"samples"}));
    EXPECT_EQ(open["requestBody"]["content"]["application/json"]["schema"]["$ref"], "#/components/schemas/Make");
    EXPECT_EQ(open["responses"]["201"]["content"]["application/json"]["schema"]["$ref"], "#/components/schemas/Sample");
    EXPECT_TRUE(open["responses"]["201"]["headers"].contains("Location"));
    EXPECT_TRUE(paths.contains("/api/v1/events"));
    EXPECT_FALSE(document().dump().find("only_bus") != std::string::npos);
}

TEST(OpenApi, WhatStandsInThePathIsNotInTheBody) {
    const auto change = document()["paths"]["/api/v1/samples/{id}"]["patch"];
    const auto& body = change["requestBody"]["content"]["application/json"]["schema"];
    EXPECT_FALSE(body["properties"].contains("id"));
    EXPECT_TRUE(body["properties"].contains("title"));
    EXPECT_EQ(change["parameters"][0]["name"], "id");
    EXPECT_EQ(change["parameters"][0]["in"], "path");
    EXPECT_TRUE(change["responses"].contains("412"));
}

TEST(OpenApi, AQuerysFieldsAreParameters) {
    const auto list = document()["paths"]["/api/v1/samples"]["get"];
    std::map<std::string, json> by_name;
    for (const auto& parameter : list["parameters"]) by_name[parameter["name"]] = parameter;
    EXPECT_EQ(by_name["limit"]["schema"]["type"], "integer");
    EXPECT_EQ(by_name["limit"]["in"], "query");
    EXPECT_FALSE(by_name["limit"]["required"]);
    EXPECT_FALSE(list.contains("requestBody"));
}

TEST(OpenApi, RecordsWithinRecordsAreComponentsOnce) {
    const auto schemas = document()["components"]["schemas"];
    EXPECT_EQ(schemas["Page"]["properties"]["items"]["items"]["$ref"], "#/components/schemas/Sample");
    EXPECT_TRUE(schemas.contains("Problem"));
}

struct Inner {
    std::string name;
    static constexpr auto fields = describe(Field{"name", &Inner::name, "its name", length(1, 9)});
};
struct Outer {
    std::optional<Inner> inner;
    std::vector<Inner> list;
    static constexpr auto fields = describe(Field{"inner", &Outer::inner, ""}, Field{"list", &Outer::list, ""});
};

TEST(OpenApi, WhatIsAskedForIsClosedAndWhatIsToldIsNot) {
    bus::ServiceInfo info{.name = "things"};
    info.methods = {{.name = "make", .kind = "command", .verb = "POST", .path = "/things"}};
    info.methods[0].request.bytes = request_schema_of(shape_of<Outer>());
    info.methods[0].result.bytes = schema_of(shape_of<Inner>());
    const auto schemas = document_of({info})["components"]["schemas"];
    EXPECT_EQ(schemas["Outer"]["additionalProperties"], false);
    EXPECT_EQ(schemas["Outer"]["properties"]["list"]["items"]["$ref"], "#/components/schemas/InnerInput");
    EXPECT_EQ(schemas["Outer"]["properties"]["inner"]["$ref"], "#/components/schemas/InnerInput");
    EXPECT_EQ(schemas["InnerInput"]["additionalProperties"], false);
    EXPECT_EQ(schemas["InnerInput"]["properties"]["name"]["pattern"], "\\S");
    EXPECT_FALSE(schemas["Inner"].contains("additionalProperties"));
}

TEST(OpenApi, RecordsOfOneNameAndDifferentContentAreKeptApart) {
    auto other = testing::sample_info();
    other.name = "others";
    for (auto& method : other.methods)
        if (method.path) method.path = "/others" + *method.path;
    other.methods[0].result = other.methods[1].request;
    const auto schemas = document_of({testing::sample_info(), other})["components"]["schemas"];
    EXPECT_TRUE(schemas.contains("Sample"));
    EXPECT_FALSE(schemas.contains("others_make_Make")) << "the same content has one name";
}

}  // namespace
}  // namespace rapport::gateway
