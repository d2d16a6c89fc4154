// SPDX-License-Identifier: MIT
#include "services/kit/csv/utf8_source.hpp"

#include <gmock/gmock-matchers.h>

#include <sstream>

#include "bus/base/error.hpp"
#include "services/kit/csv/csv.hpp"

namespace rapport::kit {
namespace {

using namespace std::literals;
using testing::ElementsAre;

struct Read {
    std::string encoding, text;
};
/// What comes out, read some bytes at a time.
Read read(const std::string& bytes, const std::string& encoding = "", std::size_t at_once = 7) {
    std::istringstream in(bytes);
    Utf8Source source(in, encoding);
    Read all{source.encoding(), {}};
    std::string some(at_once, '\0');
    while (const std::size_t size = source.read(some.data(), some.size())) all.text.append(some, 0, size);
    return all;
}

TEST(Utf8Source, TellsByItsMarkWhatAFileIsIn) {
    const struct {
        std::string bytes;
        const char* encoding;
    } table[] = {
        {"ä,€"s, "UTF-8"},
        {"\xef\xbb\xbfä,€"s, "UTF-8"},
        {"\xff\xfe\xe4\0,\0\xac\x20"s, "UTF-16LE"},
        {"\xfe\xff\0\xe4\0,\x20\xac"s, "UTF-16BE"},
        {"\xff\xfe\0\0\xe4\0\0\0,\0\0\0\xac\x20\0\0"s, "UTF-32LE"},
    };
    for (const auto& [bytes, encoding] : table) {
        for (const auto* const given : {"", "windows-1252"}) {
            if (*given != '\0' && bytes.front() == '\xc3') continue;  // that one has no mark
            const auto found = read(bytes, given);
            EXPECT_EQ(found.encoding, encoding) << given;
            EXPECT_EQ(found.text, "ä,€") << encoding << given;
        }
    }
    EXPECT_EQ(read("a\0b\0"s).encoding, "UTF-16LE") << "zeros beside letters are certain enough";
    EXPECT_EQ(read("\0a\0b"s).text, "ab");
}

TEST(Utf8Source, TakesTheEncodingThatIsGiven) {
    EXPECT_EQ(read("\xe4,\x80", "windows-1252").text, "ä,€");
    EXPECT_EQ(read("\xe4,\x80", "cp1252").encoding, "windows-1252");
    EXPECT_EQ(read("\xe4,\xa4", "ISO-8859-15").text, "ä,€");
    EXPECT_EQ(read("\xb1\xb1\xbe\xa9\x2c\x81\x30\x81\x30", "GB18030").text, "北京,\xc2\x80");
    EXPECT_EQ(read("\x84\x31\x95\x33\xb1\xb1", "GB18030").text, "北") << "its mark is left out, too";
    EXPECT_EQ(read("\x93\xfa\x96\x7b", "Shift_JIS").text, "日本");
    EXPECT_EQ(read("\xef\xe4", "KOI8-R").text, "ОД");
    EXPECT_EQ(read("ä", "utf8").encoding, "UTF-8");
}

TEST(Utf8Source, ReadsCharactersThatItsPiecesCut) {
    std::string utf16 = "\xff\xfe", wanted;
    for (int i = 0; i < 20'000; ++i) {
        utf16 += "\x3d\xd8\x00\xde\xe4\x00"s;  // 😀ä
        wanted += "😀ä";
    }
    EXPECT_EQ(read(utf16).text, wanted);
    EXPECT_EQ(read(utf16, "", 1).text, wanted);
}

TEST(Utf8Source, RefusesANameThatNobodyKnows) {
    for (const auto* const name : {"latin-77", "?", "utf-99"}) {
        try {
            read("a", name);
            ADD_FAILURE() << name;
        } catch (const Error& error) {
            EXPECT_EQ(error.message(),
                      "encoding: must be the name of a character set such as UTF-8, windows-1252 or GB18030");
        }
    }
}

TEST(Utf8Source, HasARowRejectedThatIsNotInTheFilesEncoding) {
    const struct {
        const char* encoding;
        std::string bytes;
    } table[] = {
        {"GB18030", "a,b\n1,\xff\n2,\xb1\xb1\n"s},
        {"Shift_JIS", "a,b\n1,\xfd\n2,\x96\x7b\n"s},
        {"UTF-16LE", "a\0,\0b\0\n\0001\0,\0\0\xd8\n\0002\0,\0b\0\n\0"s},  // half a pair
    };
    for (const auto& [encoding, bytes] : table) {
        std::istringstream in(bytes);
        CsvReader reader(in, {.encoding = encoding});
        CsvRow row;
        ASSERT_TRUE(reader.next(row));
        EXPECT_EQ(row.rejected, "\"b\" is not "s + encoding +
                                    " text without NUL: is the file in another encoding, such as windows-1252?");
        ASSERT_TRUE(reader.next(row));
        EXPECT_FALSE(row.rejected) << encoding;
        EXPECT_EQ(row.fields[0], "2");
    }
}

}  // namespace
}  // namespace rapport::kit
