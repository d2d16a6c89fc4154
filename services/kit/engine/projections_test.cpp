// SPDX-License-Identifier: MIT
// A store that was written by a version which kept less of what others tell: what is missing is read, nothing else
// runs.
#include <gmock/gmock-matchers.h>
#include <gtest/gtest.h>

#include "services/kit/entities/replica.hpp"
#include "services/kit/testing/bed.hpp"

namespace rapport::kit {
namespace {

using testing::ElementsAre;

struct Thing {
    Id<struct ThingTag> id;
    std::int64_t version = 0;
    std::string name;
    static constexpr auto fields =
        describe(identity(&Thing::id, &Thing::version), Field{"name", &Thing::name, "what it is called"});
};
constexpr Event<Changed<Thing>> created{"things.thing_created", "one was created"},
    changed{"things.thing_changed", "one was changed"}, opened{"shops.thing_opened", "of another source"};
constexpr Migration schema[] = {
    {"001",
     "create table known_things (id text primary key, version bigint not null, title text not null, note text);\n"
     "create table known_names (id text primary key, version bigint not null, name text not null);\n"}};

class ProjectionsTest : public testing::TestWithParam<std::string> {
protected:
    /// A version of the service: what it projects.
    void start(Routes routes) {
        Definition definition{"readers", "knows things", std::move(routes), schema};
        if (bed) bed->reopen(definition);
        else bed.emplace(definition, GetParam());
    }
    void tell(const Event<Changed<Thing>>& event, std::int64_t version, const std::string& name) {
        told.push_back(bed->make(event, id, {{.id = Id<ThingTag>(id), .version = version, .name = name}, {}}));
        bed->deliver(told.back());
    }
    /// What a source does for who reads it from its beginning.
    void tell_all_again() {
        for (const bus::Event& event : told) EXPECT_FALSE(bed->deliver(event).error);
    }
    bus::Cursor projected(const std::string& source = "things") {
        return bed->engine().cursor({bus::Follower::From::start, source});
    }
    std::vector<std::string> texts(const std::string& column, const std::string& table) {
        std::vector<std::string> all;
        for (const auto& [text] :
             bed->reader().rows<std::string>("select coalesce(" + column + ", '-') from " + table + " order by id"))
            all.push_back(text);
        return all;
    }
    std::vector<std::string> titles() { return texts("title", "known_things"); }
    Route counting() {
        return EventRoute{EventRoute::As::reaction, std::string(created.type),
                          [this](Unit&, const bus::Event&) { ++reactions; }};
    }

