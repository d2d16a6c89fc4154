// SPDX-License-Identifier: MIT
// Each name that people see has a word in each language.
#include "services/kit/wording.hpp"

#include <gmock/gmock-matchers.h>
#include <gmock/gmock-more-matchers.h>

#include "services/gateway/methods/questions.hpp"
#include "services/gateway/words.hpp"
#include "tests/contract/services.hpp"

namespace rapport::contract {
namespace {

TEST(Words, EachNameHasOneInEachLanguageAndEachIsOfAName) {
    for (const auto& service : all_services_and_the_templates()) {
        const auto names = kit::names_to_word(service->bed().engine().info());
        const kit::Words words(service->name(), service->definition().words);
        EXPECT_THAT(words.lacking(names), testing::IsEmpty()) << service->name();
        EXPECT_THAT(words.idle(names), testing::IsEmpty()) << service->name();
    }
    const auto names = kit::names_to_word(gateway::questions());
    EXPECT_THAT(kit::Words("gateway", gateway::words).lacking(names), testing::IsEmpty());
    EXPECT_THAT(kit::Words("gateway", gateway::words).idle(names), testing::IsEmpty());
}

}  // namespace
}  // namespace rapport::contract
