// SPDX-License-Identifier: MIT
#include "services/notifier/letter.hpp"

#include <gmock/gmock-matchers.h>

#include "bus/base/codec.hpp"
#include "bus/base/error.hpp"
#include "bus/base/wire.hpp"

namespace rapport::notifier {
namespace {

using testing::HasSubstr;

Any record(const std::string& json) { return {from_json(json)}; }

std::string text_of(const std::string& text, const std::string& json) {
    return write({"en", "s", text}, record(json), {"Ann", "ann@example.com", "en"}).text;
}

std::string refusal(const std::string& text) {
    try {
        check_template("templates[0].text", text);
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), Code::invalid_argument);
        return error.message();
    }
    return "accepted";
}

TEST(Letter, NamesAreLookedUpInTheDataAndThenInTheEvent) {
    EXPECT_EQ(text_of("{{type}} {{complaint.number}} {{recipient.name}} {{data.complaint.number}}",
                      R"({"type":"complaints.opened","data":{"complaint":{"number":"C-1"}}})"),
              "complaints.opened C-1 Ann C-1");
}

TEST(Letter, WhatIsPutInStaysAsItWasWritten) {
    EXPECT_EQ(text_of("{{a}} {{{a}}} {{&a}}", R"({"data":{"a":"<b> \"R&D\" 'Größe' {{x}}"}})"),
              R"(<b> "R&D" 'Größe' {{x}} <b> "R&D" 'Größe' {{x}} <b> "R&D" 'Größe' {{x}})");
}

TEST(Letter, WhatPeopleWroteIsNeverATemplate) {
    EXPECT_EQ(text_of("{{=<% %>=}}[<%> a%>]", R"({"data":{"a":"{{> a}}"}})"), "[]");
    EXPECT_EQ(text_of("{{#list}}{{.}};{{/list}}", R"({"data":{"list":["{{type}}","b"]}})"), "{{type}};b;");
}

TEST(Letter, NothingEmptyAndFalseAreLeftOut) {
    const std::string text = "[{{a}}]{{#a}}yes{{/a}}{{^a}}no{{/a}}";
    for (const char* nothing : {R"({"data":{}})", R"({"data":{"a":null}})", R"({"data":{"a":""}})",
                                R"({"data":{"a":false}})", R"({"data":{"a":[]}})"})
        EXPECT_EQ(text_of(text, nothing), "[]no") << nothing;
    EXPECT_EQ(text_of(text, R"({"data":{"a":0}})"), "[0]yes");
    EXPECT_EQ(text_of("{{a}} {{b}}", R"({"data":{"a":-7,"b":2.5}})"), "-7 2.5");
}

TEST(Letter, ANumberIsWrittenAsJsonHasIt) {
    for (const char* number :
         {"0", "7", "-7", "0.1", "2.5", "-2.25", "0.30000000000000004", "1000000.25", "123456789", "1234567.891",
          "9007199254740993", "9223372036854775807", "-9223372036854775808", "0.00001234", "1e-7", "1e+300",
          "1.7976931348623157e+308", "5e-324", "100000000000000000000"}) {
        const std::string event = std::string(R"({"data":{"n":)") + number + "}}";
        const std::string json = to_json(from_json(event));
        EXPECT_EQ(R"({"data":{"n":)" + text_of("{{n}}", event) + "}}", json) << number;
    }
    EXPECT_EQ(text_of("{{a}} {{b}} {{c}}", R"({"data":{"a":0.1,"b":1000000.25,"c":123456789}})"),
              "0.1 1000000.25 123456789");
    EXPECT_EQ(text_of("{{#list}}{{.}};{{/list}}", R"({"data":{"list":[0.1,1000000.25]}})"), "0.1;1000000.25;");
}

TEST(Letter, ANumberThatOnlyMessagePackHasIsWrittenAsItBecomesInJson) {
    const auto shown = [](std::string_view packed) {
        const std::string bytes =
            "\x81\xa4"
            "data\x81\xa1n" +
            std::string(packed);
        return write({"en", "s", "{{n}}"}, Any{bytes}, {"Ann", "ann@example.com", "en"}).text;
    };
    using namespace std::literals;
    EXPECT_EQ(shown("\xcf\xff\xff\xff\xff\xff\xff\xff\xff"sv), "18446744073709551615");
    EXPECT_EQ(shown("\xcb\x80\x00\x00\x00\x00\x00\x00\x00"sv), "0");
    EXPECT_EQ(shown("\xcb\x3f\xf0\x00\x00\x00\x00\x00\x00"sv), "1");
    EXPECT_EQ(shown("\xca\x3f\x00\x00\x00"sv), "0.5");
    EXPECT_EQ(shown("\xcb\x7f\xf8\x00\x00\x00\x00\x00\x00"sv), "") << "no number";
}

