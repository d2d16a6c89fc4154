// SPDX-License-Identifier: MIT
#include "services/kit/text/folding.hpp"

#include <gmock/gmock-matchers.h>
#include <gtest/gtest.h>

#include <array>

namespace rapport::kit {
namespace {

using testing::ElementsAre;

std::vector<std::string> plain_words(std::string_view text) {
    std::vector<std::string> words;
    for (const Word& word : words_of(text)) words.push_back(word.plain);
    return words;
}

TEST(NameKey, IsOneForTheSpellingsOfAName) {
    struct Same {
        const char *why, *one, *other;
    };
    constexpr std::array same{
        Same{"capitals", "Acme Widgets", "ACME WIDGETS"},
        Same{"capitals beyond ASCII", "Ürgüp", "ÜRGÜP"},
        Same{"composed otherwise", "Müller", "Mu\u0308ller"},
        Same{"two marks in another order", "Ngo\u0323\u0302c", "Ngo\u0302\u0323c"},
        Same{"full width", "ＡＣＭＥ　株式会社", "acme 株式会社"},
        Same{"half width", "ｶﾌﾞｼｷ", "カブシキ"},
        Same{"a sharp s", "Großmann", "GROSSMANN"},
        Same{"a capital sharp s", "GROẞMANN", "Großmann"},
        Same{"a dotted capital I", "İstanbul", "istanbul"},
        Same{"a dotless small i", "Işık", "IŞIK"},
        Same{"dotless beside dotted", "DIŞ TİCARET", "dış ticaret"},
        Same{"a final sigma", "Παύλος", "ΠΑΥΛΟΣ"},
        Same{"accents that capitals lack", "Αθήνα", "ΑΘΗΝΑ"},
        Same{"diaeresis and accent", "Προϊόν", "ΠΡΟΪΟΝ"},
        Same{"Cyrillic", "Ёлка", "ЁЛКА"},
        Same{"Armenian", "Երևան", "ԵՐԵՒԱՆ"},
        Same{"Georgian", "თბილისი", "ᲗᲑᲘᲚᲘᲡᲘ"},
        Same{"Hangul in letters", "서울", "\u1109\u1165\u110b\u116e\u11af"},
        Same{"ligatures", "Oﬃce", "office"},
        Same{"blanks", "  Acme \t Widgets\u00a0Ltd ", "Acme Widgets Ltd"},
        Same{"what is not seen", "Ac\u00adme\u200b", "acme"},
    };
    for (const auto& [why, one, other] : same) EXPECT_EQ(name_key(one), name_key(other)) << why;
    constexpr std::array different{
        std::array{"Müller", "Muller"}, std::array{"Müller", "Mueller"}, std::array{"Йод", "Иод"},
        std::array{"ハス", "バス"},     std::array{"Acme 1", "Acme 2"},  std::array{"A B", "AB"},
        std::array{"résumé", "resume"}, std::array{"臺灣", "台湾"},
    };
    for (const auto& [one, other] : different) EXPECT_NE(name_key(one), name_key(other));
}

TEST(NameKey, IsSortedWithoutCaseAndFirstWithoutAccents) {
    constexpr std::array sorted{"",        "1",     "anna",  "Ärger",   "ARGUS", "Emil", "émile",
                                "Emile B", "Łódź",  "Lodzi", "Özdemir", "Ozean", "zoe",  "Zoë",
                                "zoe b",   "Αθήνα", "Βόλος", "Ёлка",    "Ель",   "Яна",  "東京"};
    for (std::size_t i = 1; i < sorted.size(); ++i)
        EXPECT_LT(name_key(sorted[i - 1]), name_key(sorted[i])) << sorted[i - 1] << " before " << sorted[i];
}

TEST(Words, AreLettersAndDigitsWithoutCaseAndAccents) {
    EXPECT_THAT(plain_words("C-2026-000123: the Printer's\tnoise"),
                ElementsAre("c", "2026", "000123", "the", "printer", "s", "noise"));
    EXPECT_THAT(plain_words("Ünïted—naïve…"), ElementsAre("united", "naive"));
    EXPECT_THAT(plain_words("ΟΔΟΣ οδός, Αθήνα"), ElementsAre("οδοσ", "οδοσ", "αθηνα"));
    EXPECT_THAT(plain_words("Ёлка, йод и ї"), ElementsAre("елка", "йод", "и", "ї"));
    EXPECT_THAT(plain_words("IŞIK ışık İzmir"), ElementsAre("isik", "isik", "izmir"));
    EXPECT_THAT(plain_words("Łódź þorn Đà Nẵng"), ElementsAre("lodz", "thorn", "da", "nang"));
    EXPECT_THAT(plain_words("٢٠٢٦ ２０２６ ๒๐๒๖"), ElementsAre("2026", "2026", "2026"));
    EXPECT_THAT(plain_words("مُحَمَّد أحمد مـحمد"), ElementsAre("محمد", "احمد", "محمد"));
    EXPECT_THAT(plain_words("שָׁלוֹם"), ElementsAre("שלום"));
    EXPECT_THAT(plain_words("हिन्दी"), ElementsAre("हिन्दी")) << "vowels are no accents";
    EXPECT_THAT(plain_words("wi\u00adth\u200bout"), ElementsAre("without"));
    EXPECT_THAT(plain_words(" …!\u0301"), ElementsAre());
    EXPECT_EQ(words_of(std::string(500, 'x')).at(0).plain.size(), 60U);
    EXPECT_EQ(words_of(std::string(500, 'x') + " ü").at(0).plain.size(), 60U);
}

TEST(Words, HaveASecondSpellingWhereLettersAreSpeltOut) {
    const auto spelt_out = [](std::string_view text) { return words_of(text).at(0).spelt_out; };
    EXPECT_EQ(spelt_out("Müllabfuhr"), "muellabfuhr");
    EXPECT_EQ(spelt_out("Mu\u0308llabfuhr"), "muellabfuhr");
    EXPECT_EQ(spelt_out("Straße"), "strasse");
    EXPECT_EQ(spelt_out("ØRSTED"), "oersted");
    EXPECT_EQ(spelt_out("Ålborg"), "aalborg");
    EXPECT_EQ(spelt_out("Ærø"), "aeroe");
    EXPECT_EQ(spelt_out("plain"), "plain");
}

TEST(Words, OfScriptsWithoutBlanksHaveTheirLetters) {
    using Letters = std::vector<std::string>;
    const auto letters = [](std::string_view text) { return words_of(text).at(0).letters; };
    EXPECT_EQ(letters("東京オフィス"), (Letters{"东", "京", "お", "ふ", "ぃ", "す"}));
    EXPECT_EQ(letters("ｻｰﾊﾞｰ"), (Letters{"さ", "ー", "ば", "ー"}));
    EXPECT_EQ(letters("ジョン・スミス"), letters("ジョンスミス"));
    EXPECT_EQ(letters("網絡"), letters("网络"));
    EXPECT_EQ(letters("각"), (Letters{"\u1100\u1161\u11a8"}));
    EXPECT_EQ(letters("น้ำ"), letters("นํ้า")) << "they look the same";
    EXPECT_EQ(plain_words("東京2026年ABC社").size(), 5U);
    EXPECT_EQ(words_of("東京 京都").size(), 2U);
    EXPECT_TRUE(words_of("Москва").at(0).letters.empty());
}

}  // namespace
}  // namespace rapport::kit
