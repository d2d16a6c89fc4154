// SPDX-License-Identifier: MIT
#include "services/kit/entities/replica.hpp"

#include <gmock/gmock-matchers.h>
#include <gtest/gtest.h>

#include "services/kit/testing/bed.hpp"

namespace rapport::kit {
namespace {

using testing::ElementsAre;

struct ThingTag;
struct Thing {
    Id<ThingTag> id;
    std::int64_t version = 0;
    std::string name;
    std::optional<std::string> note;
    static constexpr auto fields =
        describe(identity(&Thing::id, &Thing::version), Field{"name", &Thing::name, "what it is called"},
                 Field{"note", &Thing::note, "anything"});
};
constexpr Event<Changed<Thing>> created{"things.thing_created", "one was created", {"things.thing_entered"}},
    changed{"things.thing_changed", "one was changed"};
constexpr Migration schema_[] = {
    {"001",
     "create table known_things (id text primary key, version bigint not null, title text not null, note text);\n"}};

class ReplicaTest : public testing::TestWithParam<std::string> {
protected:
    ReplicaTest() {
        things.on_change([this](Unit&, const Thing& thing) { heard.push_back(thing.name); });
        definition.routes = things.routes(created, changed);
        bed.emplace(definition, GetParam());
    }
    void tell(const Event<Changed<Thing>>& event, std::int64_t version, const std::string& name) {
        const auto outcome =
            bed->deliver(event, id, {{.id = Id<ThingTag>(id), .version = version, .name = name, .note = "x"}, {}});
        EXPECT_FALSE(outcome.error);
    }
    std::vector<std::string> known() {
        std::vector<std::string> all;
        for (const auto& [title, note] : bed->reader().rows<std::string, std::optional<std::string>>(
                 "select title, note from known_things order by title"))
            all.push_back(title + " " + note.value_or("-"));
        return all;
    }

    Replica<Thing> things{"things", "known_things", {{"title", &Thing::name}, {"note", &Thing::note}}};
    std::vector<std::string> heard;
    Definition definition{"readers", "knows things", {}, schema_};
    std::optional<testing_kit::TestBed> bed;
    const Uuid id = new_uuid({1'800'000'000'000});
};
INSTANTIATE_TEST_SUITE_P(Stores, ReplicaTest, testing::ValuesIn(testing_kit::backends()),
                         [](const auto& tested) { return tested.param; });

TEST_P(ReplicaTest, TheNewestVersionStaysWhateverOrderTheyComeIn) {
    tell(changed, 2, "second");
    tell(created, 1, "first");
    tell(changed, 2, "the second again");
    EXPECT_THAT(known(), ElementsAre("second x"));
    EXPECT_THAT(heard, ElementsAre("second"));
    tell(changed, 3, "third");
    EXPECT_THAT(known(), ElementsAre("third x"));
    EXPECT_THAT(heard, ElementsAre("second", "third"));
}

TEST_P(ReplicaTest, WhatARequestNamesMustBeKnownHere) {
    const View view(bed->reader(), bed->clock.now(), {});
    try {
        things.require(view, id, "thing");
        FAIL() << "was taken";
    } catch (const UnknownReference& unknown) {
        EXPECT_EQ(unknown.source(), "things");
        EXPECT_EQ(unknown.message(), "thing: no such thing is known");
    }
    tell(created, 1, "first");
    EXPECT_NO_THROW(things.require(view, id, "thing"));
}

TEST_P(ReplicaTest, AnEventOfAnEarlierVersionOfItsSourceIsRead) {
    bus::Event told = bed->make(created, id, {{.id = Id<ThingTag>(id), .version = 1, .name = "named"}, {}});
    told.data = Any{from_json(R"({"thing":{"id":")" + to_text(id) + R"(","version":1,"unknown":[]}})")};
    EXPECT_FALSE(bed->deliver(told).error);
    EXPECT_THAT(known(), ElementsAre(" -"));
}

TEST_P(ReplicaTest, WhatItsSourceToldByAnotherTypeIsReadToo) {
    bus::Event told = bed->make(created, id, {{.id = Id<ThingTag>(id), .version = 1, .name = "named"}, {}});
    told.type = "things.thing_entered";
    EXPECT_FALSE(bed->deliver(told).error);
    EXPECT_THAT(known(), ElementsAre("named -"));
}

TEST_P(ReplicaTest, IsClearedAndReadAnewWhenItsSourceBeginsAnew) {
    tell(created, 1, "before");
    auto told = bed->make(created, id,
                          {{.id = Id<ThingTag>(new_uuid({1'800'000'000'001})), .version = 1, .name = "after"}, {}});
    told.epoch = "another";
    Work begin = NewEpoch{bed->engine().consumers().at(0), {.epoch = told.epoch, .sequence = told.sequence - 1}};
    bed->engine().run({&begin, 1});
    EXPECT_TRUE(known().empty());
    EXPECT_FALSE(bed->deliver(told).error);
    EXPECT_THAT(known(), ElementsAre("after -"));
}

}  // namespace
}  // namespace rapport::kit
