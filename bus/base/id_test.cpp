// SPDX-License-Identifier: MIT
#include "bus/base/id.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace rapport {
namespace {

TEST(Uuid, TextGoesThereAndBack) {
    const std::string text = "0192f0c1-7a3b-7cde-8f00-1234567890ab";
    EXPECT_EQ(to_text(*uuid_from(text)), text);
    EXPECT_EQ(to_text(*uuid_from("0192F0C1-7A3B-7CDE-8F00-1234567890AB")), text);
}

TEST(Uuid, OtherTextIsNone) {
    for (const char* text : {"", "x", "0192f0c17a3b7cde8f001234567890ab", "0192f0c1-7a3b-7cde-8f00-1234567890ag",
                             "0192f0c1_7a3b_7cde_8f00_1234567890ab", "00000000-0000-0000-0000-000000000000"})
        EXPECT_FALSE(uuid_from(text)) << text;
}

TEST(Uuid, NewOnesAreVersion7AndSortInTheOrderMade) {
    std::vector<Uuid> made;
    for (int i = 0; i < 20'000; ++i) made.push_back(new_uuid({1'700'000'000'000 + i / 10'000}));
    EXPECT_TRUE(std::is_sorted(made.begin(), made.end()));
    EXPECT_EQ(std::set(made.begin(), made.end()).size(), made.size());
    EXPECT_EQ(to_text(made.front())[14], '7');
    EXPECT_EQ(to_text(made.front()).substr(0, 8), "018bcfe5");
}

TEST(Uuid, StayInOrderWhenTheClockStepsBackALittle) {
    const Uuid before = new_uuid({1'800'000'000'000});
    EXPECT_LT(before, new_uuid({1'799'999'999'000}));
}

}  // namespace
}  // namespace rapport
