// SPDX-License-Identifier: MIT
#include "bus/base/text.hpp"

#include <gtest/gtest.h>

#include "bus/base/codec.hpp"
#include "bus/base/error.hpp"
#include "bus/base/utf8.hpp"

namespace rapport {
namespace {

using namespace std::literals;

std::string utf8(char32_t c) {
    std::string out;
    const auto tail = [&](int shift) { out += static_cast<char>(0x80 | (c >> shift & 0x3f)); };
    if (c < 0x80) return std::string(1, static_cast<char>(c));
    if (c < 0x800) {
        out += static_cast<char>(0xc0 | c >> 6);
    } else if (c < 0x10000) {
        out += static_cast<char>(0xe0 | c >> 12);
        tail(6);
    } else {
        out += static_cast<char>(0xf0 | c >> 18);
        tail(12);
        tail(6);
    }
    tail(0);
    return out;
}

struct Asked {
    std::string subject;
    std::optional<std::string> note, email, code, password;
    std::vector<std::string> tags;
    Patch<std::string> owner;
    static constexpr auto fields = describe(
        Field{"subject", &Asked::subject, "one line", length(1, 20)}, Field{"note", &Asked::note, "more", multiline},
        Field{"email", &Asked::email, "where", email_address}, Field{"code", &Asked::code, "of a program", verbatim},
        Field{"password", &Asked::password, "hidden", length(1, 20), secret},
        Field{"tags", &Asked::tags, "words", length(0, 5)}, Field{"owner", &Asked::owner, "who", length(1, 20)});
};

/// The record with one text in that field.
std::string with(const std::string& field, const std::string& text) {
    const bool list = field == "tags";
    std::string bytes;
    Writer out(bytes);
    out.map(field == "subject" ? 1 : 2);
    if (field != "subject") {
        out.text("subject");
        out.text("s");
    }
    out.text(field);
    if (list) out.array(1);
    out.text(text);
    return bytes;
}

std::string refusal(const std::string& field, const std::string& text) {
    try {
        decode_request<Asked>(with(field, text));
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), Code::invalid_argument);
        return error.message();
    }
    return "taken";
}

TEST(Text, EveryCodePointIsReadAsItself) {
    for (char32_t c = 1; c <= 0x10ffff; ++c) {
        if (c >= 0xd800 && c <= 0xdfff) continue;
        const std::string text = utf8(c);
        const Utf8 read = next_in(text);
        if (read.code != c || read.size != text.size() || look_at(text).characters != 1)
            FAIL() << std::hex << static_cast<unsigned>(c);
    }
}

