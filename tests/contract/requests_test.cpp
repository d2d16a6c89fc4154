// SPDX-License-Identifier: MIT
#include <gmock/gmock-matchers.h>

#include "tests/contract/sample_request.hpp"
#include "tests/contract/services.hpp"

namespace rapport::contract {
namespace {

using Json = nlohmann::json;

/// A method of a service: what it says of its requests, and what it answers to one.
struct Method {
    std::string name;
    std::vector<std::string> roles;  ///< that it says may call it
    Json schema;
    std::function<kit::Outcome(kit::Invocation)> ask;
};

std::vector<Method> methods_of(Service& service) {
    std::vector<Method> methods;
    const auto add = [&](const bus::MethodInfo& info, std::function<kit::Outcome(kit::Invocation)> ask) {
        Json schema = Json::parse(to_json(info.request.bytes));
        for (auto& [field, of] : schema["properties"].items()) {
            if (info.path.find("{" + field + "}") == std::string::npos) continue;
            schema["required"].push_back(field);  // it is one, and it is there
            if (of.contains("items")) of = Json(of["items"]);
        }
        methods.push_back({info.name, info.roles, std::move(schema), std::move(ask)});
    };
    testing_kit::TestBed& bed = service.bed();
    for (const kit::Route& route : service.definition().routes) {
        if (const auto* command = std::get_if<kit::CommandRoute>(&route))
            add(command->info, [&bed](kit::Invocation asked) {
                kit::Work work = std::move(asked);
                return bed.engine().run({&work, 1}).outcomes.at(0);
            });
        else if (const auto* query = std::get_if<kit::QueryRoute>(&route))
            add(query->info, [&bed](const kit::Invocation& asked) { return bed.engine().query(bed.reader(), asked); });
        else if (const auto* operation = std::get_if<kit::OperationRoute>(&route))
            add(operation->info,
                [&bed](const kit::Invocation& asked) { return bed.engine().operate(bed.reader(), asked); });
    }
    return methods;
}

kit::Invocation asking(const Method& method, const Json& request, std::vector<std::string> roles) {
    kit::Invocation invocation{.method = method.name, .params = from_json(request.dump())};
    invocation.header.actor = Actor{.id = "user:1", .kind = "person", .roles = std::move(roles)};
    invocation.references = kit::Invocation::References::settled;
    return invocation;
}

/// What is refused, as `field: message`; empty where the request was taken, or failed for what is no fault of its own.
std::string refusal(const Method& method, const Json& request) {
    const kit::Outcome outcome = method.ask(asking(method, request, {"admin", "service", "respondent"}));
    if (!outcome.error || outcome.error->code() != Code::invalid_argument) return {};
    return outcome.error->message();
}

/// `parts[0].name` as it stands in messages.
std::string path_of(const Json::json_pointer& pointer) {
    std::string path;
    for (auto rest = pointer; !rest.empty(); rest = rest.parent_pointer()) {
        const bool index = rest.back().find_first_not_of("0123456789") == std::string::npos;
        const std::string step = index ? "[" + rest.back() + "]" : rest.back();
        path = step + (path.empty() || path.front() == '[' ? "" : ".") + path;
    }
    return path;
}

/// The field that is asked for where one of two has to be there, or where it depends on who asks: `required` cannot say
/// so.
const std::map<std::string, std::string> either_or = {{"complaints.open", "party"},
                                                      {"complaints.create_compliment", "party"},
                                                      {"complaints.create_suggestion", "party"},
                                                      {"complaints.create_question", "party"},
                                                      {"complaints.file", "email"},
                                                      {"complaints.file_question", "email"},
                                                      {"accounts.create_token", "owner"}};

TEST(Requests, WithoutAFieldThatOpenApiRequiresTheyAreRefusedByItsName) {
    std::size_t tried = 0;
    for (const auto& service : all_services())
        for (const Method& method : methods_of(*service))
            for (const auto& field : required_in(method.schema)) {
                Json request = sample_of(method.schema);
                auto& around = request[field.parent_pointer()];
                around.erase(field.back());
                EXPECT_EQ(refusal(method, request), path_of(field) + ": is required")
                    << service->name() << '.' << method.name;
                around[field.back()] = nullptr;
                EXPECT_NE(refusal(method, request), "") << service->name() << '.' << method.name << " with null";
                ++tried;
            }
    EXPECT_GT(tried, 100U);
}

TEST(Requests, WithWhatOpenApiRequiresNothingElseIsDemanded) {
    for (const auto& service : all_services())
        for (const Method& method : methods_of(*service)) {
            const Json request = sample_of(method.schema);
            const std::string said = refusal(method, request), name = service->name() + '.' + method.name;
            const std::string field = said.substr(0, said.find_first_of(".[:"));
            if (said.empty() || request.contains(field)) continue;  // taken, or a value that is not right
            const auto known = either_or.find(name);
            if (known == either_or.end()) ADD_FAILURE() << name << " " << request << " " << said;
            else EXPECT_EQ(field, known->second) << name << " " << said;
        }
}

TEST(Requests, AnUnknownSortIsRefusedWithTheSortsThatThereAre) {
    std::size_t tried = 0;
    for (const auto& service : all_services())
        for (const Method& method : methods_of(*service)) {
            const Json properties = method.schema.value("properties", Json::object());
            // A move that sorts a party names an enumeration of its own.
            if (!properties.contains("sort") || properties["sort"].contains("title")) continue;
            Json request = sample_of(method.schema);
            request["sort"] = "party";
            const std::string name = service->name() + '.' + method.name, said = refusal(method, request);
            EXPECT_THAT(said, testing::StartsWith("sort: must be one of ")) << name;
            std::string first = said.substr(std::string("sort: must be one of ").size());
            first = first.substr(0, first.find_first_of(",;"));
            request["sort"] = first;
            EXPECT_EQ(refusal(method, request), "") << name << " names " << first;
            ++tried;
        }
    EXPECT_GE(tried, 4U);
}

TEST(Requests, TheRolesThatOpenApiNamesMayCallAMethodAndNoOthers) {
    std::size_t refused = 0;
    for (const auto& service : all_services())
        for (const Method& method : methods_of(*service))
            for (const std::string_view role : names_of(kit::Role{})) {
                const kit::Outcome outcome = method.ask(asking(method, sample_of(method.schema), {std::string(role)}));
                // Whose tokens are listed is no question of roles; this caller has none.
                const bool denied = outcome.error && outcome.error->code() == Code::permission_denied &&
                                    !outcome.error->message().starts_with("owner: ");
                const bool named = std::ranges::find(method.roles, role) != method.roles.end();
                EXPECT_NE(denied, named) << service->name() << '.' << method.name << " as " << role;
                refused += denied ? 1 : 0;
            }
    EXPECT_GT(refused, 200U);
}

}  // namespace
}  // namespace rapport::contract
