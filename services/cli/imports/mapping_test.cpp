// SPDX-License-Identifier: MIT
#include <gmock/gmock-matchers.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "bus/base/error.hpp"
#include "bus/testing/test_bus.hpp"
#include "services/cli/imports/record.hpp"

namespace rapport::cli::imports {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;

struct Person {
    std::string name;
    std::optional<std::string> email;
    static constexpr auto fields = describe(Field{"name", &Person::name, "who", length(1, 20)},
                                            Field{"email", &Person::email, "where", email_address});
};
struct Case {
    std::string title;
    std::optional<Person> person;
    std::optional<bool> open;
    std::optional<Instant> at;
    std::optional<Day> day;
    std::vector<std::string> tags;
    std::optional<std::int64_t> size;
    static constexpr auto fields =
        describe(Field{"title", &Case::title, "short"}, Field{"person", &Case::person, "who"},
                 Field{"open", &Case::open, "still"}, Field{"at", &Case::at, "when"}, Field{"day", &Case::day, "which"},
                 Field{"tags", &Case::tags, "words"}, Field{"size", &Case::size, "how much"});
};

class MappingTest : public ::testing::Test {
protected:
    MappingFile read(const std::string& toml) {
        const auto path = folder_.path() / "map.toml";
        std::ofstream(path) << toml;
        return read_mapping_file(path.string());
    }
    /// The one row of a file whose columns the mapping names.
    Case row(const std::string& toml, const std::string& csv) {
        const auto how = read(toml);
        std::istringstream stream(csv);
        kit::CsvReader file(stream);
        const auto mapping = by_field_names(shape_of<Case>(), file, how).mapping;
        kit::CsvRow row;
        EXPECT_TRUE(file.next(row));
        return decode<Case>(mapping(row));
    }
    std::string refusal(const std::string& toml, const std::string& csv = "t\nx\n") {
        try {
            row(toml, csv);
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), Code::invalid_argument);
            return error.message();
        }
        return "taken";
    }
    bus::testing::TempFolder folder_;
};

TEST_F(MappingTest, NamesTheColumnOfAField) {
    const auto found = row("[columns]\ntitle = 'Betreff'\n'person.name' = 'Kunde'\n", "Kunde,Betreff\nAnn,Fire\n");
    EXPECT_EQ(found.title, "Fire");
    EXPECT_EQ(found.person.value().name, "Ann");
    EXPECT_EQ(row("[columns]\ntitle = 't'\nperson.name = 't'\n", "t\nx\n").person.value().name, "x")
        << "dotted names, and one column for two fields";
}

TEST_F(MappingTest, LeavesColumnsThatAreNamedAsFields) {
    EXPECT_EQ(row("zone = 'Europe/Berlin'", "title,at\nx,2026-07-05 10:00\n").at, instant_from("2026-07-05T08:00:00Z"));
    EXPECT_THAT(refusal("[columns]\ntitle = 't'", "t,title\nx,y\n"),
                HasSubstr("no field takes the file's column title"));
}

TEST_F(MappingTest, TranslatesWords) {
    const std::string toml = "[columns]\ntitle = 't'\nopen = {column = 's', values = {offen = true, zu = false}}\n";
    EXPECT_EQ(row(toml, "t,s\nx,offen\n").open, true);
    EXPECT_EQ(row(toml, "t,s\nx, zu \n").open, false);
    EXPECT_FALSE(row(toml, "t,s\nx,\n").open);
    EXPECT_EQ(refusal(toml, "t,s\nx,Offen\n"),
              "open: must be one of the words that the mapping has `values` for: offen, zu");
    const std::string with_rest =
        "[columns]\ntitle = 't'\nopen = {column = 's', values = {zu = false, '' = true}, otherwise = true}\n";
    EXPECT_EQ(row(with_rest, "t,s\nx,wartet\n").open, true);
    EXPECT_EQ(row(with_rest, "t,s\nx,\n").open, true) << "an empty cell can be a word, too";
    EXPECT_THAT(row("[columns]\ntitle = 't'\ntags = {column = 's', values = {a = 'Alpha'}, otherwise = 'other'}\n",
                    "t,s\nx,a; b\n")
                    .tags,
                ElementsAre("Alpha", "other"));
}

