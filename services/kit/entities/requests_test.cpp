// SPDX-License-Identifier: MIT
#include "services/kit/entities/requests.hpp"

#include <gmock/gmock-matchers.h>
#include <gtest/gtest.h>

#include "bus/base/canonical.hpp"
#include "bus/base/error.hpp"
#include "services/kit/store/table.hpp"

namespace rapport::kit {
namespace {

using namespace std::literals;
using testing::ElementsAre;

enum class Colour { red, green };
constexpr auto names_of(Colour) { return std::array{"red"sv, "green"sv}; }

struct GardenBedTag;
struct GardenBed {
    Id<GardenBedTag> id;
    std::int64_t version = 0;
    std::string name, owner;
    std::optional<std::string> note;
    std::vector<std::string> tags;
    Colour colour = Colour::green;
    bool fallow = false;
    double size = 0;
    Instant created_at;
    static constexpr auto fields = describe(
        identity(&GardenBed::id, &GardenBed::version),
        Field{"name", &GardenBed::name, "what it is called", length(1, 10), editable, searched, sorted, folded},
        Field{"owner", &GardenBed::owner, "whose it is", length(1, 10), initial, filter},
        Field{"note", &GardenBed::note, "anything", length(1, 20), editable, searched},
        Field{"tags", &GardenBed::tags, "words", length(0, 3), editable, filter, folded},
        Field{"colour", &GardenBed::colour, "of its flowers", editable, defaulted, filter},
        Field{"fallow", &GardenBed::fallow, "nothing grows", hides},
        Field{"size", &GardenBed::size, "square metres", sorted},
        Field{"created_at", &GardenBed::created_at, "when it was entered"});
};

template <class T>
std::vector<std::string_view> names() {
    std::vector<std::string_view> all;
    for (const FieldShape& field : shape_of<T>().fields()) all.push_back(field.name);
    return all;
}
template <class T>
T asked(const std::string& json) {
    return decode_request<T>(from_json(json));
}
template <class T>
std::string refusal(const std::string& json) {
    try {
        asked<T>(json);
    } catch (const Error& error) {
        return error.message();
    }
    return "accepted";
}
const std::string id = "0192f0c1-7a3b-7cde-8f00-1234567890ab";

TEST(Requests, ANewEntityIsAskedForByItsInitialAndEditableFields) {
    EXPECT_THAT(names<New<GardenBed>>(), ElementsAre("name", "owner", "note", "tags", "colour"));
    const auto entity = asked<New<GardenBed>>(R"({"name": "North", "owner": "Ann", "tags": ["a"]})").entity;
    EXPECT_EQ(entity.name, "North");
    EXPECT_EQ(entity.colour, Colour::green);
    EXPECT_EQ(refusal<New<GardenBed>>(R"({"name": "North"})"), "owner: is required");
    EXPECT_EQ(refusal<New<GardenBed>>(R"({"name": "North, by the wall", "owner": "A"})"),
              "name: may have at most 10 characters");
    const New<GardenBed> made{{.name = "North", .owner = "Ann"}};
    EXPECT_EQ(decode_request<New<GardenBed>>(encode(made)).entity.owner, "Ann") << "a program asks by the struct";
}

TEST(Requests, AnEditChangesWhatItSaysAndNothingElse) {
    EXPECT_THAT(names<Edit<GardenBed>>(), ElementsAre("id", "version", "name", "note", "tags", "colour"));
    GardenBed bed{.name = "North", .owner = "Ann", .note = "wet", .tags = {"a"}, .colour = Colour::red};
    const auto edit = asked<Edit<GardenBed>>(R"({"id": ")" + id + R"(", "version": 3, "note": null, "tags": []})");
    EXPECT_EQ(to_text(edit.id()), id);
    EXPECT_EQ(edit.version(), 3);
    EXPECT_TRUE(edit.says(&GardenBed::note));
    EXPECT_FALSE(edit.says(&GardenBed::name));
    apply_patch(bed, edit);
    EXPECT_FALSE(bed.note);
    EXPECT_TRUE(bed.tags.empty());
    EXPECT_EQ(bed.name, "North");
    EXPECT_EQ(bed.colour, Colour::red);
    EXPECT_EQ(bed.version, 0) << "it names the entity and changes nothing";
}

TEST(Requests, AnEditSaysNullOfWhatMayBeAbsentAlone) {
    const auto with = [](const std::string& field) {
        return refusal<Edit<GardenBed>>(R"({"id": ")" + id + R"(", )" + field + "}");
    };
    EXPECT_EQ(with(R"("name": null)"), "name: must not be null: leave it out");
    EXPECT_EQ(with(R"("tags": null)"), "tags: must not be null: leave it out");
    EXPECT_EQ(with(R"("version": null)"), "version: must not be null: leave it out");
    EXPECT_EQ(with(R"("name": "")"), "name: must not be empty");
    EXPECT_EQ(with(R"("colour": "blue")"), "colour: must be one of red, green");
    EXPECT_EQ(refusal<Edit<GardenBed>>(R"({"name": "South"})"), "id: is required");
}

TEST(Requests, AnEditThatAProgramMakesIsReadAsItWasMeant) {
    auto made = Edit<GardenBed>::of(Id<GardenBedTag>(*uuid_from(id)));
    made.set(&GardenBed::note, std::nullopt).set(&GardenBed::name, "South");
    const auto read = decode_request<Edit<GardenBed>>(encode(made));
    EXPECT_EQ(to_text(read.id()), id);
    EXPECT_FALSE(read.version());
    EXPECT_TRUE(read.says(&GardenBed::note));
    EXPECT_EQ(read.entity.name, "South");
    EXPECT_FALSE(read.says(&GardenBed::colour));
    EXPECT_THROW(made.set(&GardenBed::owner, "Bob"), std::logic_error) << "it is not to be edited";
}

TEST(Requests, LeftOutAndEmptiedAreNotTheSame) {
    const auto form = [](const std::string& field) {
        return canonical(asked<Edit<GardenBed>>(R"({"id": ")" + id + R"(")" + field + "}"));
    };
    EXPECT_NE(form(R"(, "note": null)"), form(""));
    EXPECT_NE(form(R"(, "tags": [])"), form(""));
    EXPECT_NE(form(R"(, "colour": "green")"), form("")) << "though the struct begins with it";
    EXPECT_EQ(form(R"(, "name": "A", "note": "b")"), form(R"(, "note": "b", "name": "A")"));
}

TEST(Requests, AListIsAskedForByWhatItsFieldsAreFor) {
    EXPECT_THAT(names<ListOf<GardenBed>>(), ElementsAre("limit", "after", "search", "sort", "where", "fields", "ids",
                                                        "owner", "tags", "colour", "fallow"));
    const auto said = [](const std::string& json) {
        const auto list = asked<ListOf<GardenBed>>(json);
        std::string text;
        for (const Condition& condition : conditions_of(list)) {
            const Param& value = condition.value;
            text.append(text.empty() ? "" : " ").append(condition.column).append("=");
            text += value.kind == Param::Kind::text ? std::string(value.as_text()) : std::to_string(value.integer);
        }
        return text;
    };
    EXPECT_EQ(said("{}"), "fallow=0") << "what a field hides is shown when it is asked for";
    EXPECT_EQ(said(R"({"fallow": true})"), "fallow=1");
    EXPECT_EQ(said(R"({"colour": "green", "tags": "a", "owner": "Ann"})"), "owner=Ann tags=a colour=green fallow=0");
    EXPECT_EQ(asked<ListOf<GardenBed>>("{}").limit, 50);
    EXPECT_THROW(said(R"({"colour": "blue"})"), Error);
    EXPECT_THROW(said(R"({"tags": ""})"), Error) << "a value says something";

    ListOf<GardenBed> made{.limit = 7, .sort = "name"};
    made.where(&GardenBed::colour, Colour::red);
    const auto read = decode_request<ListOf<GardenBed>>(encode(made));
    EXPECT_EQ(read.limit, 7);
    EXPECT_EQ(read.sort, "name");
    EXPECT_EQ(conditions_of(read).at(0).value.as_text(), "red");
    EXPECT_THROW(made.where(&GardenBed::note, "x"), std::logic_error) << "it is no filter";
}

TEST(Requests, SchemasSayWhatMayBeNullAndWhatListsAreSortedBy) {
    const std::string edit = to_json(request_schema_of(shape_of<Edit<GardenBed>>()));
    EXPECT_NE(
        edit.find(
            R"("note":{"anyOf":[{"type":"string","minLength":1,"maxLength":20,"pattern":"\\S"},{"type":"null"}])"),
        edit.npos)
        << edit;
    EXPECT_NE(edit.find(R"("required":["id"])"), edit.npos) << edit;
    EXPECT_NE(edit.find(R"("name":{"type":"string")"), edit.npos) << edit;
    const std::string list = to_json(request_schema_of(shape_of<ListOf<GardenBed>>()));
    EXPECT_NE(list.find("name or size, with a `-` before it downwards; newest first if left out"), list.npos) << list;
    EXPECT_NE(list.find("words of name or note"), list.npos) << list;
    EXPECT_EQ(list.find("required"), list.npos) << list;
    EXPECT_NE(list.find(R"("tags":{"type":"string")"), list.npos) << list;
    EXPECT_NE(list.find(R"("sort":{"type":"string","enum":["name","size","-name","-size"])"), list.npos) << list;
    EXPECT_NE(list.find(R"("colour":{"type":"array","items":{"type":"string","title":"Colour")"), list.npos) << list;
}

TEST(Requests, EachHasANameOfItsOwn) {
    EXPECT_EQ(shape_of<New<GardenBed>>().name, "NewGardenBed");
    EXPECT_EQ(shape_of<Edit<GardenBed>>().name, "EditGardenBed");
    EXPECT_EQ(shape_of<ListOf<GardenBed>>().name, "ListGardenBed");
    EXPECT_EQ(shape_of<Part<GardenBed>>().name, "PartGardenBed");
    EXPECT_EQ(shape_of<Changed<GardenBed>>().name, "GardenBedEvent");
}

TEST(Requests, AnEventHasTheEntityUnderItsOwnName) {
    EXPECT_THAT(names<Changed<GardenBed>>(), ElementsAre("garden_bed", "changes"));
    const Changed<GardenBed> told{{.id = Id<GardenBedTag>(*uuid_from(id)), .name = "North"},
                                  {{.field = "name", .before = {}, .after = {}}}};
    const auto read = decode_stored<Changed<GardenBed>>(encode(told));
    EXPECT_EQ(read.entity.name, "North");
    EXPECT_EQ(read.changes.at(0).field, "name");
}

struct SeedTag;
struct Seed {
    Id<SeedTag> id;
    std::int64_t version = 0;
    std::string name;
    static constexpr auto was_told_as = "grain"sv;
    static constexpr auto fields =
        describe(identity(&Seed::id, &Seed::version), Field{"name", &Seed::name, "what it is called"});
};

TEST(Requests, AnEventOfAnEarlierVersionIsReadByTheNameThatTheEntityHadThere) {
    EXPECT_THAT(names<Changed<Seed>>(), ElementsAre("seed", "changes"));
    const auto read = decode_stored<Changed<Seed>>(from_json(R"({"grain": {"name": "oats"}, "changes": []})"));
    EXPECT_EQ(read.entity.name, "oats");
}

TEST(Requests, ATableHasAColumnForWhatListsAskFor) {
    const TableSpec spec = table_of("garden_beds", shape_of<GardenBed>());
    EXPECT_THAT(spec.columns, ElementsAre("name", "owner", "colour", "fallow", "size"));
    EXPECT_THAT(spec.lists, ElementsAre("tags"));
    EXPECT_THAT(spec.search, ElementsAre("name", "note"));
    EXPECT_THAT(spec.sorts, ElementsAre("name", "size"));
    EXPECT_THAT(spec.names, ElementsAre("name", "tags"));
}

}  // namespace
}  // namespace rapport::kit
