// SPDX-License-Identifier: MIT
#include <gmock/gmock-matchers.h>

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

}  // namespace
}  // namespace rapport::contract