    Replica<Thing> things{"things", "known_things", {{"title", &Thing::name}}};
    Replica<Thing> names{"things", "known_names", {{"name", &Thing::name}}};
    std::vector<std::string> heard;
    int reactions = 0;
    std::vector<bus::Event> told;
    std::optional<testing_kit::TestBed> bed;
    const Uuid id = new_uuid({1'800'000'000'000});
};
INSTANTIATE_TEST_SUITE_P(Stores, ProjectionsTest, testing::ValuesIn(testing_kit::backends()),
                         [](const auto& tested) { return tested.param; });

TEST_P(ProjectionsTest, ATypeThatWasNotHeardBeforeIsReadFromTheBeginningOverWhatIsThere) {
    things.on_change([this](Unit&, const Thing& thing) { heard.push_back(thing.name); });
    start(things.routes(created));
    tell(created, 1, "first");
    tell(changed, 2, "second");
    EXPECT_THAT(titles(), ElementsAre("first"));
    start(things.routes(created, changed));
    EXPECT_EQ(projected().sequence, 0);
    EXPECT_FALSE(projected().epoch.empty()) << "it is not cleared";
    EXPECT_THAT(titles(), ElementsAre("first")) << "and stays until more is read";
    tell_all_again();
    EXPECT_THAT(titles(), ElementsAre("second"));
    EXPECT_THAT(heard, ElementsAre("first", "second")) << "what was known is no news";
    EXPECT_EQ(projected().sequence, 2);
}

TEST_P(ProjectionsTest, ATableThatIsAddedIsFilledAndTheOthersHearNoNews) {
    things.on_change([this](Unit&, const Thing& thing) { heard.push_back(thing.name); });
    start(things.routes(created, changed));
    tell(created, 1, "first");
    start(all(things.routes(created, changed), names.routes(created, changed)));
    tell_all_again();
    EXPECT_THAT(texts("name", "known_names"), ElementsAre("first"));
    EXPECT_THAT(titles(), ElementsAre("first"));
    EXPECT_THAT(heard, ElementsAre("first"));
}

TEST_P(ProjectionsTest, WhatIsTheSameOrLessIsNotReadAnew) {
    start(all(things.routes(created, changed), names.routes(created, changed)));
    tell(created, 1, "first");
    start(all(things.routes(created, changed), names.routes(created, changed)));
    EXPECT_EQ(projected().sequence, 1);
    start(things.routes(created));
    EXPECT_EQ(projected().sequence, 1);
    start(things.routes(created));
    EXPECT_EQ(projected().sequence, 1);
}

TEST_P(ProjectionsTest, WhatAVersionInBetweenDidNotHearIsReadByTheNextOne) {
    start(things.routes(created, changed));
    tell(created, 1, "first");
    start(things.routes(created));
    tell(changed, 2, "second");
    EXPECT_THAT(titles(), ElementsAre("first"));
    start(things.routes(created, changed));
    tell_all_again();
    EXPECT_THAT(titles(), ElementsAre("second"));
}

TEST_P(ProjectionsTest, AFormerNameThatWasNotHeardBeforeIsReadFromTheBeginning) {
    constexpr Event<Changed<Thing>> former{"things.thing_made", "what it was called before"};
    start(things.routes(created));
    tell(former, 1, "first");
    EXPECT_THAT(titles(), ElementsAre());
    constexpr Event<Changed<Thing>> renamed{"things.thing_created", "one was created", {"things.thing_made"}};
    start(things.routes(renamed));
    EXPECT_EQ(projected().sequence, 0);
    tell_all_again();
    EXPECT_THAT(titles(), ElementsAre("first"));
    start(things.routes(renamed));
    EXPECT_EQ(projected().sequence, 1) << "once";
}

TEST_P(ProjectionsTest, AReactionNeverRunsAgainOverHistory) {
    start(all(Routes{counting()}, things.routes(created)));
    tell(created, 1, "first");
    tell(created, 2, "second");
    ASSERT_EQ(reactions, 2);
    start(all(Routes{counting()}, things.routes(created, changed), names.routes(created)));
    EXPECT_EQ(bed->engine().cursor({bus::Follower::From::head, "things"}).sequence, 2);
    tell_all_again();
    EXPECT_EQ(reactions, 2);
    EXPECT_EQ(projected().sequence, 2);
}

TEST_P(ProjectionsTest, ATableInAnotherFormIsClearedWhenItsSourceIsHeardAndFilledAnew) {
    start(things.routes(created, changed));
    tell(created, 1, "first");
    const Replica<Thing> noted("things", "known_things", {{"title", &Thing::name}, {"note", &Thing::name}});
    start(noted.routes(created, changed));
    EXPECT_TRUE(projected().epoch.empty());
    EXPECT_THAT(titles(), ElementsAre("first")) << "known until its source is heard";
    tell_all_again();
    EXPECT_THAT(texts("note", "known_things"), ElementsAre("first"));
    start(noted.routes(created, changed));
    EXPECT_EQ(projected().sequence, 1) << "once";
}

TEST_P(ProjectionsTest, WhatIsMadeOfEntitiesInAnotherFormIsMadeAnew) {
    const auto note = [this](Unit&, const Thing& thing) { heard.push_back(thing.name); };
    things.on_change(note);
    start(things.routes(created));
    tell(created, 1, "first");
    things.on_change(note, "also in capitals");
    start(things.routes(created));
    tell_all_again();
    EXPECT_THAT(heard, ElementsAre("first", "first"));
}

TEST_P(ProjectionsTest, AStoreThatDoesNotSayWhatItHasIsReadAnewOnce) {
    start(things.routes(created));
    tell(created, 1, "first");
    Db::open(bed->dsn(), Db::Mode::write)->run("delete from kit_meta where name = 'projects.things'");
    start(things.routes(created));
    EXPECT_TRUE(projected().epoch.empty());
    tell_all_again();
    start(things.routes(created));
    EXPECT_EQ(projected().sequence, 1);
}

TEST_P(ProjectionsTest, ASourceThatIsNewIsReadFromItsBeginningAndMovesNoOther) {
    start(things.routes(created));
    tell(created, 1, "first");
    const Replica<Thing> shops("shops", "known_names", {{"name", &Thing::name}});
    start(all(things.routes(created), shops.routes(opened)));
    EXPECT_EQ(projected().sequence, 1);
    EXPECT_TRUE(projected("shops").epoch.empty());
    tell(opened, 1, "open");
    EXPECT_THAT(texts("name", "known_names"), ElementsAre("open"));
}

TEST_P(ProjectionsTest, ASourceThatWasLeftOutForAWhileIsReadAnew) {
    start(things.routes(created, changed));
    tell(created, 1, "first");
    start({});
    tell(changed, 2, "second");
    start(things.routes(created, changed));
    tell_all_again();
    EXPECT_THAT(titles(), ElementsAre("second"));
}

TEST_P(ProjectionsTest, WhatWaitsForAnOperatorComesAgainWithTheRest) {
    bool poisonous = true;
    things.on_change([&poisonous](Unit&, const Thing&) {
        if (poisonous) throw Error(Code::failed_precondition, "cannot be kept");
    });
    start(things.routes(created));
    tell(created, 1, "first");
    ASSERT_EQ(Inbox::letters(bed->reader(), 0).size(), 1U);
    start(things.routes(created, changed));
    bed->deliver(told.back());
    EXPECT_EQ(Inbox::letters(bed->reader(), 0).size(), 1U) << "once, as before";
    poisonous = false;
    start(all(things.routes(created, changed), names.routes(created)));
    tell_all_again();
    EXPECT_TRUE(Inbox::letters(bed->reader(), 0).empty());
    EXPECT_THAT(titles(), ElementsAre("first"));
}

}  // namespace
}  // namespace rapport::kit
