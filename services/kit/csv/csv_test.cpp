// SPDX-License-Identifier: MIT
#include "services/kit/csv/csv.hpp"

#include <gmock/gmock-matchers.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "bus/base/error.hpp"

namespace rapport::kit {
namespace {

using testing::ElementsAre;
using namespace std::literals;

std::vector<CsvRow> rows_of(const std::string& text, CsvReaderOptions options = {}) {
    std::istringstream in(text);
    CsvReader reader(in, options);
    std::vector<CsvRow> rows;
    for (CsvRow row; reader.next(row);) rows.push_back(row);
    return rows;
}

std::string refusal_of(const std::string& text) {
    try {
        rows_of(text);
    } catch (const Error& error) {
        return error.message();
    }
    return "accepted";
}

TEST(CsvReader, NamesColumnsAndNumbersLines) {
    std::istringstream in("a,b\n1,2\n");
    CsvReader reader(in);
    EXPECT_THAT(reader.columns(), ElementsAre("a", "b"));
    EXPECT_EQ(reader.column("b"), 1U);
    EXPECT_FALSE(reader.find_column("c"));
    EXPECT_THROW(reader.column("c"), Error);
    CsvRow row;
    ASSERT_TRUE(reader.next(row));
    EXPECT_EQ(row.line, 2U);
    EXPECT_THAT(row.fields, ElementsAre("1", "2"));
    EXPECT_FALSE(reader.next(row));
    EXPECT_FALSE(reader.next(row));
}

TEST(CsvReader, TakesEveryLineEndAndAByteOrderMark) {
    for (const std::string end : {"\n", "\r", "\r\n"}) {
        const auto rows = rows_of(
            "\xef\xbb\xbf"
            "a,b" +
            end + "1,2" + end + end + "3,4");
        ASSERT_EQ(rows.size(), 2U);
        EXPECT_THAT(rows[0].fields, ElementsAre("1", "2"));
        EXPECT_THAT(rows[1].fields, ElementsAre("3", "4"));
        EXPECT_EQ(rows[0].line, 2U);
        EXPECT_EQ(rows[1].line, 4U);
        EXPECT_FALSE(rows[1].rejected);
    }
}

TEST(CsvReader, KeepsFieldsByteForByte) {
    const auto rows = rows_of("a,b,c\r\n\"one\r\ntwo\n\nthree\rfour\",\" \"\"q\"\" , \",  x \r\n,,\r\n");
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_THAT(rows[0].fields, ElementsAre("one\r\ntwo\n\nthree\rfour", " \"q\" , ", "  x "));
    EXPECT_EQ(rows[0].raw, "\"one\r\ntwo\n\nthree\rfour\",\" \"\"q\"\" , \",  x ");
    EXPECT_THAT(rows[1].fields, ElementsAre("", "", ""));
    EXPECT_EQ(rows[1].line, 7U);
}

TEST(CsvReader, RejectsAMalformedRowAndGoesOn) {
    const std::pair<std::string, std::string> cases[] = {
        {"1", "1 field where the header has 2"},
        {"1,2,3", "3 fields where the header has 2"},
        {"5\" pipe,2", "a quote within a field that is not quoted, or text after a closing quote (line 2)"},
        {"\"1\"x,2", "a quote within a field that is not quoted, or text after a closing quote (line 2)"},
        {"1,\xff", "\"b\" is not UTF-8 text without NUL: is the file in another encoding, such as windows-1252?"},
        {"1,x\0y"s, "\"b\" is not UTF-8 text without NUL: is the file in another encoding, such as windows-1252?"},
    };
    for (const auto& [bad, reason] : cases) {
        const auto rows = rows_of("a,b\n" + bad + "\n3,4\n");
        ASSERT_EQ(rows.size(), 2U) << bad;
        EXPECT_EQ(rows[0].rejected, reason);
        EXPECT_EQ(rows[0].line, 2U);
        EXPECT_EQ(rows[0].raw, bad);
        EXPECT_FALSE(rows[1].rejected);
        EXPECT_THAT(rows[1].fields, ElementsAre("3", "4"));
    }
}

TEST(CsvReader, RejectsALastRowThatIsCutOff) {
    auto rows = rows_of("a,b\n1,2\n3,\"fo");
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[1].rejected, "cut off: the file ends within quotes");
    EXPECT_EQ(rows[1].raw, "3,\"fo");
    EXPECT_EQ(rows[1].line, 3U);
    rows = rows_of("a,b\n1,2\n3");
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[1].rejected, "1 field where the header has 2: the file may be cut off here");
}

