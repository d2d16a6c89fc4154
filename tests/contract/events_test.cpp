// SPDX-License-Identifier: MIT
#include <gmock/gmock-matchers.h>

#include <nlohmann/json.hpp>

#include "services/notifier/firing.hpp"
#include "tests/contract/services.hpp"

namespace rapport::contract {
namespace {

TEST(Events, EachTypeBeginsWithTheServiceThatTellsIt) {
    for (const auto& service : all_services())
        for (const auto& [type, tells] : service->events())
            EXPECT_TRUE(type.starts_with(service->name() + ".")) << type;
}

TEST(Events, NotificationRulesThatShipCanFireOnWhatTheServicesSayThatTheyTell) {
    notifier::EventSchemas known;
    for (const auto& service : all_services())
        for (const auto& event : service->bed().engine().info().events) known.emplace(event.type, event.schema);
    for (const notifier::Rule& rule : notifier::shipped_rules())
        EXPECT_NO_THROW(notifier::check_fires(rule, known)) << rule.name;
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
