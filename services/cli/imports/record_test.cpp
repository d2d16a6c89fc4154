// SPDX-License-Identifier: MIT
#include "services/cli/imports/record.hpp"

#include <gmock/gmock-matchers.h>
#include <gtest/gtest.h>

#include <sstream>

#include "bus/base/error.hpp"

namespace rapport::cli::imports {
namespace {

using ::testing::HasSubstr;

struct Outside {
    std::string system, id;
    static constexpr auto fields =
        describe(Field{"system", &Outside::system, "whose"}, Field{"id", &Outside::id, "theirs"});
};
struct Person {
    std::string use = "main", name;
    static constexpr auto fields =
        describe(Field{"use", &Person::use, "what for", defaulted}, Field{"name", &Person::name, "who"});
};
struct Within {
    std::optional<double> weight;
    std::optional<Day> day;
    static constexpr auto fields =
        describe(Field{"weight", &Within::weight, "in kg"}, Field{"day", &Within::day, "which"});
};
struct Sample {
    Outside reference;
    std::string title;
    std::optional<std::int64_t> size;
    std::optional<bool> urgent;
    std::vector<std::string> tags;
    std::optional<Instant> at;
    std::vector<Person> people;
    std::vector<Outside> others;
    std::optional<Outside> parent;
    Within within;
    static constexpr auto fields =
        describe(Field{"reference", &Sample::reference, "outside"}, Field{"title", &Sample::title, "short"},
                 Field{"size", &Sample::size, "how much"}, Field{"urgent", &Sample::urgent, "at once"},
                 Field{"tags", &Sample::tags, "words"}, Field{"at", &Sample::at, "when"},
                 Field{"people", &Sample::people, "who"}, Field{"others", &Sample::others, "beside it"},
                 Field{"parent", &Sample::parent, "above it"}, Field{"within", &Sample::within, "more"});
};

/// The first row of a file, as a record.
Sample first_of(const std::string& text, const MappingFile& how = {}) {
    std::istringstream stream(text);
    kit::CsvReader file(stream);
    const auto mapping = by_field_names(shape_of<Sample>(), file, how, "within").mapping;
    kit::CsvRow row;
    EXPECT_TRUE(file.next(row));
    return decode<Sample>(mapping(row));
}

std::string refusal_of(const std::string& text, const MappingFile& how = {}) {
    try {
        first_of(text, how);
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), Code::invalid_argument);
        return error.message();
    }
    return "nothing was refused";
}

TEST(ByFieldNames, FillsFieldsOfEveryKind) {
    const auto sample = first_of(
        "title,reference.id,reference.system,size,urgent,tags,at\n"
        "\"two\nlines\",7,old,42,true,a;b c;d,2026-11-22T10:00:00+01:00\n");
    EXPECT_EQ(sample.title, "two\nlines");
    EXPECT_EQ(sample.reference.system + sample.reference.id, "old7");
    EXPECT_EQ(sample.size, 42);
    EXPECT_EQ(sample.urgent, true);
    EXPECT_EQ(sample.tags, (std::vector<std::string>{"a", "b c", "d"}));
    EXPECT_EQ(to_text(*sample.at), "2026-11-22T09:00:00.000Z");
}

TEST(ByFieldNames, LeavesEmptyCellsOut) {
    const auto sample = first_of("title,reference.id,reference.system,size,tags\nx,7,old,,\n");
    EXPECT_FALSE(sample.size);
    EXPECT_TRUE(sample.tags.empty());
}

TEST(ByFieldNames, NamesTheFieldThatARowBreaks) {
    EXPECT_THAT(refusal_of("title,reference.id,reference.system,size\nx,7,old,many\n"), HasSubstr("size"));
    EXPECT_THAT(refusal_of("title,reference.id,reference.system,at\nx,7,old,noon\n"), HasSubstr("at"));
    EXPECT_THAT(refusal_of("title,reference.id,reference.system\n,7,old\n"), HasSubstr("title"));
}

TEST(ByFieldNames, NamesTheColumnThatAFileLacksOrHasTooMany) {
    EXPECT_THAT(refusal_of("title,reference.id\nx,7\n"), HasSubstr("reference.system"));
    EXPECT_THAT(refusal_of("title,reference.id,reference.system,colour\nx,7,old,red\n"), HasSubstr("colour"));
}

TEST(ByFieldNames, NamesAllColumnsThatNoFieldTakesAtOnce) {
    const std::string head = "title,reference.id,reference.system,colour,ttile\nx,7,old,red,\n";
    EXPECT_EQ(refusal_of(head),
              "no field takes the file's columns colour, ttile (did you mean title?): a mapping can name the field of "
              "each, or have it ignored: ignore = [\"colour\", ...]");
    EXPECT_EQ(refusal_of(head, {.ignore = {"colour"}}),
              "no field takes the file's column ttile (did you mean title?): a mapping can name the field of each, or "
              "have it ignored: ignore = [\"ttile\"]");
    EXPECT_EQ(first_of(head, {.ignore = {"colour", "ttile", "no column"}}).title, "x");
    EXPECT_EQ(first_of(head, {.ignore = {"*"}}).title, "x");
}

