// SPDX-License-Identifier: MIT
#include "services/kit/calendar/ics_text.hpp"

#include <gtest/gtest.h>

#include "bus/base/error.hpp"

namespace rapport::kit {
namespace {

using namespace std::string_literals;

const std::string bom = "\xEF\xBB\xBF", plain = "BEGIN:VCALENDAR\nSUMMARY:F\xC3\xAAte\nEND:VCALENDAR\n";

std::string file(const std::string& summary) {
    return "BEGIN:VCALENDAR\r\nSUMMARY:" + summary + "\r\nEND:VCALENDAR\r\n";
}
/// The text in two bytes a letter, for what is below U+0800 in it.
std::string utf16(const std::string& text, bool big_endian) {
    std::string wide;
    for (std::size_t i = 0; i < text.size(); ++i) {
        int c = static_cast<unsigned char>(text[i]);
        if (c >= 0xC0) c = (c & 0x1F) << 6 | (static_cast<unsigned char>(text[++i]) & 0x3F);
        const char high = static_cast<char>(c >> 8), low = static_cast<char>(c & 0xFF);
        wide += big_endian ? std::string{high, low} : std::string{low, high};
    }
    return wide;
}
std::string refusal(const std::string& bytes, const std::optional<std::string>& charset = {}) {
    try {
        ics_text(bytes, charset);
    } catch (const Error& error) {
        return error.message();
    }
    return "accepted";
}

TEST(IcsText, IsTheSameWhateverTheFileWasSavedAs) {
    const std::tuple<const char*, std::string, const char*> table[] = {
        {"CR LF", file("F\xC3\xAAte"), "UTF-8"},
        {"LF", plain, "UTF-8"},
        {"CR", "BEGIN:VCALENDAR\rSUMMARY:F\xC3\xAAte\rEND:VCALENDAR\r", "UTF-8"},
        {"a mark", bom + file("F\xC3\xAAte"), "UTF-8"},
        {"folded", file("F\r\n \xC3\xAAt\r\n\te"), "UTF-8"},
        {"folded within a letter", file("F\xC3\r\n \xAAte"), "UTF-8"},
        {"zeros at the end", file("F\xC3\xAAte") + "\0\0"s, "UTF-8"},
        {"Latin-1", file("F\xEAte"), "windows-1252"},
        {"UTF-16, little-endian, a mark", "\xFF\xFE" + utf16(file("F\xC3\xAAte"), false), "UTF-16LE"},
        {"UTF-16, big-endian, a mark", "\xFE\xFF" + utf16(file("F\xC3\xAAte"), true), "UTF-16BE"},
        {"UTF-16, little-endian", utf16(file("F\xC3\xAAte"), false), "UTF-16LE"},
        {"UTF-16, big-endian", utf16(file("F\xC3\xAAte"), true), "UTF-16BE"}};
    for (const auto& [what, bytes, charset] : table) {
        const IcsText read = ics_text(bytes, {});
        EXPECT_EQ(read.text, plain) << what;
        EXPECT_EQ(read.charset, charset) << what;
    }
    EXPECT_EQ(ics_text(bom + plain + bom + plain, {}).text, plain + plain) << "joined files";
}

TEST(IcsText, ACharacterSetThatCannotBeToldIsAskedFor) {
    const std::string work = "\xC9\xCF\xB0\xE0", worked = "\xE4\xB8\x8A\xE7\x8F\xAD";
    EXPECT_EQ(refusal(file(work)),
              "charset: must name the character set: the file is saved as neither UTF-8 nor UTF-16");
    EXPECT_EQ(ics_text(file(work), "GB18030").text, "BEGIN:VCALENDAR\nSUMMARY:" + worked + "\nEND:VCALENDAR\n");
    EXPECT_EQ(ics_text(file("\xD0\xEE\xE6"), "windows-1251").text,
              "BEGIN:VCALENDAR\nSUMMARY:\xD0\xA0\xD0\xBE\xD0\xB6\nEND:VCALENDAR\n");
    EXPECT_EQ(ics_text(bom + plain, "GB18030").text, plain) << "the file's own mark is right";
    for (const char* name : {"", "no such thing"})
        EXPECT_EQ(refusal(plain, name), "charset: must be the name of a character set such as GB18030");
}

TEST(IcsText, RefusesWhatIsNestedWronglyOrCutOff) {
    for (const char* end : {"END:VEVENT\r\n", "end:VEVENT\n", "END;X=Y:VEVENT\n", "END :VEVENT\n"})
        EXPECT_EQ(refusal(end + plain), "ics: must not END what has not begun") << end;
    EXPECT_EQ(refusal("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260101\n"),
              "ics: must be the whole file: it is cut off before its last END");
    std::string deep;
    for (int i = 0; i < 50'000; ++i) deep += "begin:VEVENT\n";
    EXPECT_EQ(refusal(deep), "ics: must not have components within components so deep");
}

}  // namespace
}  // namespace rapport::kit
