// SPDX-License-Identifier: MIT
#include "bus/base/filter.hpp"

#include <gtest/gtest.h>

#include "bus/base/error.hpp"
#include "bus/base/wire.hpp"

namespace rapport {
namespace {

const Any& complaint() {
    static const Any record{from_json(R"({
        "type": "complaints.opened", "sequence": 42, "quiet": false, "time": "2026-11-22T14:20:00.000Z",
        "note": null, "share": 0.5, "tags": ["vip", "billing"], "none": [],
        "data": {"complaint": {"number": "7", "priority": "P1", "subject": "Rien \"ne\" va l'ÉTÉ",
                 "actions": [{"state": "open", "cost": 10}, {"state": "done"}]}}})")};
    return record;
}

bool holds_for_complaint(const std::string& text) { return matches(parse_filter(text), complaint()); }

TEST(Filter, ComparesAsTheFieldsOwnTypeAsks) {
    for (const char* yes : {
             "type = complaints.opened",
             "type='complaints.opened'",
             "type != x",
             "sequence = 42",
             "sequence = 42.0",
             "sequence > 41.5",
             "sequence >= 42",
             "sequence <= 42",
             "sequence < 100",
             "share = 0.5",
             "share < 1",
             "share > -1",
             "quiet = false",
             "quiet != true",
             "time >= 2026-11-22",
             "time < 2026-11-22T14:20:00.001Z",
             "data.complaint.number = 7",
             "data.complaint.number = '7'",
             "data.complaint.priority in (P1, P2)",
             "sequence in (1, 42)",
             "TYPE is null",
             "sequence != '42'",
             "quiet != 0",
         })
        EXPECT_TRUE(holds_for_complaint(yes)) << yes;
    for (const char* no : {
             "type = complaints",
             "type != complaints.opened",
             "sequence = '42'",
             "sequence > 42",
             "sequence < x",
             "quiet = 'false'",
             "quiet = 0",
             "quiet < false",
             "quiet > false",
             "share = '0.5'",
             "sequence ~ 42",
             "data.complaint.priority in ('p1')",
             "data = x",
             "data.complaint = P1",
             "type.x = 1",
         })
        EXPECT_FALSE(holds_for_complaint(no)) << no;
}

TEST(Filter, ContainsOverlooksTheCaseOfLatinLetters) {
    EXPECT_TRUE(holds_for_complaint("data.complaint.subject ~ \"RIEN \\\"NE\\\"\""));
    EXPECT_TRUE(holds_for_complaint("data.complaint.subject ~ 'l\\'É'"));
    EXPECT_TRUE(holds_for_complaint("data.complaint.subject ~ ''"));
    EXPECT_FALSE(holds_for_complaint("data.complaint.subject ~ 'été'"));
}

TEST(Filter, NullIsNeitherEqualNorDifferentNorOrdered) {
    for (const char* field : {"note", "absent", "data.absent.deeper", "none"}) {
        const std::string name = field;
        EXPECT_TRUE(holds_for_complaint(name + " is null")) << name;
        EXPECT_FALSE(holds_for_complaint(name + " is not null")) << name;
        for (const char* op : {" = ", " != ", " < ", " >= ", " ~ "})
            EXPECT_FALSE(holds_for_complaint(name + op + "x")) << name << op;
        EXPECT_FALSE(holds_for_complaint(name + " in (x)")) << name;
        EXPECT_TRUE(holds_for_complaint("not " + name + " = x")) << name;
    }
    EXPECT_TRUE(holds_for_complaint("data is not null and type IS NOT NULL"));
}

TEST(Filter, AListMatchesIfAnyElementDoes) {
    EXPECT_TRUE(holds_for_complaint("tags = billing"));
    EXPECT_TRUE(holds_for_complaint("tags ~ VI"));
    EXPECT_TRUE(holds_for_complaint("data.complaint.actions.state = done"));
    EXPECT_TRUE(holds_for_complaint("data.complaint.actions.cost > 9"));
    EXPECT_FALSE(holds_for_complaint("tags = gold"));
    EXPECT_TRUE(holds_for_complaint("not tags = gold"));
    EXPECT_TRUE(holds_for_complaint("tags is not null"));
}

TEST(Filter, AndBindsTighterThanOrAndNotTightest) {
    EXPECT_TRUE(holds_for_complaint("sequence = 42 or sequence = 1 and quiet = true"));
    EXPECT_FALSE(holds_for_complaint("(sequence = 42 or sequence = 1) and quiet = true"));
    EXPECT_TRUE(holds_for_complaint("not sequence = 1 and not (quiet = true or sequence=1)"));
    EXPECT_TRUE(holds_for_complaint("NOT sequence = 1 AND sequence IN (42)"));
    EXPECT_TRUE(holds_for_complaint("not not sequence = 42"));
}

TEST(Filter, IsATreeThatOthersCanRead) {
    const auto filter = parse_filter("a = 1 and not (b in ('x', y) or c is not null)");
    ASSERT_EQ(filter.kind, Filter::Kind::all);
    ASSERT_EQ(filter.parts.size(), 2U);
    EXPECT_EQ(filter.parts[0].field, "a");
    EXPECT_EQ(filter.parts[0].values, (std::vector<FilterValue>{{.text = "1", .as = std::int64_t{1}}}));
    ASSERT_EQ(filter.parts[1].kind, Filter::Kind::none);
    const auto& either = filter.parts[1].parts.at(0);
    ASSERT_EQ(either.kind, Filter::Kind::any);
    EXPECT_EQ(either.parts.at(0).op, Filter::Op::one_of);
    EXPECT_EQ(either.parts.at(0).values, (std::vector<FilterValue>{{.text = "x"}, {.text = "y"}}));
    EXPECT_EQ(either.parts.at(1).op, Filter::Op::not_null);
}

TEST(Filter, BlankTextHoldsForEverything) {
    EXPECT_EQ(parse_filter(" \n"), Filter{});
    EXPECT_TRUE(matches(Filter{}, complaint()));
    EXPECT_TRUE(matches(Filter{}, Any{}));
}

TEST(Filter, WordsThatBeginWithAKeywordAreWords) {
    EXPECT_TRUE(matches(parse_filter("notes = android and order = inner"), [](std::string_view path) -> Scalar {
        return path == "notes" ? "android" : path == "order" ? "inner" : "";
    }));
}

TEST(Filter, SaysWhereItIsWrongAndWhatWasExpected) {
    const std::string condition = "a field, `not` or `(`";
    const std::string value = "a value, such as 'in progress', P1, 5 or true";
    const std::pair<std::string, std::string> cases[] = {
        {"a = 'x", "5: expected a closing ' for the quote that opens here"},
        {"a = 'x\\", "7: expected one of \\\\ \\\" \\' \\n \\r \\t"},
        {"a = \"\\q\"", "6: expected one of \\\\ \\\" \\' \\n \\r \\t"},
        {"a", "2: expected one of = != < <= > >= ~ `in` `is null` `is not null`"},
        {"a == 1", "4: expected " + value},
        {"a =", "4: expected " + value},
        {"a = null", "5: expected a value (for null: `is null` or `is not null`)"},
        {"a is 5", "6: expected `null` or `not null`"},
        {"a is not 5", "10: expected `null`"},
        {"a in 5", "6: expected `(` and values"},
        {"a in ()", "7: expected " + value},
        {"a in (1 2)", "9: expected `,` or `)`"},
        {"a = 1 b = 2", "7: expected `and`, `or` or the end"},
        {"a = 1 and", "10: expected " + condition},
        {"(a = 1", "7: expected `and`, `or` or `)`"},
        {"a = 1)", "6: expected `and`, `or` or the end"},
        {"a..b = 1", "1: expected a field, such as data.complaint.priority"},
        {"a. = 1", "1: expected a field, such as data.complaint.priority"},
        {"5 = a", "1: expected " + condition},
        {"a = '\xff'", "1: expected UTF-8 text without NUL"},
    };
    for (const auto& [text, message] : cases) {
        try {
            parse_filter(text);
            ADD_FAILURE() << "accepted " << text;
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), Code::invalid_argument);
            EXPECT_EQ(error.message(), "filter, position " + message) << text;
        }
    }
}

TEST(Filter, TellsThePositionInDetails) {
    try {
        parse_filter("a = 1 or");
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(to_json(error.details().bytes), R"({"position":9,"expected":"a field, `not` or `(`"})");
    }
}

TEST(Filter, HoldsItsLimits) {
    const auto nested = [](std::size_t depth) { return std::string(depth, '(') + "a = 1" + std::string(depth, ')'); };
    EXPECT_NO_THROW(parse_filter(nested(16)));
    EXPECT_THROW(parse_filter(nested(17)), Error);
    EXPECT_THROW(parse_filter(std::string(2000, '(')), Error);
    EXPECT_NO_THROW(parse_filter("a = " + std::string(4092, 'x')));
    EXPECT_THROW(parse_filter("a = " + std::string(4093, 'x')), Error);
}

TEST(Filter, RefusesARecordThatIsNoMessagePack) { EXPECT_THROW(matches(parse_filter("a = 1"), Any{"\xc1"}), Error); }

}  // namespace
}  // namespace rapport
