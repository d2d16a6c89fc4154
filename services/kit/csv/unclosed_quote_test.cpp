// SPDX-License-Identifier: MIT
#include <gmock/gmock-matchers.h>

#include <sstream>

#include "services/kit/csv/csv.hpp"

namespace rapport::kit {
namespace {

using testing::ElementsAre;
using Plausible = std::function<bool(const CsvRow&)>;

/// What becomes of a file with the columns `a,b`: `1|x` of a row, `!2-3` of one that is rejected, with its lines.
std::vector<std::string> fates(const std::string& rows, std::size_t max_row_bytes = 1 << 20, Plausible plausible = {}) {
    std::istringstream in("a,b\n" + rows);
    CsvReader reader(in, {.max_row_bytes = max_row_bytes});
    if (plausible) reader.judge_by(std::move(plausible));
    std::vector<std::string> all;
    for (CsvRow row; reader.next(row);) {
        if (!row.rejected) {
            all.push_back(row.fields[0] + "|" + row.fields[1]);
            continue;
        }
        const auto last = row.line + static_cast<std::size_t>(std::count(row.raw.begin(), row.raw.end(), '\n'));
        all.push_back("!" + std::to_string(row.line) + (last > row.line ? "-" + std::to_string(last) : ""));
    }
    return all;
}

std::vector<std::string> reasons(const std::string& rows, Plausible plausible = {}) {
    std::istringstream in("a,b\n" + rows);
    CsvReader reader(in);
    if (plausible) reader.judge_by(std::move(plausible));
    std::vector<std::string> all;
    for (CsvRow row; reader.next(row);)
        if (row.rejected) all.push_back(*row.rejected);
    return all;
}

TEST(UnclosedQuote, TakesNoGoodRowWithIt) {
    EXPECT_THAT(fates("0,\"broken\n1,good\n2,\"good too\"\n3,good\n"),
                ElementsAre("!2", "1|good", "2|good too", "3|good"));
    EXPECT_THAT(fates("0,\"broken\n1,good\n2,good"), ElementsAre("!2", "1|good", "2|good")) << "to the end of the file";
    EXPECT_THAT(fates("0,good\n1,\"broken"), ElementsAre("0|good", "!3")) << "in the last row";
    EXPECT_THAT(fates("0,\"broken\n\n\n1,good\n"), ElementsAre("!2", "1|good")) << "blank lines";
    EXPECT_THAT(fates("\"0,broken\n1,good\n"), ElementsAre("!2", "1|good")) << "in the first column";
}

TEST(UnclosedQuote, IsFoundAgainAndAgain) {
    EXPECT_THAT(fates("0,\"broken\n1,good\n2,\"broken\n3,good\n4,\"broken\n"),
                ElementsAre("!2", "1|good", "!4", "3|good", "!6"));
    EXPECT_THAT(fates("0,\"broken\n1,\"broken\n2,\"broken\n3,good\n"), ElementsAre("!2-3", "!4", "3|good"))
        << "with two columns nothing tells the second broken row from text";
    std::istringstream in("a,b,c\n0,\"broken,x\n1,\"broken,x\n2,\"broken,x\n3,good,x\n");
    CsvReader reader(in);
    std::vector<std::size_t> rejected;
    CsvRow row;
    for (; reader.next(row) && row.rejected;) rejected.push_back(row.line);
    EXPECT_THAT(rejected, ElementsAre(2, 3, 4));
    EXPECT_THAT(row.fields, ElementsAre("3", "good", "x"));
}

TEST(UnclosedQuote, LeavesRowsOfSeveralLinesAfterItWhole) {
    EXPECT_THAT(fates("0,\"broken\n1,\"two\nlines\"\n2,\"three\n\nlines\"\n3,good\n"),
                ElementsAre("!2", "1|two\nlines", "2|three\n\nlines", "3|good"));
    EXPECT_THAT(fates("0,\"broken\n1,\"\"\n2,\"\"\n3,good\n"), ElementsAre("!2", "1|", "2|", "3|good"));
}

TEST(UnclosedQuote, ThatAnotherClosesLaterIsFoundByTheWidth) {
    EXPECT_THAT(fates("0,\"broken\n1,good\n2,good\",x\n3,good\n"), ElementsAre("!2", "1|good", "!4", "3|good"));
}

TEST(UnclosedQuote, InEveryLineEnd) {
    for (const std::string end : {"\n", "\r", "\r\n"}) {
        std::istringstream in("a,b" + end + "0,\"broken" + end + "1,good" + end + "2,good" + end);
        CsvReader reader(in);
        CsvRow row;
        ASSERT_TRUE(reader.next(row));
        EXPECT_EQ(row.raw, "0,\"broken");
        ASSERT_TRUE(reader.next(row));
        EXPECT_EQ(row.line, 3U);
        EXPECT_THAT(row.fields, ElementsAre("1", "good"));
        ASSERT_TRUE(reader.next(row));
        EXPECT_EQ(row.line, 4U);
        EXPECT_FALSE(reader.next(row));
    }
}

TEST(UnclosedQuote, OfALongFileIsFoundWhereARowMayNotBeSoLong) {
    std::string rows = "0,\"broken\n";
    std::vector<std::string> wanted{"!2"};
    for (int i = 1; i < 5'000; ++i) {
        rows += std::to_string(i) + ",good\n";
        wanted.push_back(std::to_string(i) + "|good");
    }
    EXPECT_EQ(fates(rows, 1'000), wanted);
    EXPECT_EQ(fates(rows), wanted) << "longer than the buffer, to the end of the file";
}

TEST(UnclosedQuote, TellsWhereItWasOpened) {
    EXPECT_THAT(
        reasons("0,good\n1,\"broken\n2,good\n"),
        ElementsAre("the quote opened on line 3 is not closed: the lines after it are read as rows of their own"));
    EXPECT_THAT(
        reasons("\"two\nlines\",\"broken\n2,good\n"),
        ElementsAre("the quote opened on line 3 is not closed: the lines after it are read as rows of their own"));
    EXPECT_THAT(reasons("0,\"broken\nno row\nno row"),
                ElementsAre("cut off: the file ends within quotes; the quote was opened on line 2"));
}

TEST(UnclosedQuote, TakesLinesOfTextForRowsOnlyIfOneOfThemMayBe) {
    const std::string letter = "0,\"Dear all\nWell, fine\nYes, no\nso \"bad\" it was\n1,good\n";
    const auto number = [](const CsvRow& row) { return !row.fields[0].empty() && std::isdigit(row.fields[0][0]); };
    EXPECT_THAT(fates(letter, 1 << 20, number), ElementsAre("!2-5", "1|good"));
    EXPECT_THAT(
        reasons(letter, number),
        ElementsAre("a quote within a field that is not quoted, or text after a closing quote (line 5); the quote "
                    "was opened on line 2, and 2 lines went with it that may be rows of their own"));
    EXPECT_THAT(fates("0,\"broken\nx,not so good\n1,good\n2,good\n", 1 << 20, number),
                ElementsAre("!2", "x|not so good", "1|good", "2|good"))
        << "a row that its field types refuse is a row for all that";
}

}  // namespace
}  // namespace rapport::kit
