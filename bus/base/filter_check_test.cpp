// SPDX-License-Identifier: MIT
#include "bus/base/filter_check.hpp"

#include <gmock/gmock-matchers.h>

#include "bus/base/error.hpp"
#include "bus/base/fields.hpp"

namespace rapport {
namespace {

using namespace std::literals;

enum class Level { low, high };
constexpr auto names_of(Level) { return std::array{"low"sv, "high"sv}; }

struct Part {
    std::string name;
    Level level = Level::low;
    static constexpr auto fields = describe(Field{"name", &Part::name, ""}, Field{"level", &Part::level, ""});
};
struct Case {
    Uuid id;
    std::string subject;
    std::optional<Level> priority;
    std::optional<std::int64_t> impact;
    double score = 0;
    bool open = true;
    std::optional<Part> owner;
    std::vector<Part> parts;
    std::vector<std::string> tags;
    std::optional<Instant> due;
    Any custom, data;
    static constexpr auto fields = describe(
        Field{"id", &Case::id, ""}, Field{"subject", &Case::subject, ""}, Field{"priority", &Case::priority, ""},
        Field{"impact", &Case::impact, ""}, Field{"score", &Case::score, ""}, Field{"open", &Case::open, ""},
        Field{"owner", &Case::owner, ""}, Field{"parts", &Case::parts, ""}, Field{"tags", &Case::tags, ""},
        Field{"due", &Case::due, ""}, Field{"custom", &Case::custom, ""}, Field{"data", &Case::data, ""});
};

std::string refusal(std::string_view filter) {
    RecordFields record(shape_of<Case>());
    record.add("data", shape_of<Part>());
    record.add("recipient", shape_of<std::string>());
    try {
        check_filter(parse_filter(filter), record);
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), Code::invalid_argument);
        return error.message();
    }
    return "taken";
}

TEST(FilterCheck, WhatARecordMayHaveIsTaken) {
    for (const char* filter : {"",
                               "subject = x",
                               "subject ~ network",
                               "priority = high",
                               "priority in (low, high)",
                               "priority is null",
                               "priority > low",
                               "impact = 5",
                               "impact >= 2.5",
                               "score < 100",
                               "open = true",
                               "not open = false",
                               "owner.name = Ann",
                               "owner is null",
                               "owner is not null",
                               "parts.name = x",
                               "parts.level = high",
                               "parts is null",
                               "tags = vip",
                               "tags in (vip, new)",
                               "due >= 2026-11-01",
                               "due = 2026-11-01T00:00:00.000Z",
                               "custom.whatever.there.is = 1",
                               "custom = 1",
                               "data.name = x and data.level = low",
                               "recipient = x",
                               "id = 0192f0c1-7a3b-7cde-8f00-1234567890ab",
                               "id >= 0192",
                               "subject = 7 or (priority = low and tags ~ a)"})
        EXPECT_EQ(refusal(filter), "taken") << filter;
}

TEST(FilterCheck, WhatNoRecordHasIsRefusedWithWhatThereIs) {
    const char* all =
        "unknown; there are id, subject, priority, impact, score, open, owner, parts, tags, due, custom, "
        "data, recipient";
    const std::pair<const char*, std::string> table[] = {
        {"prioritty = high", "prioritty: unknown; did you mean `priority`?"},
        {"subject = x and not (open = true or prioritty is null)", "prioritty: unknown; did you mean `priority`?"},
        {"colour = red", "colour: "s + all},
        {"owner.nmae = Ann", "owner.nmae: unknown; did you mean `name`?"},
        {"parts.lvel = high", "parts.lvel: unknown; did you mean `level`?"},
        {"data.nam = x", "data.nam: unknown; did you mean `name`?"},
        {"data.colour = x", "data.colour: unknown; there are name, level"},
        {"subject.length = 3", "subject: has no fields"},
        {"priority = hihg", "priority: hihg must be one of low, high; did you mean `high`?"},
        {"priority != urgent", "priority: urgent must be one of low, high"},
        {"priority in (low, P1)", "priority: P1 must be one of low, high"},
        {"parts.level = middle", "parts.level: middle must be one of low, high"},
        {"data.level = middle", "data.level: middle must be one of low, high"},
        {"impact = high", "impact: high must be a number, without quotes"},
        {"impact = '5'", "impact: 5 must be a number, without quotes"},
        {"score > much", "score: much must be a number, without quotes"},
        {"impact ~ 5", "impact: is no text: ~ looks for words in text"},
        {"open = yes", "open: yes must be true or false"},
        {"owner = Ann", "owner: is compared with nothing, its fields are: name, level"},
        {"id = ann", "id: ann must be an id such as 0192f0c1-7a3b-7cde-8f00-1234567890ab"},
    };
    for (const auto& [filter, says] : table) EXPECT_EQ(refusal(filter), says) << filter;
}

TEST(RecordFields, ListsLeadNowhereWhereTheyMayNotBeEntered) {
    const RecordFields record(shape_of<Case>());
    EXPECT_EQ(record.find("parts.name", false).problem, "parts: is a list, whose elements are gone through one by one");
    EXPECT_EQ(record.find("parts", false).place->kind, Place::Kind::list);
    EXPECT_EQ(record.find("parts.name", true).place->kind, Place::Kind::text);
    EXPECT_EQ(record.find("owner.name", false).place->kind, Place::Kind::text);
    EXPECT_EQ(RecordFields(shape_of<std::string>()).find("x", false).problem, ": has no fields");
}

}  // namespace
}  // namespace rapport
