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
    EXPECT_EQ(open["requestBody"]["content"]["application/json"]["schema"]["$ref"],
              "#/components/schemas/samples.Make");
    EXPECT_EQ(open["responses"]["201"]["content"]["application/json"]["schema"]["$ref"],
              "#/components/schemas/samples.Sample");
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
    EXPECT_EQ(schemas["samples.Page"]["properties"]["items"]["items"]["$ref"], "#/components/schemas/samples.Sample");
    EXPECT_TRUE(schemas.contains("gateway.Problem"));
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
    EXPECT_EQ(schemas["things.Outer"]["additionalProperties"], false);
    EXPECT_EQ(schemas["things.Outer"]["properties"]["list"]["items"]["$ref"], "#/components/schemas/things.InnerInput");
    EXPECT_EQ(schemas["things.Outer"]["properties"]["inner"]["$ref"], "#/components/schemas/things.InnerInput");
    EXPECT_EQ(schemas["things.InnerInput"]["additionalProperties"], false);
    EXPECT_EQ(schemas["things.InnerInput"]["properties"]["name"]["pattern"], "\\S");
    EXPECT_FALSE(schemas["things.Inner"].contains("additionalProperties"));
}

TEST(OpenApi, ARecordHasTheNameOfItsServiceAndItsTitle) {
    auto other = testing::sample_info();
    other.name = "others";
    for (auto& method : other.methods)
        if (method.path) method.path = "/others" + *method.path;
    const auto schemas = document_of({testing::sample_info(), other})["components"]["schemas"];
    EXPECT_TRUE(schemas.contains("samples.Sample"));
    EXPECT_TRUE(schemas.contains("others.Sample"));
}

enum class Shade { light, dark };
constexpr auto names_of(Shade) {
    using namespace std::literals;
    return std::array{"light"sv, "dark"sv};
}
struct Lamp {
    Shade shade = Shade::light;
    static constexpr auto fields = describe(Field{"shade", &Lamp::shade, "how bright it is"});
};

TEST(OpenApi, AnEnumerationIsReferredToAndWhatTheFieldSaysStandsBeside) {
    bus::ServiceInfo info{.name = "lamps"};
    info.methods = {{.name = "get", .kind = "query", .verb = "GET", .path = "/lamps", .roles = {"agent"}}};
    info.methods[0].result.bytes = schema_of(shape_of<Lamp>());
    const auto all = document_of({info});
    const auto& schemas = all["components"]["schemas"];
    const auto& shade = schemas["lamps.Lamp"]["properties"]["shade"];
    EXPECT_EQ(shade["$ref"], "#/components/schemas/lamps.Shade");
    EXPECT_EQ(shade["description"], "how bright it is");
    EXPECT_EQ(schemas["lamps.Shade"]["enum"], json::array({"light", "dark"}));
    EXPECT_EQ(all["paths"]["/api/v1/lamps"]["get"]["x-roles"], json::array({"agent"}));
}

TEST(OpenApi, TwoContentsUnderOneNameAreAMistakeOfTheirService) {
    bus::ServiceInfo info{.name = "things"};
    info.methods = {{.name = "get", .kind = "query", .verb = "GET", .path = "/things"},
                    {.name = "list", .kind = "query", .verb = "GET", .path = "/all-things"}};
    info.methods[0].result.bytes = schema_of(shape_of<Inner>());
    auto schema = json::parse(to_json(info.methods[0].result.bytes));
    schema["properties"]["more"] = {{"type", "string"}};
    info.methods[1].result.bytes = from_json(schema.dump());
    RouteTable routes;
    routes.add(routes_of(info));
    std::vector<std::string> clashes;
    const auto schemas = json::parse(openapi_document({info}, routes, &clashes))["components"]["schemas"];
    EXPECT_THAT(clashes, ::testing::ElementsAre("things.Inner, by list"));
    EXPECT_TRUE(schemas["things.list.Inner"]["properties"].contains("more"));
}

}  // namespace
}  // namespace rapport::gateway
