// SPDX-License-Identifier: MIT
#include "services/kit/csv/separator.hpp"

#include <gmock/gmock-matchers.h>

#include <sstream>

#include "services/kit/csv/csv.hpp"

namespace rapport::kit {
namespace {

using testing::ElementsAre;

TEST(Separator, IsWhatTheFirstRowsShow) {
    const struct {
        const char* what;
        const char* head;
        char separator;
    } table[] = {
        {"commas", "a,b\n1,2\n", ','},
        {"semicolons, commas are decimal signs", "a;b\n1,5;2,5\n", ';'},
        {"tabs", "a\tb\n1,5\t2;3\n", '\t'},
        {"pipes", "a|b\n1,5|2;3\n", '|'},
        {"a header alone", "a;b;c\n", ';'},
        {"one column", "a\n1;2\n1;3\n", ','},
        {"nothing", "", ','},
        {"a comma in names of columns", "id;name, first;date, received\n1;Ann;2026\n2;Bob;2026\n", ';'},
        {"a quoted header", "\"a,b,c\";\"d\"\n1;2\n", ';'},
        {"separators within quotes, over lines", "a;b\n\"x,\ny,z\";2\n3;4\n", ';'},
        {"as many of both in the header: the rows tell", "a,b;c\n1;2\n", ';'},
        {"rows that differ: most of them tell", "a;b,c\n1;2\n3,4\n5,6\n", ','},
        {"a broken quote", "a;b;c\n1;\"x;2\n3;4;5\n", ';'},
        {"CR alone ends lines", "a;b\r1;2\r3;4\r", ';'},
        {"blank lines", "\n\na;b\n\n1;2\n", ';'},
    };
    for (const auto& [what, head, separator] : table) EXPECT_EQ(separator_in(head, true), separator) << what;
}

TEST(Separator, OfAHeadThatIsCutOffIsNotToldByItsLastRow) { EXPECT_EQ(separator_in("a;b,c\n1;2,", false), ','); }

TEST(Separator, MayBeDeclaredOnTheFirstLine) {
    EXPECT_EQ(declared_separator("sep=;\r\n"), ';');
    EXPECT_EQ(declared_separator("SEP=|"), '|');
    EXPECT_EQ(declared_separator("sep=\t"), '\t');
    EXPECT_EQ(declared_separator("\"sep=,\"\n"), ',');
    for (const auto* const none : {"", "sep=", "sep=;;", "separator;x", "sep=\"", "xsep=;"})
        EXPECT_FALSE(declared_separator(none)) << none;

    std::istringstream in("sep=^\r\na^b;c\r\n1^2\r\n");
    CsvReader reader(in, {.separator = {}});
    EXPECT_EQ(reader.separator(), '^');
    EXPECT_THAT(reader.columns(), ElementsAre("a", "b;c"));
    CsvRow row;
    ASSERT_TRUE(reader.next(row));
    EXPECT_EQ(row.line, 3U);
}

TEST(Separator, ThatIsGivenWinsOverADeclaredOne) {
    std::istringstream in("sep=;\na,b;c\n1,2\n");
    CsvReader reader(in, {.separator = ','});
    EXPECT_THAT(reader.columns(), ElementsAre("a", "b;c"));
}

TEST(Separator, HasANameForPeople) {
    for (const char c : {',', ';', '\t', '|', '^'}) EXPECT_EQ(separator_named(name_of_separator(c)), c);
    EXPECT_EQ(separator_named(";"), ';');
    EXPECT_EQ(separator_named("\\t"), '\t');
    for (const auto* const none : {"", "\"", "\n", "semicolons", "\xc3"}) EXPECT_FALSE(separator_named(none)) << none;
}

}  // namespace
}  // namespace rapport::kit