TEST_F(MappingTest, ReadsEachColumnsDatesInItsForm) {
    const auto found =
        row("date = 'dd.mm.yyyy hh:mm'\nzone = 'Europe/Berlin'\n[columns]\ntitle = 't'\nat = 'a'\n"
            "day = {column = 'd', date = 'mm/dd/yyyy'}\n",
            "t,a,d\nx,05.07.2026 10:30,07/05/2026\n");
    EXPECT_EQ(found.at, instant_from("2026-07-05T08:30:00Z"));
    EXPECT_EQ(found.day, day_from("2026-07-05"));
    EXPECT_EQ(row("[columns]\ntitle = 't'\nat = {column = 'a', date = 'excel', zone = 'UTC'}", "t,a\nx,46208.5\n").at,
              instant_from("2026-07-05T12:00:00Z"));
    EXPECT_EQ(refusal("date = 'dd.mm.yyyy'\n[columns]\ntitle = 't'\nat = 'a'", "t,a\nx,13/12/2026\n"),
              "at: must be a date of the form dd.mm.yyyy");
    EXPECT_THAT(refusal("[columns]\ntitle = 't'\nat = {column = 'a', date = 'dd.mm.yyyy hh:mm'}", "t,a\nx,\n"),
                HasSubstr("at: zone: must name the time zone of dates of the form dd.mm.yyyy hh:mm"));
    EXPECT_THAT(refusal("date = 'when'\n[columns]\ntitle = 't'\nat = 'a'", "t,a\nx,\n"),
                HasSubstr("at: date: has the letter"));
}

TEST_F(MappingTest, JoinsAndSplits) {
    const std::string names = "[columns]\ntitle = 't'\nperson.name = {columns = ['first', 'last'], join = '-'}\n";
    EXPECT_EQ(row(names, "t,first,last\nx, Ann ,Lee\n").person.value().name, "Ann-Lee");
    EXPECT_EQ(row(names, "t,first,last\nx,,Lee\n").person.value().name, "Lee");
    EXPECT_FALSE(row(names, "t,first,last\nx,,\n").person);
    const auto part = [&](const std::string& which, const std::string& cell) {
        return row("[columns]\ntitle = {column = 't', split = ' / '" + which + "}\ntags = {constant = 'a'}\n",
                   "t\n" + cell + "\n")
            .title;
    };
    EXPECT_EQ(part("", "IT / Mail / Spam"), "IT");
    EXPECT_EQ(part(", part = 2", "IT / Mail / Spam"), "Mail");
    EXPECT_EQ(part(", part = -1", "IT / Mail / Spam"), "Spam");
    EXPECT_EQ(part("", "IT"), "IT");
    EXPECT_THROW(part(", part = 3", "IT / Mail"), Error) << "there is no such part: the title is missing";
    EXPECT_THAT(row("[columns]\ntitle = 't'\ntags = {column = 's', split = '|'}\n", "t,s\nx,a|b;c\n").tags,
                ElementsAre("a", "b;c"));
}

TEST_F(MappingTest, GivesConstants) {
    const auto found =
        row("[columns]\ntitle = {constant = 'Complaint'}\nopen = {constant = false}\nsize = {constant = 3}\n"
            "person.name = 'who'\nperson.email = {constant = 'a@b.example'}\n",
            "who\nAnn\n");
    EXPECT_EQ(found.title, "Complaint");
    EXPECT_EQ(found.open, false);
    EXPECT_EQ(found.size, 3);
    EXPECT_EQ(found.person.value().email, "a@b.example");
}

TEST_F(MappingTest, SaysWhereItIsWrong) {
    const struct {
        const char *toml, *right;
    } table[] = {
        {"sistem = 'x'", "map.toml:1: sistem: unknown; did you mean `system`?"},
        {"\n[columns]\ntitle = 5.5", "map.toml:3: title: must be text in quotes"},
        {"[columns]\ntitle = {colum = 't', column = 't'}", "map.toml:2: colum: unknown; did you mean `column`?"},
        {"[columns]\ntitle = {values = {a = 'b'}}", "map.toml:2: title: must have either a column or a constant"},
        {"[columns]\ntitle = {column = 't', constant = 'x'}",
         "map.toml:2: title: must have either a column or a constant"},
        {"[columns]\ntitle = {column = 't', part = 0}",
         "map.toml:2: part: must be a number: 1 is the first, -1 the last"},
        {"[columns]\ntitle = {column = 't', split = ''}",
         "map.toml:2: title: `split` must be what stands between the parts"},
        {"decimal = ';'", "map.toml:1: decimal: must be , or ."},
        {"columns = 'title'", "map.toml:1: columns: must be a table, such as {high = \"P1\", low = \"P3\"}"},
        {"[columns]\ntitle = 't'\ntitel = 't'", "map.toml: columns: titel: unknown; did you mean `title`?"},
        {"[columns]\ntitle = 'tt'", "map.toml: columns: title: the file has no column \"tt\": unknown; there is t"},
    };
    for (const auto& [toml, right] : table) EXPECT_THAT(refusal(toml), EndsWith(right)) << toml;
    EXPECT_THAT(refusal("[columns\n"), HasSubstr("map.toml:1: "));
    EXPECT_EQ(refusal("system = 'x'", "open\ntrue\n"),
              "title: the file has no such column, and no mapping names another");
}

}  // namespace
}  // namespace rapport::cli::imports