TEST(Text, UnsoundAreControlsWhatTurnsDirectionSeparatorsAndNoncharacters) {
    for (char32_t c = 1; c <= 0x10ffff; ++c) {
        const bool control = (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || (c >= 0x7f && c <= 0x9f);
        const bool turns = (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x206f);
        const bool separates = c == 0x2028 || c == 0x2029 || c == 0xfeff || (c >= 0xfff9 && c <= 0xfffb);
        const bool none = (c >= 0xfdd0 && c <= 0xfdef) || (c & 0xfffe) == 0xfffe;
        if (is_unsound(c) != (control || turns || separates || none)) FAIL() << std::hex << static_cast<unsigned>(c);
    }
}

TEST(Text, ALookFindsWhatIsUnsoundWhereverItStands) {
    for (const char32_t c : {0x01, 0x1b, 0x7f, 0x9b, 0x85, 0x202e, 0x2066, 0x2028, 0xfeff, 0xfffe, 0x1ffff})
        for (std::size_t before = 0; before < 20; ++before)
            EXPECT_EQ(look_at(std::string(before, 'x') + utf8(c) + "and more of it").unsound, c) << before;
    for (const std::string_view bad : {"\xc0\x80"sv, "\xed\xa0\x80"sv, "\xf4\x90\x80\x80"sv, "\xe2\x82"sv, "a\0b"sv})
        for (std::size_t before = 0; before < 20; ++before)
            EXPECT_FALSE(look_at(std::string(before, 'x') + std::string(bad) + "more of it").utf8);
}

TEST(Text, WhatPeopleWriteIsTaken) {
    const std::string texts[] = {
        "Größe & Maß: 3 €",
        "\U0001F468\u200D\U0001F469\u200D\U0001F467 family",                       // joined emoji
        "\u2764\uFE0F",                                                            // variation selector
        "\U0001F3F4\U000E0067\U000E0062\U000E0073\U000E0063\U000E0074\U000E007F",  // the flag of Scotland: tags
        "\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645",                        // Persian with ZWNJ
        "\u05E9\u05DC\u05D5\u05DD \u200F(a)\u200E",                                // Hebrew with marks
        "\u061C123",
        "e\u0301",  // combined
        "網絡中斷",
        "ภาษา\u200Bไทย",
        "100\u00A0km",
        "\uFFFD",
        "\uE000",
    };
    for (const std::string& text : texts) {
        EXPECT_EQ(refusal("subject", text), "taken") << text;
        EXPECT_EQ(decode_request<Asked>(with("subject", text)).subject, text);
    }
}

TEST(Text, EachFieldTakesWhatItsFormAllows) {
    const std::string controls = ", a character that controls how text is shown";
    const struct {
        const char* field;
        std::string text, says;
    } table[] = {
        {"subject", "a\nb", "subject: must be one line, without tabs"},
        {"subject", "a\rb", "subject: must be one line, without tabs"},
        {"subject", "a\tb", "subject: must be one line, without tabs"},
        {"subject", "a\x1b[31m", "subject: must not hold U+001B" + controls},
        {"subject", "a\u009b", "subject: must not hold U+009B" + controls},
        {"subject", "\u202ecod.exe", "subject: must not hold U+202E" + controls},
        {"subject", "a\u2028b", "subject: must not hold U+2028" + controls},
        {"subject", "", "subject: must not be empty"},
        {"subject", " \t\n ", "subject: must not be empty"},
        {"subject", "\u00a0\u3000", "subject: must not be empty"},
        {"subject", "\u200b\u200d\ufe0f", "subject: must not be empty"},
        {"subject", "\u2800\u3164", "subject: must not be empty"},
        {"subject", std::string(21, 'x'), "subject: may have at most 20 characters"},
        {"note", "a\r\n\tb\n", "taken"},
        {"note", "", "taken"},
        {"note", "a\x07", "note: must not hold U+0007" + controls},
        {"note", "a\x0b", "note: must not hold U+000B" + controls},
        {"email", "ann@example.org", "taken"},
        {"email", "no-at", "email: must be an e-mail address such as ann@example.com"},
        {"email", "a@b.example\r\nRCPT", "email: must be one line, without tabs"},
        {"email", "  ", "email: must not be empty"},
        {"code", " BEGIN\r\n\t\x01 ", "taken"},
        {"password", " \t\x01 ", "taken"},
        {"password", "", "password: must not be empty"},
        {"tags", "a\nb", "tags[0]: must be one line, without tabs"},
        {"tags", "\u200b", "tags[0]: must not be empty"},
        {"owner", "\u202e", "owner: must not hold U+202E" + controls},
        {"owner", " ", "owner: must not be empty"},
    };
    for (const auto& [field, text, says] : table) EXPECT_EQ(refusal(field, text), says) << field << " = " << text;
}

TEST(Text, ALengthCountsCharacters) {
    for (const char* letter : {"x", "ü", "網", "😀"}) {
        std::string text;
        for (int i = 0; i < 20; ++i) text += letter;
        EXPECT_EQ(refusal("subject", text), "taken") << letter;
        EXPECT_EQ(decode<Asked>(with("subject", text)).subject, text);
        EXPECT_EQ(refusal("subject", text + letter), "subject: may have at most 20 characters") << letter;
        EXPECT_THROW(decode<Asked>(with("subject", text + letter)), Error);
    }
}

TEST(Text, BlanksAroundItAreNotKeptAndLinesEndWithLf) {
    EXPECT_EQ(decode_request<Asked>(with("subject", " \n\u3000two words\u00a0\t")).subject, "two words");
    EXPECT_EQ(decode_request<Asked>(with("email", " ann@example.org\n")).email, "ann@example.org");
    EXPECT_EQ(decode_request<Asked>(with("note", "\r\none\r\n\r\n  two\rthree\n")).note, "one\n\n  two\nthree");
    EXPECT_EQ(decode_request<Asked>(with("code", " a\r\n")).code, " a\r\n");
    EXPECT_EQ(decode_request<Asked>(with("password", " a ")).password, " a ");
    EXPECT_EQ(decode_request<Asked>(with("subject", std::string(30, ' ') + "x" + std::string(30, ' '))).subject, "x");
}

TEST(Text, WhatIsStoredStaysReadable) {
    for (const auto& text : {"\u202e"s, " "s, "\u009b"s, "a\nb"s, "no-at"s, "\u200b"s})
        for (const char* field : {"subject", "note", "tags", "owner"})
            EXPECT_EQ(encode(decode<Asked>(with(field, text))).find(text) == std::string::npos, false) << field << text;
    EXPECT_EQ(decode<Asked>(with("email", "no-at")).email, "no-at");
    EXPECT_EQ(decode<Asked>(with("email", "ü@")).email, "ü@") << "three bytes, as was once asked";
    Asked stored = decode<Asked>(with("subject", "\u202e"));
    apply_patch(stored, decode_request<Asked>(with("note", "patched")));
    EXPECT_EQ(stored.note, "patched");
}

TEST(Text, AnEmailAddressIsOneThatMailServersTake) {
    const std::string local(64, 'a'), label(63, 'b');
    const std::string long_domain = label + "." + label + "." + label;  // 191
    const std::string right[] = {"ann@example.com",
                                 "a@b.cd",
                                 "first.last+tag@mail.example.co.uk",
                                 "o'neil_{x}@example.org",
                                 "ann@bücher.example",
                                 "ann@xn--bcher-kva.example",
                                 "ann@例え.テスト",
                                 local + "@b.cd",
                                 "1@2a.example",
                                 local.substr(0, 62) + "@" + long_domain};
    for (const auto& each : right) EXPECT_TRUE(is_email_address(each)) << each;
    const std::string wrong[] = {"",
                                 "@",
                                 "x@y",
                                 "no-at",
                                 "not an address",
                                 "@example.com",
                                 "ann@",
                                 "ann@@example.com",
                                 "ann@b@example.com",
                                 ".ann@example.com",
                                 "ann.@example.com",
                                 "a..nn@example.com",
                                 "a nn@example.com",
                                 "\"a nn\"@example.com",
                                 "ann@exa mple.com",
                                 "ann@example..com",
                                 "ann@.example.com",
                                 "ann@example.com.",
                                 "ann@-example.com",
                                 "ann@example-.com",
                                 "ann@exa_mple.com",
                                 "ann@[127.0.0.1]",
                                 "ann@127.0.0.1",
                                 "Ann <ann@example.com>",
                                 "ann@example.com,bob@example.com",
                                 "ann@example.com\r\nRCPT TO:<x@y.z>",
                                 "ann\x01@example.com",
                                 "anné@example.com",
                                 "ann@exa\u00admple.com",
                                 "ann@\u200b.com",
                                 "ann@exam\u3000ple.com",
                                 "ann@exa\u202emple.com",
                                 "ann@example.com\xff",
                                 "ann\0@example.com"s,
                                 local + "a@b.cd",
                                 "a@" + label + "b.cd",
                                 local + "@" + long_domain};
    for (const auto& each : wrong) EXPECT_FALSE(is_email_address(each)) << each;
}

TEST(Text, NothingPrintableControlsATerminal) {
    EXPECT_EQ(printable("a\x1b[31mb\u009bc\u202ed\n\te\x7f"), "a?[31mb?c?d??e?");
    EXPECT_EQ(printable("\x9b[31m \xff\xc3"), "?[31m ??") << "what is no UTF-8 may be a control elsewhere";
    EXPECT_EQ(printable("Größe 網 😀\u200d"), "Größe 網 😀\u200d");
    EXPECT_EQ(printable("a\0b"sv), "a?b");
}

TEST(Text, SchemasSayWhatFormAFieldHas) {
    const std::string schema = to_json(request_schema_of(shape_of<Asked>()));
    for (const char* part : {R"("subject":{"type":"string","minLength":1,"maxLength":20,"pattern":"\\S")",
                             R"("note":{"type":"string","x-multiline":true)",
                             R"("email":{"type":"string","minLength":3,"maxLength":254,"format":"email")",
                             R"("code":{"type":"string","x-verbatim":true)",
                             R"("password":{"type":"string","minLength":1,"maxLength":20,"x-verbatim":true)",
                             R"("tags":{"type":"array","items":{"type":"string","minLength":1,"pattern":"\\S"})",
                             R"("required":["subject"],"additionalProperties":false})"})
        EXPECT_NE(schema.find(part), std::string::npos) << part << "\n" << schema;
    EXPECT_EQ(to_json(schema_of(shape_of<Asked>())).find("additionalProperties"), std::string::npos);
}

}  // namespace
}  // namespace rapport
