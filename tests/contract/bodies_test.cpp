// SPDX-License-Identifier: MIT
// What is stored or told is read for ever. `bodies/` holds a body of each type, as some version wrote it: it is read,
// and says what it said. No body is ever taken away, nor is anything in it changed by hand.
#include <gmock/gmock-matchers.h>
#include <gmock/gmock-more-matchers.h>

#include <cstdlib>
#include <fstream>
#include <regex>
#include <set>

#include "tests/contract/sample_body.hpp"
#include "tests/contract/services.hpp"

namespace rapport::contract {
namespace {

namespace fs = std::filesystem;

const fs::path folder = RAPPORT_SOURCE_DIR "/tests/contract/bodies";
const bool writes = std::getenv("RAPPORT_WRITE_BODIES") != nullptr;
constexpr auto how = "; write it, look at it and commit it: README.md beside this test says how";

/// `registry.api.Party`, `kit.Changed-registry.api.Party`.
std::string short_name(std::string_view type) {
    std::string name = std::regex_replace(
        std::string(type), std::regex(R"(rapport::|\{anonymous\}::|\(anonymous namespace\)::|[> ])"), "");
    name = std::regex_replace(name, std::regex("::"), ".");
    return std::regex_replace(name, std::regex("[<,]"), "-");
}

bool is_of_a_test(const StoredType& type) {
    return type.name().find("rapport::contract::") != std::string_view::npos ||
           type.name().find("rapport::template_things::") != std::string_view::npos;
}

/// The types of this program, by the name of their bodies.
std::map<std::string, const StoredType*> all_types() {
    std::map<std::string, const StoredType*> all;
    for (const StoredType* type : stored_types())
        if (!is_of_a_test(*type)) all[short_name(type->name())] = type;
    return all;
}

/// The types of the data of events, by the events' types.
std::map<std::string, const StoredType*> all_told() {
    std::map<std::string, const StoredType*> all;
    for (const auto& service : all_services())
        for (const auto& [event, tells] : service->events_ever()) {
            const auto found = std::ranges::find(stored_types(), tells.data, [](auto* one) { return &one->shape(); });
            if (found == stored_types().end()) throw std::logic_error("nothing reads the data of " + event);
            all[event] = *found;
        }
    return all;
}

Body read_file(const std::string& name) {
    std::ifstream in(folder / (name + ".json"));
    return in ? Body::parse(in) : Body();
}

void write_file(const std::string& name, const Body& content) {
    fs::create_directories(folder);
    std::ofstream(folder / (name + ".json")) << content.dump(2) << '\n';
}

/// What each event's data were, by the names of their bodies, the newest last.
using Told = std::map<std::string, std::vector<std::string>>;
Told told_ever() {
    const Body all = read_file("told");
    return all.is_object() ? all.get<Told>() : Told{};
}

/// The newest body says every field; one that has former names, or what a field once held, stays as it is, and another
/// comes after it.
void write_what_is_missing(const std::string& name, const StoredType& type) {
    Body bodies = read_file(name);
    const Body whole = sample_body(type);
    if (bodies.empty() || left_out(whole, bodies.back()) || left_out(read_again(type, bodies.back()), bodies.back()))
        bodies.push_back(whole);
    else bodies.back() = completed(bodies.back(), whole);
    write_file(name, bodies);
}

/// Why that body is not what it was; nothing where it is.
std::optional<std::string> changed(const StoredType& type, const Body& body) {
    try {
        const Body read = read_again(type, body);
        if (auto one = lost(type.shape(), body, read)) return one;
        if (read != read_again(type, read)) return "is read otherwise once more";
        return {};
    } catch (const Error& error) {
        return "cannot be read: " + error.message();
    }
}

void check_bodies(const std::string& name, const StoredType& type) {
    for (const Body& body : read_file(name))
        if (const auto why = changed(type, body)) ADD_FAILURE() << name << " as " << type.name() << ": " << *why;
}

TEST(Bodies, OfAllThatIsStoredOrToldAreReadForEver) {
    const auto types = all_types();
    EXPECT_GT(types.size(), 50U);
    for (const auto& [name, type] : types) {
        const Body whole = sample_body(*type);
        if (writes && (read_file(name).empty() || left_out(read_file(name).back(), whole)))
            write_what_is_missing(name, *type);
        const Body bodies = read_file(name);
        if (bodies.empty()) ADD_FAILURE() << "there is no body of " << type->name() << how;
        else if (const auto fresh = left_out(bodies.back(), whole))
            ADD_FAILURE() << name << ": the last body does not say " << *fresh << how;
        check_bodies(name, *type);
    }
}

TEST(Bodies, OfWhatAnEventEverToldAreReadByWhoHearsIt) {
    const auto told = all_told();
    EXPECT_GT(told.size(), 60U);
    if (writes) {
        Told all = told_ever();
        for (const auto& [event, type] : told)
            if (const std::string name = short_name(type->name()); all[event].empty() || all[event].back() != name)
                all[event].push_back(name);
        write_file("told", all);
    }
    const Told ever = told_ever();
    for (const auto& [event, type] : told)
        EXPECT_TRUE(ever.contains(event) && ever.at(event).back() == short_name(type->name()))
            << event << " is told with the data of " << type->name() << how;
    for (const auto& [event, names] : ever)
        for (const std::string& name : names) {
            if (told.contains(event)) check_bodies(name, *told.at(event));
            else ADD_FAILURE() << event << " was told, and nothing reads it any more";
        }
}

TEST(Bodies, ThatNothingReadsAnyMoreAreMissed) {
    std::set<std::string> read{"told", "values", "dropped"};
    for (const auto& [name, type] : all_types()) read.insert(name);
    for (const auto& [event, names] : told_ever()) read.insert(names.begin(), names.end());
    for (const auto& entry : fs::directory_iterator(folder))
        EXPECT_TRUE(read.contains(entry.path().stem().string()))
            << entry.path().filename()
            << ": there is no type of that name any more. One that is called otherwise now takes "
            << "its bodies along: git mv";
}

using Values = std::map<std::string, std::set<std::string>>;
Values values_ever() {
    const Body all = read_file("values");
    return all.is_object() ? all.get<Values>() : Values{};
}

void collect_values(const Shape& shape, std::set<const Shape*>& seen, Values& all) {
    if (!seen.insert(&shape).second) return;
    if (!shape.values.empty()) all[short_name(shape.type)].insert(shape.values.begin(), shape.values.end());
    if (shape.element) collect_values(*shape.element, seen, all);
    if (shape.kind != Shape::Kind::record) return;
    for (const FieldShape& field : shape.fields()) collect_values(*field.shape, seen, all);
}

TEST(Bodies, HoldEachValueThatAnEnumerationEverHad) {
    std::set<const Shape*> seen;
    Values today;
    for (const StoredType* type : stored_types())
        if (!is_of_a_test(*type)) collect_values(type->shape(), seen, today);
    EXPECT_GT(today.size(), 20U);
    if (writes) {
        Values all = values_ever();
        for (const auto& [type, values] : today) all[type].insert(values.begin(), values.end());
        write_file("values", all);
    }
    const Values ever = values_ever();
    for (const auto& [type, values] : ever) {
        EXPECT_TRUE(today.contains(type))
            << type << ": no enumeration is called that any more: call it as it is called now "
            << "in bodies/values.json";
        for (const std::string& value : values)
            EXPECT_TRUE(today[type].contains(value)) << type << " has had the value " << value << ", which is stored";
    }
    for (const auto& [type, values] : today)
        for (const std::string& value : values)
            EXPECT_TRUE(ever.contains(type) && ever.at(type).contains(value)) << type << '.' << value << how;
}

struct Kept {
    std::string name;
    std::optional<std::string> note;
    std::vector<std::int64_t> counts;
    static constexpr auto fields =
        describe(Field{"name", &Kept::name, "what", was("title")}, Field{"note", &Kept::note, "more"},
                 Field{"counts", &Kept::counts, "how many"});
};

TEST(Bodies, SayWhatAChangeOfAFieldLost) {
    const auto why = [](const char* body) {
        decode_stored<Kept>("\x80");
        const auto& all = stored_types();
        const auto type =
            std::ranges::find(all, &shape_of<Kept>(), [](const StoredType* one) { return &one->shape(); });
        return changed(**type, Body::parse(body)).value_or("as it was");
    };
    EXPECT_EQ(why(R"({"name": "a", "note": "b", "counts": [1]})"), "as it was");
    EXPECT_EQ(why(R"({"title": "a", "note": "b", "counts": [1]})"), "as it was");
    EXPECT_EQ(why(R"({"name": "a", "remark": "b"})"),
              "remark: no field is called that; name what it is called now with was(\"remark\")");
    EXPECT_EQ(why(R"({"name": "a", "note": 7})"), "cannot be read: note: must be text");
    EXPECT_EQ(why(R"({"name": "a", "counts": [1.5]})"), "cannot be read: counts[0]: must be a whole number");
}

}  // namespace
}  // namespace rapport::contract
