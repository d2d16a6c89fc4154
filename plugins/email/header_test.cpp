// SPDX-License-Identifier: MIT
#include "header.hpp"

#include <gmock/gmock-matchers.h>
#include <gtest/gtest.h>

namespace email {
namespace {

using testing::HasSubstr;

std::vector<std::string> lines(const std::string& header) {
    std::vector<std::string> all;
    for (std::size_t at = 0, next = 0; next != header.npos; at = next + 2) {
        next = header.find("\r\n", at);
        all.push_back(header.substr(at, next - at));
    }
    return all;
}

TEST(EmailHeader, PlainTextStaysAsItIs) {
    EXPECT_EQ(text_header("Subject", "Complaint C-2026-000001"), "Subject: Complaint C-2026-000001");
}

// RFC 2047, section 8, encodes "If you can read this you understand the example." in base64 likewise.
TEST(EmailHeader, TextBeyondAsciiBecomesEncodedWords) {
    EXPECT_EQ(text_header("Subject", "Grüße"), "Subject: =?UTF-8?B?R3LDvMOfZQ==?=");
    EXPECT_EQ(mailbox_header("From", "Jürgen", "j@example.com"), "From: =?UTF-8?B?SsO8cmdlbg==?= <j@example.com>");
}

TEST(EmailHeader, NoEncodedWordIsTooLongOrCutsACharacter) {
    std::string text;
    for (int i = 0; i < 60; ++i) text += "ä€𝄞";
    for (const auto& line : lines(text_header("Subject", text))) {
        EXPECT_LE(line.size(), 78u);
        EXPECT_LE(line.size() - line.find("=?"), 75u);
        // Nine bytes a round: a word that ends inside a character would not decode to UTF-8; base64 of whole ones does.
        const auto word = line.substr(line.find("=?") + 10, line.size() - line.find("=?") - 12);
        EXPECT_EQ(word.size() % 4, 0u);
    }
}

TEST(EmailHeader, LongPlainTextIsFoldedAtBlanks) {
    std::string text;
    for (int i = 0; i < 40; ++i) text += "word" + std::to_string(i) + " ";
    const auto all = lines(text_header("Subject", text));
    EXPECT_GT(all.size(), 3u);
    std::string unfolded;
    for (const auto& line : all) {
        EXPECT_LE(line.size(), 78u);
        unfolded += line;
    }
    EXPECT_EQ(unfolded, "Subject: " + text);
}

TEST(EmailHeader, AWordThatCannotBeFoldedIsEncoded) {
    for (const auto& line : lines(text_header("Subject", std::string(2'000, 'x')))) EXPECT_LE(line.size(), 78u);
}

TEST(EmailHeader, NothingEndsAHeaderEarly) {
    EXPECT_EQ(text_header("Subject", "a\r\nBcc: b@c"), "Subject: a  Bcc: b@c");
    EXPECT_EQ(mailbox_header("To", "a\nb", "c@d"), "To: a b <c@d>");
}

TEST(EmailHeader, TextThatLooksEncodedIsNotTakenForIt) {
    EXPECT_THAT(text_header("Subject", "=?UTF-8?Q?evil?="), testing::StartsWith("Subject: =?UTF-8?B?"));
}

TEST(EmailHeader, NamesAreQuotedWhereTheyMust) {
    EXPECT_EQ(mailbox_header("To", "Acme, Inc.", "a@b"), "To: \"Acme, Inc.\" <a@b>");
    EXPECT_EQ(mailbox_header("To", R"(The "Boss")", "a@b"), R"(To: "The \"Boss\"" <a@b>)");
    EXPECT_EQ(mailbox_header("To", "", "a@b"), "To: a@b");
}

TEST(EmailHeader, DatesAreThoseOfRfc5322) {
    EXPECT_EQ(date(0), "Thu, 1 Jan 1970 00:00:00 +0000");
    EXPECT_EQ(date(1'614'265'330), "Thu, 25 Feb 2021 15:02:10 +0000");
}

TEST(EmailHeader, MessageIdsFollowTheKey) {
    EXPECT_EQ(message_id("0190-ab", "example.com"), "<0190-ab@example.com>");
    EXPECT_EQ(message_id("a b#2", "example.com"), "<a=20b#2@example.com>");
    EXPECT_NE(message_id("a=b", "d"), message_id("a=3Db", "d"));
}

TEST(EmailHeader, AddressesAreThoseThatNeedNoQuoting) {
    for (const auto* each : {"a@b", "first.last+tag@mail.example.com", "o'neil@example.com", "_@x-y.example"})
        EXPECT_TRUE(is_address(each)) << each;
    for (const auto* each : {"", "a", "@b", "a@", "a b@c", "a@b@c", "a,b@c", "<a@b>", "a@b>", "a@b\r\nRCPT TO:<c@d>",
                             ".a@b", "a.@b", "a..b@c", "\"a\"@b", "ä@b", "a@b c"})
        EXPECT_FALSE(is_address(each)) << each;
    EXPECT_FALSE(is_address(std::string(65, 'a') + "@b"));
}

TEST(EmailHeader, AnInternationalDomainIsSentInAscii) {
    const std::pair<const char*, const char*> table[] = {
        {"ann@example.com", "ann@example.com"},
        {"ann@bücher.example", "ann@xn--bcher-kva.example"},
        {"ann@faß.example", "ann@xn--fa-hia.example"},
        {"ann@例え.テスト", "ann@xn--r8jz45g.xn--zckzah"},
    };
    for (const auto& [given, sent] : table) EXPECT_EQ(as_sent(given), sent) << given;
    for (const char* none :
         {"", "ann", "anné@example.com", "ann@bü cher.example", "ann@-bü.example", "ann@\u202ebü.example",
          "a b@bücher.example", "ann@bü\r\ncher.example", "ann@bücher.example\xff"})
        EXPECT_FALSE(as_sent(none)) << none;
}

TEST(EmailHeader, FileNamesBeyondAsciiAreEncoded) {
    EXPECT_EQ(disposition("report.pdf"), "attachment; filename=\"report.pdf\"");
    EXPECT_EQ(disposition("a\"b\r\n.pdf"), "attachment; filename=\"a\\\"b  .pdf\"");
    EXPECT_EQ(disposition("Übersicht 1.pdf"), "attachment; filename*=UTF-8''%C3%9Cbersicht%201.pdf");
}

}  // namespace
}  // namespace email
