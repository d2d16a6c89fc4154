// SPDX-License-Identifier: MIT
// The same texts, queries and hits on each store.
#include <gmock/gmock-matchers.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "services/kit/store/migrations.hpp"
#include "services/kit/store/table.hpp"
#include "services/kit/testing/bed.hpp"
#include "services/kit/text/folding.hpp"

namespace rapport::kit {
namespace {

struct TextTag;
using TextId = Id<TextTag>;

struct Text {
    TextId id;
    std::int64_t version = 0;
    std::string text;
    static constexpr auto fields =
        describe(Field{"id", &Text::id, "which"}, Field{"version", &Text::version, "changes"},
                 Field{"text", &Text::text, "what is searched"});
};

constexpr Migration schema_[] = {{"001_texts",
                                  "create table texts (row $row, id text not null unique, version bigint not null, "
                                  "body text not null);\ncreate search table texts_search;\n"}};

/// By the letters that queries name them by.
constexpr std::pair<char, const char*> texts[] = {
    {'a', "東京オフィスのネットワーク障害"},
    {'b', "ﾈｯﾄﾜｰｸ機器の交換（ﾌﾟﾘﾝﾀ）"},
    {'c', "東京 京都 出張"},
    {'d', "ジョン・スミス様より苦情"},
    {'e', "北京办公室网络故障"},
    {'f', "臺灣辦公室網絡斷線"},
    {'g', "客户投诉：发票金额错误"},
    {'h', "서울 사무실에서 네트워크가 끊깁니다"},
    {'i', "\u1111\u1173\u1105\u1175\u11ab\u1110\u1165 고장"},  // 프린터, letter by letter
    {'j', "사내네트워크장애 보고"},
    {'k', "อินเทอร์เน็ตในสำนักงานกรุงเทพใช้ไม่ได้"},
    {'l', "น้ำรั่วในห้องเซิร์ฟเวอร์"},
    {'m', "Съёмный диск не работает"},
    {'n', "Йод и Ёлка, Київ"},
    {'o', "Η σύνδεση στην Αθήνα διακόπηκε"},
    {'p', "ΟΔΟΣ ΕΡΜΟΥ"},
    {'q', "İstanbul ışık kesintisi"},
    {'r', "ISPARTA ŞUBESİ, GÜÇ"},
    {'s', "Straße gesperrt"},
    {'t', "Müllabfuhr in Köln"},
    {'u', "Groesse und U\u0308bergro\u0308ße"},
    {'v', "Ærøskøbing færge aflyst"},
    {'w', "Aalborg kontor"},
    {'x', "Ålesund kontor, blåbær"},
    {'y', "Invoice due, C-2026-000123"},
    {'z', "東京2026年ABC社の東洋本店"},
};

struct Query {
    const char *search, *hits;
};

constexpr Query queries[] = {
    // Han
    {"障害", "a"},
    {"东京", "acz"},
    {"東京", "acz"},
    {"東京都", ""},
    {"京都", "c"},
    {"東洋本", "z"},
    {"東本", ""},
    {"网络", "ef"},
    {"網絡", "ef"},
    {"办公室", "ef"},
    {"台湾", "f"},
    {"臺灣", "f"},
    {"发票", "g"},
    {"發票金額", "g"},
    {"室网", "ef"},
    {"害", "a"},
    {"京", "acez"},
    {"北京 故障", "e"},
    {"东京 2026", "z"},
    {"東京2026", "z"},
    {"東京20", "z"},
    {"abc社", "z"},
    // kana
    {"ネットワーク", "ab"},
    {"ねっとわーく", "ab"},
    {"ﾈｯﾄﾜｰｸ", "ab"},
    {"ワーク", "ab"},
    {"ワークネット", ""},
    {"ク", "ab"},
    {"プリンタ", "b"},
    {"フリンタ", ""},
    {"ジョンスミス", "d"},
    {"スミス", "d"},
    {"オフィス 障害", "a"},
    // Hangul
    {"서울", "h"},
    {"네트워크", "hj"},
    {"트워", "hj"},
    {"네트ㅇ", "hj"},
    {"서우", "h"},
    {"ㅅ", "hj"},
    {"워", "hj"},
    {"프린터", "i"},
    {"장애", "j"},
    {"네트워크 장애", "j"},
    // Thai
    {"กรุงเทพ", "k"},
    {"สำนักงาน", "k"},
    {"งาน", "k"},
    {"น้ำ", "l"},
    {"นํ้า", "l"},
    {"ห้อง น้ำ", "l"},
    {"เทพกรุง", ""},
    // Cyrillic
    {"съемный", "m"},
    {"СЪЁМНЫЙ ДИСК", "m"},
    {"елк", "n"},
    {"йод", "n"},
    {"иод", ""},
    {"київ", "n"},
    // Greek
    {"αθηνα", "o"},
    {"ΑΘΉΝΑ", "o"},
    {"συνδεσ", "o"},
    {"οδός", "p"},
    {"οδος ερμού", "p"},
    // Turkish
    {"isik", "q"},
    {"ISIK", "q"},
    {"IŞIK", "q"},
    {"istanbul", "q"},
    {"İSTANBUL", "q"},
    {"ısparta", "r"},
    {"şubesi", "r"},
    {"guc", "r"},
    // German
    {"strasse", "s"},
    {"STRASSE", "s"},
    {"straße", "s"},
    {"stra", "s"},
    {"muellabfuhr", "t"},
    {"mullabfuhr", "t"},
    {"MÜLLABFUHR", "t"},
    {"koeln", "t"},
    {"Ko\u0308ln", "t"},
    {"größe", "u"},
    {"uebergroesse", "u"},
    {"übergrö", "u"},
    {"muel", "t"},
    // Danish and its neighbours
    {"aeroeskoebing", "v"},
    {"ærøskøbing", "v"},
    {"færge", "v"},
    {"faerge", "v"},
    {"ålborg", "w"},
    {"aalborg", "w"},
    {"aalesund", "x"},
    {"alesund", "x"},
    {"blaabaer", "x"},
    {"kontor", "wx"},
    // English, numbers
    {"invoice", "y"},
    {"INVOI", "y"},
    {"c-2026-000123", "y"},
    {"ｃ－２０２６", "y"},
    {"٢٠٢٦", "yz"},
    {"invo due", ""},
    {"due invo", "y"},
};

/// A letter of three bytes.
std::string letter(int point) {
    return {static_cast<char>(0xe0 | point >> 12), static_cast<char>(0x80 | (point >> 6 & 0x3f)),
            static_cast<char>(0x80 | (point & 0x3f))};
}

class SearchTest : public testing::TestWithParam<std::string> {
protected:
    SearchTest() {
        migrate(*db, schema_);
        for (const auto& [name, text] : texts) put(text);
    }