TEST(ByFieldNames, TellsWhatItIgnoresUnasked) {
    std::istringstream stream("title,reference.id,colour,size,weight in lbs\n");
    const kit::CsvReader file(stream);
    const auto left =
        by_field_names(shape_of<Sample>(), file, {.system = "old", .ignore = {"colour", "*"}}, "within").left_columns;
    EXPECT_EQ(left, (std::vector<std::string>{"weight in lbs"}));
}

TEST(ByFieldNames, TakesColumnsOfAFileOfRejects) {
    const auto sample =
        first_of("rejected.line,rejected.reason,title,reference.id,reference.system,rejected.row\n3,bad,x,7,old,\n");
    EXPECT_EQ(sample.title, "x");
}

TEST(ByFieldNames, FillsListsOfRecords) {
    const auto sample = first_of(
        "title,reference.id,reference.system,people[0].name,people[0].use,people[1].name,people[2].name,others[0]."
        "system,"
        "others[0].id\nx,7,old,Ann,work,,Bob,crm,17\n");
    ASSERT_EQ(sample.people.size(), 2u) << "one of which nothing is said is none";
    EXPECT_EQ(sample.people[0].use, "work");
    EXPECT_EQ(sample.people[1].name, "Bob");
    EXPECT_EQ(sample.others.at(0).id, "17");
    const auto short_form = first_of("title,reference.id,reference.system,people\nx,7,old,Ann; Bob;\n");
    ASSERT_EQ(short_form.people.size(), 2u);
    EXPECT_EQ(short_form.people[1].use + short_form.people[1].name, "mainBob");
    EXPECT_THAT(refusal_of("title,reference.id,reference.system,others\nx,7,old,17\n"), HasSubstr("others"));
}

TEST(ByFieldNames, HasFieldsOfTheInlinedRecordWithoutItsName) {
    const auto sample = first_of("title,reference.id,reference.system,weight,day\nx,7,old,1.5,2026-11-22\n");
    EXPECT_EQ(sample.within.weight, 1.5);
    EXPECT_EQ(to_text(*sample.within.day), "2026-11-22");
}

TEST(ByFieldNames, GivesReferencesTheSystemOfTheMapping) {
    const MappingFile how{.system = "crm"};
    const auto sample = first_of("title,reference.id,parent.id,others[0].id\nx,7,,9\n", how);
    EXPECT_EQ(sample.reference.system, "crm");
    EXPECT_FALSE(sample.parent) << "of what is not named there is no system either";
    EXPECT_EQ(sample.others.at(0).system, "crm");
    EXPECT_EQ(first_of("title,reference.id,parent.id\nx,7,8\n", how).parent.value().system, "crm");
}

TEST(ByFieldNames, StripsTheGuardThatSpreadsheetsNeed) {
    for (const std::string cell : {"+49 30 1", "-5", "=1+1", "@x"})
        EXPECT_EQ(first_of("title,reference.id,reference.system\n'" + cell + ",7,old\n").title, cell);
    EXPECT_EQ(first_of("title,reference.id,reference.system\n'quoted',7,old\n").title, "'quoted'");
}

TEST(ByFieldNames, TakesACellOfBlanksForEmpty) {
    EXPECT_FALSE(first_of("title,reference.id,reference.system,size\nx,7,old,  \n").size);
    EXPECT_EQ(first_of("title,reference.id,reference.system,size\nx,7,old, 42 \n").size, 42);
}

TEST(ByFieldNames, TakesDecimalMarksAsTheMappingSays) {
    const auto weight = [](const std::string& cell, std::optional<char> decimal) -> std::string {
        const std::string text = "title,reference.id,reference.system,weight\nx,7,old,\"" + cell + "\"\n";
        MappingFile how;
        how.decimal = decimal;
        try {
            return std::to_string(first_of(text, how).within.weight.value());
        } catch (const Error& error) {
            return error.message();
        }
    };
    const auto* const unsaid = "weight: must be a number such as 1.5; a mapping's `decimal` names another mark";
    const struct {
        const char* cell;
        std::optional<char> decimal;
        const char* right;
    } table[] = {
        {"1.5", {}, "1.500000"},
        {"1e3", {}, "1000.000000"},
        {"1,5", {}, unsaid},
        {"1,234", {}, unsaid},
        {"1,5", ',', "1.500000"},
        {"-1.234.567,25", ',', "-1234567.250000"},
        {"1\u00A0234,5", ',', "1234.500000"},
        {"1\u202F234,5", ',', "1234.500000"},
        {"1'234,5", ',', "1234.500000"},
        {"1.5", ',', "weight: must be a number"},
        {"1.2345", ',', "weight: must be a number"},
        {"12,34,567", '.', "weight: must be a number"},
        {"1,234", '.', "1234.000000"},
        {"+3", '.', "3.000000"},
        {",5", ',', "weight: must be a number"},
        {"5,", ',', "weight: must be a number"},
        {"1,5,5", ',', "weight: must be a number"},
        {"five", '.', "weight: must be a number"},
    };
    for (const auto& [cell, decimal, right] : table) EXPECT_EQ(weight(cell, decimal), right) << cell;
}

}  // namespace
}  // namespace rapport::cli::imports