TEST(Letter, ASubjectIsOneLine) {
    const Letter letter = write({"en", "Re: {{a}}", "t"}, record(R"({"data":{"a":"x\r\nBcc: all@example.com"}})"),
                                {"Ann", "ann@example.com", {}});
    EXPECT_EQ(letter.subject, "Re: x  Bcc: all@example.com");
}

TEST(Letter, ATimeReadsAsInTheRecipientsZoneAndTheLettersLanguage) {
    const Any event =
        record(R"({"time":"2026-12-04T13:20:00.000Z","data":{"a":{"until":"2026-12-04T13:20:00.000Z"}}})");
    const auto in = [&](const std::string& language, std::optional<std::string> zone) {
        return write({language, "{{time_local}}", "{{a.until_local}} {{a.until}}"}, event,
                     {"Ann", "ann@example.com", {}, std::move(zone)}, {.time_zone = "Europe/Paris"});
    };
    EXPECT_EQ(in("de", "Europe/Berlin").text,
              "Freitag, 4. Dezember 2026, 14:20 Uhr (Europe/Berlin) 2026-12-04T13:20:00.000Z");
    EXPECT_EQ(in("zh-CN", "Asia/Shanghai").subject, "2026年12月4日（星期五）21:20（北京时间）");
    EXPECT_EQ(in("en", {}).subject, "Friday, 4 December 2026, 14:20 (Europe/Paris)");
    EXPECT_EQ(in("en", "Mars/Olympus").subject, "Friday, 4 December 2026, 14:20 (Europe/Paris)") << "unknown here";
    EXPECT_EQ(in("fr", {}).subject, "2026-12-04 14:20 (Europe/Paris)");
    EXPECT_EQ(
        text_of("[{{a_local}}{{b_local}}{{c_local}}]",
                R"({"data":{"a":"2026-12-04","b":"2026-12-04T25:00:00.000Z","c":"at 2026-12-04T13:20:00.000Z"}})"),
        "[]");
}

TEST(Letter, TheLinkIsOfWhatWasFiledAndItsSecretOfNobodyElse) {
    const Letterhead head{.public_url = "https://help.example.com", .organisation = "Us"};
    bus::Event event{.source = "complaints", .type = "complaints.opened"};
    event.data = {
        from_json(R"({"page":"/feedback/complaint/t0k3n","complaint":{"number":"C-1","text":"{{complaint.link}}"}})")};
    EXPECT_EQ(link_in(event, head), "https://help.example.com/feedback/complaint/t0k3n");
    EXPECT_EQ(link_in(event, {}), "") << "nobody knows where the pages are";
    const Any told = any_of(without_page(event));
    EXPECT_EQ(to_json(told.bytes).find("t0k3n"), std::string::npos);
    EXPECT_EQ(write({"en", "s", "{{complaint.link}} {{complaint.text}} {{page}}{{data.page}} {{organisation}}"}, told,
                    {"Ann", "a@x.example", {}, {}, "L"}, head)
                  .text,
              "L {{complaint.link}}  Us");
    EXPECT_EQ(
        write({"en", "s", "[{{#complaint.link}}x{{/complaint.link}}]"}, told, {"Ann", "a@x.example", {}}, head).text,
        "[]");
    event.data = {from_json(R"({"complaint":{"number":"C-1","score":0.5}})")};
    EXPECT_EQ(link_in(event, head), "");
    EXPECT_EQ(without_page(event).data.bytes, event.data.bytes);
}

TEST(Letter, ATemplateThatCannotBeReadIsRefusedWithItsPlace) {
    EXPECT_THAT(refusal("{{#a}} x"),
                HasSubstr("templates[0].text: is no Mustache template: Unclosed section \"a\" at 0"));
    EXPECT_THAT(refusal("ab {{c"), HasSubstr("Unclosed tag at 3"));
    EXPECT_THAT(refusal("{{/a}}"), HasSubstr("Unopened section"));
    EXPECT_THAT(refusal("{{"), HasSubstr("Unclosed tag"));
    EXPECT_THAT(refusal("{{ > header}}"), HasSubstr("must not include"));
    EXPECT_EQ(refusal("{{#a}}{{b}}{{/a}} { } {{! said }}"), "accepted");
}

TEST(Letter, OneThatWouldBeHugeIsNotWritten) {
    std::string list = R"({"data":{"l":[0)";
    for (int i = 0; i < 999; ++i) list += ",0";
    EXPECT_THROW(text_of("{{#l}}{{#l}}0123456789{{/l}}{{/l}}", list + "]}}"), Error);
}

}  // namespace
}  // namespace rapport::notifier
