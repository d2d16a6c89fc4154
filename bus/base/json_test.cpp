// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstring>

#include "bus/base/error.hpp"
#include "bus/base/number.hpp"
#include "bus/base/wire.hpp"

namespace rapport {
namespace {

using namespace std::literals;

TEST(Json, GoesThroughMessagePackUnchanged) {
    for (const char* json : {R"({"a":[1,-2,2.5,true,false,null],"b":{},"c":[],"ü":"\"\\\n\t€😀"})", "1", R"("x")", "[]",
                             "9223372036854775807", "-9223372036854775808", "0.1", "1e+300"})
        EXPECT_EQ(to_json(from_json(json)), json);
}

TEST(Json, EachCharacterIsEscapedWhereverItStands) {
    for (int c = 1; c < 0x80; ++c) {
        for (std::size_t at = 0; at < 20; ++at) {
            std::string text(20, 'x'), bytes;
            text[at] = static_cast<char>(c);
            Writer(bytes).text(text);
            const std::string json = to_json(bytes);
            EXPECT_EQ(from_json(json), bytes) << json;
            const bool bare = c >= 0x20 && c != '"' && c != '\\' && c != 0x7f;
            EXPECT_EQ(json.size() == 22, bare) << json;
        }
    }
}

TEST(Json, WhatControlsHowTextIsShownIsEscapedWhereverItStands) {
    const std::pair<const char*, const char*> table[] = {
        {"\u0080", "\\u0080"}, {"\u009b", "\\u009b"}, {"\u00a0", "\u00a0"},  {"\u200b", "\u200b"},
        {"\u200f", "\u200f"},  {"\u2028", "\\u2028"}, {"\u202e", "\\u202e"}, {"\u2030", "\u2030"},
        {"\u2066", "\\u2066"}, {"\u206f", "\\u206f"}, {"\u2070", "\u2070"},  {"\ufeff", "\\ufeff"},
        {"\uffff", "\\uffff"}, {"\ufffd", "\ufffd"},  {"\ufdd0", "\\ufdd0"}, {"€", "€"},
    };
    for (const auto& [text, written] : table)
        for (std::size_t at = 0; at < 20; ++at) {
            std::string bytes;
            Writer(bytes).text(std::string(at, 'x') + text + "ü and more");
            EXPECT_EQ(to_json(bytes), '"' + std::string(at, 'x') + written + "ü and more\"");
            EXPECT_EQ(from_json(to_json(bytes)), bytes);
        }
}

TEST(Json, ANumberTooLargeForAWholeOneIsReal) {
    for (const char* json : {"9.223372036854775807e18", "18446744073709551615", "18446744073709551616", "-1e19"})
        EXPECT_EQ(from_json(json).front(), '\xcb') << json;
    EXPECT_EQ(to_json(from_json("18446744073709551615")), "1.8446744073709552e+19");
    EXPECT_EQ(from_json("-9223372036854775808").front(), '\xd3');
}

TEST(Json, ANumberIsWrittenWithTheDigitsThatReadTheSameAgain) {
    const std::pair<double, const char*> table[] = {{0, "0"},
                                                    {-0.0, "0"},
                                                    {1, "1"},
                                                    {-7, "-7"},
                                                    {0.1, "0.1"},
                                                    {0.1 + 0.2, "0.30000000000000004"},
                                                    {1000000.25, "1000000.25"},
                                                    {123456789, "123456789"},
                                                    {1e15, "1000000000000000"},
                                                    {1e18, "1000000000000000000"},
                                                    {1e300, "1e+300"},
                                                    {5e-324, "5e-324"},
                                                    {std::nan(""), "null"},
                                                    {HUGE_VAL, "null"}};
    for (const auto& [value, text] : table) {
        EXPECT_EQ(number_text(value), text);
        std::string bytes;
        Writer(bytes).number(value);
        EXPECT_EQ(to_json(bytes), text);
    }
}

TEST(Json, PrettyIndentsByTwoBlanks) {
    EXPECT_EQ(to_pretty_json(from_json(R"({"a":[1,2],"b":{}})")), "{\n  \"a\": [\n    1,\n    2\n  ],\n  \"b\": {}\n}");
}

