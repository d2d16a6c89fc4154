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
struct Sample {
    Outside reference;
    std::string title;
    std::optional<std::int64_t> size;
    std::optional<bool> urgent;
    std::vector<std::string> tags;
    std::optional<Instant> at;
    static constexpr auto fields =
        describe(Field{"reference", &Sample::reference, "outside"}, Field{"title", &Sample::title, "short"},
                 Field{"size", &Sample::size, "how much"}, Field{"urgent", &Sample::urgent, "at once"},
                 Field{"tags", &Sample::tags, "words"}, Field{"at", &Sample::at, "when"});
};

/// The first row of a file, as a record.
Sample first_of(const std::string& text) {
    std::istringstream stream(text);
    kit::CsvReader file(stream);
    const auto mapping = by_field_names(shape_of<Sample>(), file);
    kit::CsvRow row;
    EXPECT_TRUE(file.next(row));
    return decode<Sample>(mapping(row));
}

std::string refusal_of(const std::string& text) {
    try {
        first_of(text);
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

}  // namespace
}  // namespace rapport::cli::imports
