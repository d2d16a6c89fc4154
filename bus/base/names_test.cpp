// SPDX-License-Identifier: MIT
#include "bus/base/names.hpp"

#include <gtest/gtest.h>

namespace rapport {
namespace {

const std::vector<std::string_view> known{"description", "email", "id", "name", "priority", "received_at", "version"};

TEST(Names, TheNearestIsTheOneThatWasMeant) {
    const std::pair<const char*, const char*> table[] = {
        {"versoin", "version"},
        {"e_mail", "email"},
        {"E-Mail", "email"},
        {"nmae", "name"},
        {"prioritty", "priority"},
        {"descr", "description"},
        {"receivedAt", "received_at"},
        {"names", "name"},
        {"ids", "id"},
        {"colour", ""},
        {"x", ""},
        {"", ""},
        {"zzzzzzzz", ""},
    };
    for (const auto& [given, meant] : table) EXPECT_EQ(nearest(given, known), meant) << given;
    EXPECT_EQ(nearest(std::string(1'000'000, 'v'), known), "");
}

TEST(Names, AnUnknownOneIsToldWithTheNearestOrAllThatThereAre) {
    EXPECT_EQ(unknown_name("versoin", known), "unknown; did you mean `version`?");
    EXPECT_EQ(unknown_name("colour", {"id", "name"}), "unknown; there are id, name");
    EXPECT_EQ(unknown_name("colour", {"id"}), "unknown; there is id");
    EXPECT_EQ(unknown_name("colour", {}), "unknown; there are none");
}

TEST(Names, AValueThatIsNoneOfAFewIsToldWithAllOfThemAndTheNearest) {
    EXPECT_EQ(not_one_of("hihg", {"low", "high"}), "must be one of low, high; did you mean `high`?");
    EXPECT_EQ(not_one_of("red", {"low", "high"}), "must be one of low, high");
}

TEST(Names, ALongOrStrangeOneIsShownShortAndPrintable) {
    EXPECT_EQ(shown_name("na\x1bme"), "na?me");
    EXPECT_EQ(shown_name(std::string(79, 'x') + "üy"), std::string(79, 'x') + "…");
}

}  // namespace
}  // namespace rapport
