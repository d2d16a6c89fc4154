// SPDX-License-Identifier: MIT
#include <gmock/gmock-matchers.h>

#include <nlohmann/json.hpp>

#include "services/notifier/known_events.hpp"
#include "tests/contract/services.hpp"

namespace rapport::contract {
namespace {

TEST(Events, TheNotifierKnowsEachTypeThatTheServicesItHearsTell) {
    std::vector<std::string> told, known;
    std::map<std::string, std::string> schemas;
    for (const auto& service : all_services())
        for (const auto& [type, tells] : service->events()) {
            EXPECT_TRUE(type.starts_with(service->name() + ".")) << type;
            const auto heard = notifier::heard_services();
            if (std::ranges::find(heard, service->name()) == heard.end()) continue;
            told.push_back(type);
            schemas[type] = tells.info.schema.bytes;
        }
    for (const auto& event : notifier::known_events()) {
        known.emplace_back(event.type);
        EXPECT_EQ(schemas[std::string(event.type)], schema_of(*event.data)) << event.type;
    }
    EXPECT_THAT(known, testing::UnorderedElementsAreArray(told));
}

/// Or the streams of who sees some parties alone would lack it, and nobody notice.
TEST(Events, ThoseAboutSomethingOfAPartysSayThatTheyConcernTheParty) {
    std::size_t found = 0;
    for (const auto& service : all_services()) {
        std::vector<std::string> fields = service->definition().party_fields;
        const auto events = service->events();
        for (const auto& [type, tells] : events) fields.push_back(tells.party);
        for (const auto& [type, tells] : events) {
            const auto schema = nlohmann::json::parse(to_json(tells.info.schema.bytes));
            for (const auto& [name, entity] : schema.at("properties").items()) {
                if (!entity.contains("properties") || !entity["properties"].contains("party")) continue;
                EXPECT_THAT(fields, testing::Contains(name + ".party")) << type;
                ++found;
            }
        }
    }
    EXPECT_GT(found, 30U);
}

}  // namespace
}  // namespace rapport::contract
