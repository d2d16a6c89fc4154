// SPDX-License-Identifier: MIT
#include <gmock/gmock-matchers.h>
#include <gmock/gmock-more-matchers.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>

#include "services/gateway/methods/openapi.hpp"
#include "tests/contract/services.hpp"

namespace rapport::contract {
namespace {

using Json = nlohmann::json;

/// Of all services, and of one that the template makes.
std::string document(std::vector<std::string>* clashes = nullptr) {
    std::vector<bus::ServiceInfo> infos;
    gateway::RouteTable routes;
    for (const auto& service : all_services_and_the_templates()) {
        infos.push_back(service->bed().engine().info());
        const auto offered = gateway::routes_of(infos.back());
        EXPECT_THAT(offered.refused, testing::IsEmpty()) << service->name();
        EXPECT_THAT(routes.add(offered), testing::IsEmpty()) << service->name();
    }
    return gateway::openapi_document(infos, routes, clashes);
}

void check_references(const Json& within, const Json& document) {
    if (within.is_object() && within.contains("$ref") && within["$ref"].is_string()) {
        const std::string reference = within["$ref"];
        EXPECT_TRUE(document.contains(Json::json_pointer(reference.substr(1)))) << reference;
    }
    if (within.is_structured())
        for (const Json& part : within) check_references(part, document);
}

std::set<std::string> in_braces(const std::string& path) {
    static const std::regex brace(R"(\{([^}]*)\})");
    std::set<std::string> names;
    for (auto at = std::sregex_iterator(path.begin(), path.end(), brace); at != std::sregex_iterator(); ++at)
        names.insert((*at)[1]);
    return names;
}

TEST(OpenApi, NamesEachOperationOnceWithThePartsOfItsPath) {
    const Json all = Json::parse(document());
    std::set<std::string> operations;
    for (const auto& [path, verbs] : all["paths"].items())
        for (const auto& [verb, operation] : verbs.items()) {
            const std::string name = operation.value("operationId", "");
            EXPECT_TRUE(!name.empty() && operations.insert(name).second) << verb << ' ' << path << ": " << name;
            std::set<std::string> named;
            for (const Json& parameter : operation.value("parameters", Json::array()))
                if (parameter.value("in", "") == "path") named.insert(parameter["name"]);
            EXPECT_EQ(named, in_braces(path)) << verb << ' ' << path;
            EXPECT_NE(operation.value("summary", ""), "") << verb << ' ' << path;
        }
    EXPECT_GT(operations.size(), 120U);
    EXPECT_TRUE(operations.contains("template_things_create_template_thing"));
    check_references(all, all);
}

TEST(OpenApi, OneNameOfASchemaHasOneContentAndNoNumber) {
    std::vector<std::string> clashes;
    const Json all = Json::parse(document(&clashes));
    EXPECT_THAT(clashes, testing::IsEmpty()) << "give one of the types another name";
    const std::regex name(R"([a-z][a-z_]*\.[A-Z][A-Za-z]*)");
    for (const auto& [schema, content] : all["components"]["schemas"].items())
        EXPECT_TRUE(std::regex_match(schema, name)) << schema;
}

/// Every id of a record says of what it is the id, but those that may be of anything.
TEST(OpenApi, AnIdSaysWhatItRefersTo) {
    const Json all = Json::parse(document());
    const Json& schemas = all["components"]["schemas"];
    EXPECT_EQ(schemas["registry.Agreement"]["properties"]["party"]["x-ref"], "registry.Party");
    EXPECT_EQ(schemas["registry.Service"]["properties"]["owner"]["x-ref"], "accounts.User");
    EXPECT_EQ(schemas["template_things.TemplateThing"]["properties"]["id"]["x-ref"], "template_things.TemplateThing");
    EXPECT_EQ(schemas["registry.Party"]["x-ui"]["title"], "{name}");
}

TEST(OpenApi, HasNoErrorByRedocly) {
    if (std::system("command -v redocly >/dev/null") != 0)
        GTEST_SKIP() << "no redocly here: npm install -g @redocly/cli";
    const auto file = std::filesystem::temp_directory_path() / ("openapi-" + std::to_string(getpid()) + ".json");
    std::ofstream(file) << document();
    EXPECT_EQ(std::system(("REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true redocly lint --format=stylish " +
                           file.string())
                              .c_str()),
              0)
        << "redocly lint " << file;
    std::filesystem::remove(file);
}

}  // namespace
}  // namespace rapport::contract
