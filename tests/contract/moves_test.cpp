// SPDX-License-Identifier: MIT
// What has moves shows them, in its answers and in the README of its service.
#include <gmock/gmock-matchers.h>
#include <gmock/gmock-more-matchers.h>

#include <nlohmann/json.hpp>
#include <set>

#include "services/kit/testing/readme.hpp"
#include "tests/contract/services.hpp"

namespace rapport::contract {
namespace {

using Json = nlohmann::json;

TEST(Moves, AreInTheReadmeOfTheirService) {
    std::size_t tables = 0;
    for (const auto& service : all_services()) {
        tables += testing_kit::moves_of(service->definition()).size();
        EXPECT_THAT(testing_kit::moves_lacking_in(RAPPORT_SOURCE_DIR "/services/" + service->name() + "/README.md",
                                                  service->definition()),
                    testing::IsEmpty())
            << service->name();
    }
    EXPECT_GE(tables, 3U);
}

TEST(Moves, AreMadeByCommandsOfTheirService) {
    for (const auto& service : all_services()) {
        std::set<std::string> commands;
        for (const kit::Route& route : service->definition().routes)
            if (const auto* command = std::get_if<kit::CommandRoute>(&route)) commands.insert(command->info.name);
        for (const kit::MoveTable* table : testing_kit::moves_of(service->definition()))
            for (const auto& row : table->rows())
                EXPECT_TRUE(row.method.empty() || commands.contains(std::string(row.method)))
                    << service->name() << '.' << row.method;
    }
}

/// The title of a method's result, or of what its page lists; and whether that has allowed_moves.
std::pair<std::string, bool> shown_by(const bus::MethodInfo& method) {
    Json result = Json::parse(to_json(method.result.bytes));
    if (result.value("title", "").ends_with("Page")) result = result["properties"]["items"]["items"];
    return {result.value("title", ""), result.contains("properties") && result["properties"].contains("allowed_moves")};
}

TEST(Moves, AreShownByEveryMethodThatAnswersWhatHasThem) {
    std::size_t methods = 0;
    for (const auto& service : all_services()) {
        std::set<std::string> titles;
        std::vector<std::pair<std::string, std::pair<std::string, bool>>> answers;
        for (const kit::Route& route : service->definition().routes) {
            if (const auto* query = std::get_if<kit::QueryRoute>(&route)) {
                answers.emplace_back(query->info.name, shown_by(query->info));
                if (query->moves) titles.insert(answers.back().second.first);
            }
            if (const auto* command = std::get_if<kit::CommandRoute>(&route))
                answers.emplace_back(command->info.name, shown_by(command->info));
        }
        for (const auto& [method, answer] : answers)
            if (titles.contains(answer.first)) {
                EXPECT_TRUE(answer.second) << service->name() << '.' << method;
                ++methods;
            }
    }
    EXPECT_GE(methods, 15U);
}

}  // namespace
}  // namespace rapport::contract
