// SPDX-License-Identifier: MIT
// What the engine does for who calls: commands, keys, versions, roles, lists, and the history of what was told.
#include "services/kit/engine/testing_notes.hpp"

namespace rapport::kit::notes {
namespace {

class EngineTest : public NotesTest {};
INSTANTIATE_TEST_SUITE_P(Stores, EngineTest, testing::ValuesIn(testing_kit::backends()),
                         [](const auto& tested) { return tested.param; });

TEST_P(EngineTest, WhatACommandStoresAndTellsCommitsTogetherOrNotAtAll) {
    const Note note = bed.call(write, {"hello"});
    EXPECT_EQ(note.version, 1);
    EXPECT_EQ(bed.emitted(written).size(), 1U);
    EXPECT_EQ(code_of([&] { bed.call(write, {"bad"}); }), Code::failed_precondition);
    EXPECT_EQ(code_of([&] { bed.call(write, {"crash"}); }), Code::internal);
    EXPECT_EQ(notes(), 1);
    EXPECT_EQ(bed.emitted(written).size(), 1U);
    EXPECT_EQ(bed.events[0].sequence, 1);
}

TEST_P(EngineTest, AGroupCommitsTheGoodAndRefusesTheBad) {
    std::vector<Work> group;
    const Actor actor{.id = "user:1", .roles = {"agent"}};
    for (const char* text : {"one", "bad", "two", "crash", "three"})
        group.push_back(Invocation{.method = "write", .params = encode(Write{text}), .header = {.actor = actor}});
    const Committed committed = bed.engine().run(group);
    ASSERT_EQ(committed.outcomes.size(), 5U);
    EXPECT_FALSE(committed.outcomes[0].error);
    EXPECT_EQ(committed.outcomes[1].error->code(), Code::failed_precondition);
    EXPECT_EQ(committed.outcomes[3].error->code(), Code::internal);
    ASSERT_EQ(committed.events.size(), 3U);
    EXPECT_EQ(committed.events[2].sequence, 3);
    EXPECT_EQ(notes(), 3);
}

TEST_P(EngineTest, WhatAGroupDidNotComeToIsForTheNextRun) {
    std::vector<Work> group;
    const Actor actor{.id = "user:1", .roles = {"agent"}};
    for (const char* text : {"one", "two", "bad", "three"})
        group.push_back(Invocation{.method = "write", .params = encode(Write{text}), .header = {.actor = actor}});
    std::vector<Outcome> outcomes;
    std::vector<bus::Event> events;
    while (outcomes.size() < group.size()) {
        Committed some = bed.engine().run(std::span(group).subspan(outcomes.size()), {});
        ASSERT_FALSE(some.outcomes.empty());
        EXPECT_LE(some.outcomes.size(), GetParam() == "sqlite" ? 1U : group.size()) << "it was enough at once";
        std::ranges::move(some.outcomes, std::back_inserter(outcomes));
        std::ranges::move(some.events, std::back_inserter(events));
    }
    EXPECT_FALSE(outcomes[1].error);
    EXPECT_EQ(outcomes[2].error->code(), Code::failed_precondition);
    EXPECT_FALSE(outcomes[3].error);
    ASSERT_EQ(events.size(), 3U);
    EXPECT_EQ(events[2].sequence, 3);
    EXPECT_EQ(notes(), 3);
}

TEST_P(EngineTest, WhatIsRefusedBeforeItWroteLeavesTheOthersAsTheyAre) {
    std::vector<Work> group;
    for (const char* role : {"agent", "nobody", "agent"})
        group.push_back(Invocation{.method = "write",
                                   .params = encode(Write{"note"}),
                                   .header = {.actor = Actor{.id = "user:1", .roles = {role}}}});
    const Committed committed = bed.engine().run(group);
    ASSERT_EQ(committed.outcomes.size(), 3U);
    EXPECT_EQ(committed.outcomes[1].error->code(), Code::permission_denied);
    EXPECT_EQ(committed.events.size(), 2U);
    EXPECT_EQ(notes(), 2);
}

TEST_P(EngineTest, TheSameKeyHasOneEffectAndTheSameAnswer) {
    bed.with_key("k-1");
    const Note first = bed.call(write, {"once"});
    bed.reopen();
    bed.with_key("k-1");
    EXPECT_EQ(bed.call(write, {"once"}).id, first.id);
    EXPECT_EQ(notes(), 1);
    bed.with_key("k-1");
    EXPECT_EQ(code_of([&] { bed.call(write, {"other"}); }), Code::invalid_argument);
    bed.act_as("user:other", {"agent"});
    bed.with_key("k-1");
    EXPECT_NE(bed.call(write, {"once"}).id, first.id);
}

TEST_P(EngineTest, UnderOneKeyWhatMeansTheSameIsTheSameRequestHoweverItIsWritten) {
    const auto ask = [this](std::string params) {
        const Invocation invocation{.method = "write",
                                    .params = std::move(params),
                                    .header = {.idem = "k-1", .actor = Actor{.id = "user:1", .roles = {"agent"}}}};
        Work work[] = {invocation};
        return bed.engine().run(work).outcomes.at(0);
    };
    const Outcome first = ask(from_json(R"({"text":"once","marks":["a"]})"));
    ASSERT_FALSE(first.error);
    for (const char* same : {R"({"marks":["a"],"text":"once"})", R"({ "text" : "\u006fnce", "marks" : [ "a" ] })",
                             R"({"text":" once ","marks":["a"],"nobody knows it":1})"})
        EXPECT_EQ(ask(from_json(same)).result, first.result) << same;
    EXPECT_EQ(ask("\xde\x00\x02\xa5marks\xdc\x00\x01\xd9\x01"
                  "a\xa4text\xd9\x04once"s)
                  .result,
              first.result)
        << "MessagePack written at length";
    EXPECT_EQ(notes(), 1);
    for (const char* other :
         {R"({"text":"once"})", R"({"text":"once","marks":["b"]})", R"({"text":"Once","marks":["a"]})"})
        EXPECT_EQ(ask(from_json(other)).error.value().code(), Code::invalid_argument) << other;
    EXPECT_EQ(notes(), 1);
}

TEST_P(EngineTest, AKeyIsForgottenAfterAWeek) {
    bed.with_key("k-1");
    bed.call(write, {"once"});
    bed.advance(std::chrono::hours(8 * 24));
    bed.with_key("k-1");
    bed.call(write, {"once"});
    EXPECT_EQ(notes(), 2);
}

TEST_P(EngineTest, AnOldVersionIsAborted) {
    const Note note = bed.call(write, {"a"});
    EXPECT_EQ(bed.call(edit, {note.id, 1, "b"}).version, 2);
    EXPECT_EQ(code_of([&] { bed.call(edit, {note.id, 1, "c"}); }), Code::aborted);
    EXPECT_EQ(bed.call(edit, {note.id, {}, "c"}).version, 3);
}

TEST_P(EngineTest, RolesDecideWhoMay) {
    bed.act_as("user:a", {"auditor"});
    EXPECT_EQ(notes(), 0);
    EXPECT_EQ(code_of([&] { bed.call(write, {"x"}); }), Code::permission_denied);
    bed.act_as("user:b", {"respondent"});
    EXPECT_EQ(code_of([&] { notes(); }), Code::permission_denied);
}

TEST_P(EngineTest, ChangedWordsAreFoundAndOldOnesAreNot) {
    const Note note = bed.call(write, {"apple"});
    bed.call(edit, {note.id, {}, "pear"});
    EXPECT_EQ(bed.call(list, {.search = "apple"}).total, 0);
    EXPECT_EQ(bed.call(list, {.search = "pear"}).total, 1);
}

TEST_P(EngineTest, AListIsFilteredByWhatAListOfTheEntityHolds) {
    const Note note = bed.call(write, {"apple", {"red", "round", "red"}});
    bed.call(write, {"pear", {"green"}});
    EXPECT_EQ(bed.call(list, {.mark = "red"}).total, 1);
    EXPECT_EQ(bed.call(list, {.search = "pear", .mark = "green"}).total, 1);
    EXPECT_EQ(bed.call(list, {.mark = "red", .id = note.id}).items.at(0).text, "apple");
    bed.call(edit, {note.id, {}, "apple", {"green"}});
    EXPECT_EQ(bed.call(list, {.mark = "red"}).total, 0);
    EXPECT_EQ(bed.call(list, {.mark = "green"}).total, 2);
}

TEST_P(EngineTest, AnUnknownReferenceIsHandedBackOnceAndThenNotFound) {
    Work open = Invocation{.method = "write",
                           .params = encode(Write{"unknown"}),
                           .header = {.actor = Actor{.id = "a", .roles = {"agent"}}}};
    const Outcome outcome = bed.engine().run({&open, 1}).outcomes[0];
    EXPECT_EQ(outcome.unknown_source, "radio");
    EXPECT_EQ(code_of([&] { bed.call(write, {"unknown"}); }), Code::not_found);
    EXPECT_EQ(notes(), 0);
}

TEST_P(EngineTest, ANewStoreBeginsWithWhatIsPutThereOnce) {
    Definition definition = desk.definition();
    definition.routes.push_back(once("begin", &desk, &Desk::begin));
    testing_kit::TestBed fresh(definition, GetParam());
    fresh.reopen();
    ASSERT_EQ(fresh.call(list, {}).items.size(), 1U);
    EXPECT_EQ(read(fresh.reader()).events.at(0).type, written.type);
    EXPECT_TRUE(Outbox::verify(fresh.reader(), "notes").chain_intact);
}

TEST_P(EngineTest, TheHistoryVerifiesAndShowsWhatWasTamperedWith) {
    for (int i = 0; i < 5; ++i) bed.call(write, {"note"});
    auto verification = Outbox::verify(bed.reader(), "notes");
    EXPECT_EQ(verification.events, 5);
    EXPECT_TRUE(verification.chain_intact);
    const auto db = Db::open(bed.dsn(), Db::Mode::write);
    db->run("update kit_events set body = replace(body, 'note', 'fake') where sequence = 3");
    db->run("delete from kit_events where sequence = 5");
    verification = Outbox::verify(bed.reader(), "notes");
    EXPECT_FALSE(verification.chain_intact);
    EXPECT_EQ(verification.first_bad, 3);
    db->run("delete from kit_events where sequence = 2");
    EXPECT_EQ(Outbox::verify(bed.reader(), "notes").gaps, 1);
}

TEST_P(EngineTest, AnErasedBodyLeavesTheProof) {
    bed.call(write, {"a"});
    const auto db = Db::open(bed.dsn(), Db::Mode::write);
    db->run("update kit_events set body = null, salt = null");
    EXPECT_TRUE(Outbox::verify(bed.reader(), "notes").chain_intact);
    EXPECT_TRUE(read(bed.reader()).events.at(0).erased);
}

TEST_P(EngineTest, TheHistoryIsReadInPages) {
    for (int i = 0; i < 7; ++i) bed.call(write, {"note"});
    const auto page = read(bed.reader(), {.after = 2, .limit = 3});
    ASSERT_EQ(page.events.size(), 3U);
    EXPECT_EQ(bus::Event(page.events[0]).sequence, 3);
    EXPECT_EQ(page.last, 7);
    EXPECT_TRUE(read(bed.reader(), {.after = 7}).events.empty());
}

}  // namespace
}  // namespace rapport::kit::notes