TEST(Json, RefusesWhatWeDoNotCarryAndSaysWhere) {
    const std::pair<std::string, std::string> cases[] = {
        {"{\"a\":", "not valid JSON at byte 6"},
        {"", "not valid JSON at byte 1"},
        {"{} x", "not valid JSON at byte 4"},
        {R"({"a":1,"a":2})", "a: is there twice"},
        {R"({"b":[{},{"c":{"a":1,"\u0061":2}}]})", "b[1].c.a: is there twice"},
        {R"([[],{"a":1,"a":2}])", "[1].a: is there twice"},
        {R"({"a":"\u0000"})", "text may not hold NUL (\\u0000)"},
        {"\"\xff\"", "not valid JSON at byte 2"},
        {std::string(32, '[') + std::string(32, ']'), "values are nested deeper than 24 levels"},
    };
    for (const auto& [json, message] : cases) {
        try {
            from_json(json);
            FAIL() << "accepted " << json;
        } catch (const Error& error) {
            EXPECT_EQ(error.message(), message) << json;
        }
    }
}

/// Different texts of 16 letters whose std::hash is one in libstdc++ (MurmurHash64A with a seed that everybody knows):
/// the second half takes back what the first did to the state, and is taken where all of it is letters.
std::vector<std::string> of_one_hash(std::size_t count) {
    constexpr std::uint64_t mul = 0xc6a4a7935bd1e995, inverse = 0x5f7a0ea7e59b19bd, seed = 0xc70f6907;
    const auto mixed = [](std::uint64_t k) {
        k *= mul;
        return (k ^ (k >> 47)) * mul;
    };
    const auto unmixed = [](std::uint64_t k) {
        k *= inverse;
        return (k ^ (k >> 47)) * inverse;
    };
    std::vector<std::string> out;
    for (std::uint64_t n = 0; out.size() < count; ++n) {
        std::uint64_t halves[2] = {0x6161616161616161, 0};
        for (int i = 0; i < 8; ++i) halves[0] += ((n >> 4 * i) & 15) << 8 * i;
        halves[1] = unmixed((((seed ^ (16 * mul)) ^ mixed(halves[0])) * mul) ^ 0x1234);
        if (halves[1] & 0x8080808080808080) continue;
        std::string text(16, ' ');
        std::memcpy(text.data(), halves, 16);
        if (std::ranges::all_of(text, [](char c) { return c > ' ' && c < 0x7f && c != '"' && c != '\\'; }))
            out.push_back(std::move(text));
    }
    return out;
}

TEST(Json, KeysChosenForTheirHashTakeNoLongerThanOthers) {
    const auto time_of = [](const std::vector<std::string>& keys) {
        std::string json;
        for (const std::string& key : keys) json += (json.empty() ? "{\"" : ",\"") + key + "\":0";
        const auto began = std::chrono::steady_clock::now();
        from_json(json + "}");
        return std::chrono::steady_clock::now() - began;
    };
    const auto chosen = of_one_hash(6'000);
    for (const std::string& key : chosen) ASSERT_EQ(std::hash<std::string>()(key), std::hash<std::string>()(chosen[0]));
    std::vector<std::string> others;
    for (std::size_t i = 0; i < chosen.size(); ++i) others.push_back(std::to_string(1'000'000'000'000'000 + i));
    EXPECT_LT(time_of(chosen), 10 * time_of(others));
}

TEST(Json, RefusesMessagePackThatIsDeepCutOffHugeOrNotText) {
    for (const std::string& bytes :
         {std::string(100'000, '\x91'), std::string("\xdd\xff\xff\xff\xff"), std::string("\x92\x01"), std::string(),
          std::string("\x01\x02"), std::string("\xa1\xff"), std::string("\xc1"), std::string("\xd4\x01\x01")})
        EXPECT_THROW(to_json(bytes), Error);
}

TEST(Json, TextIsCleanOnlyIfUtf8WithoutNul) {
    EXPECT_TRUE(clean_text("aé€😀"));
    for (const std::string_view bad : {"\xc0\x80"sv, "\xed\xa0\x80"sv, "\xf4\x90\x80\x80"sv, "\xe2\x82"sv, "a\0b"sv,
                                       "\x80"sv, "\xe0\x80\x80"sv, "\xf0\x80\x80\x80"sv})
        for (std::size_t before = 0; before < 10; ++before)
            EXPECT_FALSE(clean_text(std::string(before, 'x') + std::string(bad) + "and more of it"));
}

}  // namespace
}  // namespace rapport
