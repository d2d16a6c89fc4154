// SPDX-License-Identifier: MIT
#include "services/kit/language/language.hpp"

#include <gtest/gtest.h>

#include "bus/base/error.hpp"
#include "services/kit/language/local_time.hpp"

namespace rapport::kit {
namespace {

std::string said(std::optional<Language> language) { return language ? std::string(tag_of(*language)) : "none"; }

TEST(Language, ATagMeansOneOfOursWhateverItsRegion) {
    const std::pair<const char*, const char*> cases[] = {
        {"en", "en"}, {"en-GB", "en"}, {"EN-us", "en"},      {"de", "de"},    {"de-CH-1996", "de"},
        {"zh", "zh"}, {"zh-CN", "zh"}, {"zh-Hans-CN", "zh"}, {"zh_TW", "zh"}, {"fr", "none"},
        {"", "none"}, {"deu", "none"}, {"*", "none"},        {"e", "none"},   {"english", "none"}};
    for (const auto& [tag, expected] : cases) EXPECT_EQ(said(language_of(tag)), expected) << tag;
}

TEST(Language, ATagHasItsShape) {
    for (const char* good : {"de", "pt-BR", "zh-Hans-CN", "deu", "de-CH-1996", "sl-rozaj-biske"})
        EXPECT_TRUE(is_language_tag(good)) << good;
    for (const char* bad : {"", "d", "german", "de-", "-de", "de--CH", "de_CH", "de CH", "d1", "de-123456789", "de\n"})
        EXPECT_FALSE(is_language_tag(bad)) << bad;
}

TEST(Language, WhatABrowserWantsMostIsTaken) {
    const std::pair<const char*, const char*> cases[] = {
        {"", "none"},
        {"de", "de"},
        {"de-DE,de;q=0.9,en;q=0.8", "de"},
        {"fr,zh-CN;q=0.8,en;q=0.9", "en"},
        {"en;q=0.5, zh-CN ; q=0.7", "zh"},
        {"fr, it;q=0.9", "none"},
        {"en;q=0, de;q=0.1", "de"},
        {"de;q=0", "none"},
        {"zh,de", "zh"},
        {"*", "none"},
        {"*;q=0.5,de;q=0.1", "de"},
        {"de;q=2,en;q=0.1", "en"},
        {"de;q=,en;q=0.100", "en"},
        {"de;level=1", "none"},
        {",,;,de", "de"},
        {"de;q=1.001,zh;q=1.000", "zh"},
    };
    for (const auto& [header, expected] : cases) EXPECT_EQ(said(wanted_language(header)), expected) << header;
}

TEST(LocalTime, ReadsAsPeopleWriteItAndNamesItsZone) {
    const struct {
        const char *utc, *zone;
        std::optional<Language> language;
        const char* expected;
    } cases[] = {
        {"2026-12-04T13:20:00Z", "Europe/Berlin", Language::en, "Friday, 4 December 2026, 14:20 (Europe/Berlin)"},
        {"2026-12-04T13:20:00Z", "Europe/Berlin", Language::de, "Freitag, 4. Dezember 2026, 14:20 Uhr (Europe/Berlin)"},
        {"2026-12-04T13:20:59.999Z", "Asia/Shanghai", Language::zh, "2026年12月4日（星期五）21:20（北京时间）"},
        {"2026-12-04T13:20:00Z", "UTC", Language::zh, "2026年12月4日（星期五）13:20（UTC）"},
        {"2026-12-31T23:30:00Z", "Asia/Shanghai", Language::en, "Friday, 1 January 2027, 07:30 (Asia/Shanghai)"},
        {"2026-03-01T02:00:00Z", "America/New_York", Language::de,
         "Samstag, 28. Februar 2026, 21:00 Uhr (America/New_York)"},
        {"2026-10-25T00:30:00Z", "Europe/Berlin", Language::en, "Sunday, 25 October 2026, 02:30 (Europe/Berlin)"},
        {"2026-03-29T01:00:00Z", "Europe/Berlin", Language::de, "Sonntag, 29. März 2026, 03:00 Uhr (Europe/Berlin)"},
        {"2026-01-05T18:30:00Z", "Asia/Kolkata", Language::en, "Tuesday, 6 January 2026, 00:00 (Asia/Kolkata)"},
        {"2026-12-04T13:20:00Z", "Europe/Paris", {}, "2026-12-04 14:20 (Europe/Paris)"},
    };
    for (const auto& each : cases)
        EXPECT_EQ(local_text(instant_from(each.utc).value(), each.zone, each.language), each.expected);
    EXPECT_THROW(local_text({0}, "Europe/Nowhere", Language::en), Error);
}

}  // namespace
}  // namespace rapport::kit