TEST(CsvReader, BoundsWhatAnUnclosedQuoteEats) {
    std::string text = "a,b\n\"1,2\n";
    while (text.size() < 4'000) text += "3,4\n";
    const auto rows = rows_of(text, {.max_row_bytes = 1'000});
    EXPECT_EQ(rows.at(0).rejected,
              "the quote opened on line 2 is not closed: the lines after it are read as rows of their own");
    EXPECT_THAT(rows.at(1).fields, ElementsAre("3", "4"));
    EXPECT_FALSE(rows.back().rejected);
}

TEST(CsvReader, ReadsRowsLargerThanItsBuffer) {
    const std::string large(300'000, 'x');
    const auto rows = rows_of("a,b\n" + large + ",\"" + large + "\r\n" + large + "\"\n1,2\n");
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].fields[1], large + "\r\n" + large);
    EXPECT_EQ(rows[1].line, 4U);
}

TEST(CsvReader, RefusesAFileWithoutAUsableHeader) {
    EXPECT_EQ(refusal_of(""), "the CSV file is empty: a header row is expected");
    EXPECT_EQ(refusal_of("\n\n"), "the CSV file is empty: a header row is expected");
    EXPECT_EQ(refusal_of("a,a\n"), "the CSV column \"a\" is there twice");
    EXPECT_EQ(refusal_of("a,\"b"), "the CSV file's header row: cut off: the file ends within quotes");
    EXPECT_EQ(refusal_of("a,\xff\n"),
              "the CSV file's header row: not UTF-8 text: name the file's encoding, such as windows-1252 or GB18030");
    EXPECT_EQ(refusal_of(", ,\n"), "the CSV file's header row: no column has a name");
    EXPECT_EQ(refusal_of("sep=;\nsep=;\na\n"), "the CSV file's header row: `sep=` must stand alone on the first line");
}

TEST(CsvReader, TakesColumnsAsSpreadsheetsLeaveThem) {
    std::istringstream in(" a ,,b,,\n1,2,3,,\n4,5,6\n7,8,9,10\n11,12\n");
    CsvReader reader(in);
    EXPECT_THAT(reader.columns(), ElementsAre("a", "column 2", "b"));
    CsvRow row;
    for (const auto* const first : {"1", "4"}) {
        ASSERT_TRUE(reader.next(row));
        EXPECT_EQ(row.fields.size(), 3U);
        EXPECT_EQ(row.fields[0], first);
    }
    ASSERT_TRUE(reader.next(row));
    EXPECT_EQ(row.rejected, "4 fields where the header has 3") << "a value in a column without a name";
    ASSERT_TRUE(reader.next(row));
    EXPECT_EQ(row.rejected, "2 fields where the header has 3");
}

TEST(CsvReader, GivesTheFieldsOfARowThatWasKept) {
    EXPECT_THAT(csv_fields("1;\"a;\r\nb\"", ';').value(), ElementsAre("1", "a;\r\nb"));
    EXPECT_FALSE(csv_fields("1;\"a", ';'));
    EXPECT_FALSE(csv_fields("1;\"a\"b", ';'));
}

TEST(CsvReader, TakesAnotherSeparator) {
    const auto rows = rows_of("a;b\n1,5;\"x;y\"\n", {.separator = ';'});
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_THAT(rows[0].fields, ElementsAre("1,5", "x;y"));
}

std::string written(const std::vector<std::string>& fields, CsvWriterOptions options = {}) {
    std::ostringstream out;
    CsvWriter(out, options).row(fields);
    return out.str();
}

TEST(CsvWriter, QuotesWhereItMust) {
    EXPECT_EQ(written({"a", "b,c", "say \"x\"", "1\n2", " pad", ""}),
              "a,\"b,c\",\"say \"\"x\"\"\",\"1\n2\",\" pad\",\r\n");
    EXPECT_EQ(written({""}), "\"\"\r\n");
    EXPECT_EQ(written({"\xef\xbb\xbf"
                       "a",
                       "b"}),
              "\"\xef\xbb\xbf"
              "a\",b\r\n")
        << "the reader would take it for the file's mark";
    EXPECT_EQ(written({"a,b", "c;d"}, {.separator = ';'}), "a,b;\"c;d\"\r\n");
}

TEST(CsvWriter, GuardsSpreadsheetsAgainstFormulasOnlyIfAsked) {
    const std::vector<std::string> cells{"=1+1", "+x", "-x", "@x", "\tx", "-1.5", "+3", "a=b"};
    EXPECT_EQ(written(cells), "=1+1,+x,-x,@x,\"\tx\",-1.5,+3,a=b\r\n");
    EXPECT_EQ(written(cells, {.spreadsheet = true}), "'=1+1,'+x,'-x,'@x,\"'\tx\",-1.5,+3,a=b\r\n");
}

TEST(CsvWriter, WritesWhatTheReaderReads) {
    const std::vector<std::string> fields{"", "a", ",", "\"", "\r\n", " x ", "\"\"", "é\n,\"", "'=1"};
    const auto rows = rows_of("a,b,c,d,e,f,g,h,i\n" + written(fields));
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].fields, fields);
}

TEST(CsvReader, ReadsThePublishedComplaints) {
    const char* const named = std::getenv("RAPPORT_DATA");
    const auto file = std::filesystem::path(named ? named : RAPPORT_DATA_DEFAULT) / "cfpb-complaints.csv";
    std::ifstream in(file, std::ios::binary);
    if (!in) GTEST_SKIP() << "NOT TESTED WITH REAL INPUT: no " << file << "; set RAPPORT_DATA to its folder";
    CsvReader reader(in);
    const auto company = reader.column("Company"), state = reader.column("Company response to consumer"),
               narrative = reader.column("Consumer complaint narrative");
    std::set<std::string> companies;
    std::size_t whole = 0, open = 0, narratives = 0;
    std::vector<std::string> rejects;
    for (CsvRow row; reader.next(row);) {
        if (row.rejected) {
            rejects.push_back(*row.rejected);
            continue;
        }
        ++whole;
        companies.insert(row.fields[company]);
        open += row.fields[state] == "In progress";
        narratives += !row.fields[narrative].empty();
    }
    EXPECT_EQ(whole, 2067U);
    EXPECT_EQ(companies.size(), 177U);
    EXPECT_EQ(open, 616U);
    EXPECT_EQ(narratives, 389U);
    EXPECT_THAT(rejects, ElementsAre("cut off: the file ends within quotes"));
}

}  // namespace
}  // namespace rapport::kit