    void put(const std::string& text) {
        Text one{.id = TextId(new_uuid(clock.now())), .text = text};
        table.put(unit, one);
    }
    std::vector<std::string> found(const std::string& search) {
        std::vector<std::string> all;
        for (const Text& text : table.list(unit, {.limit = 200, .search = search}, {}).items) all.push_back(text.text);
        std::ranges::reverse(all);
        return all;
    }

    testing_kit::TestStore store{GetParam()};
    testing_kit::ManualClock clock;
    std::unique_ptr<Db> db = Db::open(store.dsn(), Db::Mode::write);
    Unit unit{*db, clock.now(), {.id = "user:1"}, "texts", {}};
    Table<Text> table{"text", {.name = "texts", .search = {"text"}}};
};
INSTANTIATE_TEST_SUITE_P(Stores, SearchTest, testing::ValuesIn(testing_kit::backends()),
                         [](const auto& tested) { return tested.param; });

TEST_P(SearchTest, FindsTheRightTextsInEachScript) {
    for (const auto& [search, hits] : queries) {
        std::vector<std::string> right;
        for (const auto& [name, text] : texts)
            if (std::string_view(hits).find(name) != std::string_view::npos) right.emplace_back(text);
        EXPECT_EQ(found(search), right) << search;
    }
}

TEST_P(SearchTest, AnyPartOfWhatHasNoBlanksIsFound) {
    const std::string text = "本日は晴天なり今日は雨天なり";
    put(text);
    const auto letters = words_of(text).at(0).letters;
    for (std::size_t from = 0; from < letters.size(); ++from)
        for (std::size_t size = 1; from + size <= letters.size(); ++size) {
            std::string part;
            for (std::size_t i = from; i < from + size; ++i) part += letters[i];
            EXPECT_THAT(found(part), testing::Contains(text)) << part;
        }
    for (const char* apart : {"本日は雨", "晴天なり雨", "今日は晴", "なりなり", "天天"})
        EXPECT_THAT(found(apart), testing::Not(testing::Contains(text))) << apart;
}

TEST_P(SearchTest, LongTextsAreTakenAndFoundToTheirEnd) {
    std::string korean, mixed = "終わり ";
    for (int i = 0; i < 20'000; ++i) korean += letter(0xac00 + i * 7'919 % 11'172);
    put(korean + "끝말");
    for (int i = 0; i < 3'000; ++i) mixed += "これは" + std::to_string(i) + "番目の文です。";
    put(mixed + "最後の言葉");
    std::string han;
    for (int i = 0; i < 200'000; ++i) han += letter(0x4e00 + static_cast<int>(i * 7'919LL % 20'000));
    put("始" + han);  // more than any index takes: its beginning is found
    put(std::string(3'000, 'x') + std::string(3'000, 'y') + " tail");
    EXPECT_EQ(found("끝말").size(), 1U);
    EXPECT_EQ(found("最後の言葉").size(), 1U);
    EXPECT_EQ(found("始" + letter(0x4e00)).size(), 1U);
    EXPECT_EQ(found(std::string(200, 'x')).size(), 1U);
    EXPECT_EQ(found("tail").size(), 1U);
}

TEST_P(SearchTest, WhatTheEnginesQueryLanguagesMeanIsText) {
    put("NOT or AND near(x) it's a \"quote\" a:b & c | d * ^ \\ %");
    for (const char* search : {"not", "OR", "AND NOT", "near(x)", "\"quote\"", "it's", "a:b", "b & c", "c | d", "^d",
                               "\\", "'; drop table"}) {
        if (words_of(search).empty()) EXPECT_THROW(found(search), Error) << search;
        else found(search);
    }
    EXPECT_EQ(found("not or and near quote c").size(), 1U);
}

}  // namespace
}  // namespace rapport::kit
