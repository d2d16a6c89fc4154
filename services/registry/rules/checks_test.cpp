// SPDX-License-Identifier: MIT
#include "services/registry/rules/checks.hpp"

#include <gtest/gtest.h>

#include <filesystem>

namespace rapport::registry {
namespace {

using namespace std::literals;
using Check = void (*)(const std::string&, std::string_view);

bool good(Check check, std::string_view text) {
    try {
        check("field", text);
        return true;
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), Code::invalid_argument);
        EXPECT_TRUE(error.message().starts_with("field: must ")) << error.message();
        return false;
    }
}

struct Cases {
    Check check;
    std::vector<std::string_view> good, bad;
};

TEST(Checks, TellGoodTextFromBad) {
    const Cases all[] = {
        {check_phone, {"+49 30 1234567", "030/123-45", "(555) 010-9999", "110"}, {"", "+", "12", "call me", "+49x30"}},
        {check_country, {"DE", "US", "AD", "ZW"}, {"", "D", "de", "XX", "DEU", "E ", " D", "UK", "EU"}},
        {check_language,
         {"de", "pt-BR", "zh-Hant-TW", "gsw"},
         {"", "d", "german", "de_DE", "de-", "12", "de-toolongpart"}},
        {check_website,
         {"https://example.com", "http://www.example.com:8080/a?b#c"},
         {"", "example.com", "ftp://example.com", "https://", "https://exam ple.com", "https://example.com/a b",
          "https://exam_ple.com", "https://-a.com", "https://a\u202e.com", "https://a\u3000b.com"}},
    };
    for (const auto& [check, goods, bads] : all) {
        for (const auto text : goods) EXPECT_TRUE(good(check, text)) << text;
        for (const auto text : bads) EXPECT_FALSE(good(check, text)) << text;
    }
}

TEST(Checks, ATimeZoneIsOneOfTheMachineWhereItHasThem) {
    for (const auto text : {"Europe/Berlin", "UTC", "America/Argentina/Buenos_Aires", "Etc/GMT+5"})
        EXPECT_TRUE(good(check_time_zone, text)) << text;
    for (const auto text : {"", "/", "Europe/", "../../etc/passwd", "Europe/Ber lin", "+2"})
        EXPECT_FALSE(good(check_time_zone, text)) << text;
    if (!std::filesystem::is_directory("/usr/share/zoneinfo")) GTEST_SKIP() << "this machine has no zone data";
    for (const auto text : {"Europe", "Europe/Atlantis", "leapseconds"})
        EXPECT_FALSE(good(check_time_zone, text)) << text;
}

}  // namespace
}  // namespace rapport::registry
