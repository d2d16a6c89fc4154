// SPDX-License-Identifier: MIT
#include "services/kit/store/cursor.hpp"

#include <gtest/gtest.h>

#include "bus/base/error.hpp"

namespace rapport::kit {
namespace {

std::string refusal(const std::string& text, const std::string& list) {
    try {
        Cursor::of(text, list);
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), Code::invalid_argument);
        return error.message();
    }
    return "taken";
}

TEST(Cursor, IsReadAsItWasWritten) {
    const std::optional<std::string> values[] = {{}, "", "a", "7~8=9", "größer", std::string(300, 'x')};
    for (const auto& value : values)
        for (const std::int64_t row : {std::int64_t{1}, std::numeric_limits<std::int64_t>::max()}) {
            const Cursor read = Cursor::of(Cursor{value, row}.text("things"), "things");
            EXPECT_EQ(read.value, value);
            EXPECT_EQ(read.row, row);
        }
}

TEST(Cursor, OfAnotherListOrDamagedIsRefused) {
    const std::string cursor = Cursor{"blue", 17}.text("things by color");
    for (const char* other : {"", "things", "things by size", "things by color of ann"})
        EXPECT_EQ(refusal(cursor, other).substr(0, 23), "after: must be a cursor") << other;
    for (const char* nonsense :
         {"", "17", "v7~8", "%00", "=", "Zm9v", "not a cursor at all, but long enough to be one"})
        EXPECT_NE(refusal(nonsense, "things by color"), "taken") << nonsense;
    for (std::size_t i = 0; i < cursor.size(); ++i) {
        std::string damaged = cursor;
        damaged[i] = damaged[i] == 'A' ? 'B' : 'A';
        EXPECT_NE(refusal(damaged, "things by color"), "taken") << i;
        EXPECT_NE(refusal(cursor.substr(0, i), "things by color"), "taken") << i;
    }
    EXPECT_NE(refusal(cursor + "A", "things by color"), "taken");
    EXPECT_EQ(refusal(cursor, "things by color"), "taken");
}

}  // namespace
}  // namespace rapport::kit
