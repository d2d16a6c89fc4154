// SPDX-License-Identifier: MIT
#include "services/kit/engine/engine.hpp"

#include <gtest/gtest.h>

#include "services/kit/store/table.hpp"
#include "services/kit/testing/bed.hpp"

namespace rapport::kit {
namespace {

using namespace std::literals;

struct NoteTag;
using NoteId = Id<NoteTag>;

struct Note {
    NoteId id;
    std::int64_t version = 0;
    std::string text;
    std::optional<std::string> owner;
    std::vector<std::string> marks = {};
    static constexpr auto fields =
        describe(Field{"id", &Note::id, "which"}, Field{"version", &Note::version, "changes"},
                 Field{"text", &Note::text, "what", length(1, 100)}, Field{"owner", &Note::owner, "whose"},
                 Field{"marks", &Note::marks, "to find it by"});
};
struct Write {
    std::string text;
    std::vector<std::string> marks = {};
    static constexpr auto fields =
        describe(Field{"text", &Write::text, "what", length(1, 100)}, Field{"marks", &Write::marks, "to find it by"});
};
struct Edit {
    NoteId id;
    std::optional<std::int64_t> version;
    std::string text;
    std::vector<std::string> marks = {};
    static constexpr auto fields = describe(Field{"id", &Edit::id, "which"}, Field{"version", &Edit::version, "read"},
                                            Field{"text", &Edit::text, "what"}, Field{"marks", &Edit::marks, "all"});
};
struct ListNotes {
    std::optional<std::int64_t> limit;
    std::optional<std::string> after, search, sort, owner, mark;
    std::optional<NoteId> id;
    static constexpr auto fields =
        describe(Field{"limit", &ListNotes::limit, "how many"}, Field{"after", &ListNotes::after, "cursor"},
                 Field{"search", &ListNotes::search, "words"}, Field{"sort", &ListNotes::sort, "order"},
                 Field{"owner", &ListNotes::owner, "whose"}, Field{"mark", &ListNotes::mark, "marked so"},
                 Field{"id", &ListNotes::id, "which"});
};
struct Heard {
    std::string text;
    static constexpr auto fields = describe(Field{"text", &Heard::text, "what"});
};

constexpr Command<Write, Note> write{"write", CREATE("/notes"), roles(Role::agent)};
constexpr Command<Edit, Note> edit{"edit", POST("/notes/{id}"), roles(Role::agent)};
constexpr Query<ListNotes, Page<Note>> list{"list", GET("/notes"), roles(Role::agent)};
constexpr Event<Note> written{"notes.written", "a note was written"};
constexpr Event<Heard> said{"radio.said", "somebody said something"};
constexpr Timer<NoteId> remind_timer{"remind"};
constexpr Job<Heard, Heard> shout_job{"shout", 10, 3};

constexpr Migration schema_[] = {{"001_notes",
                                  "create table notes (row $row, id text not null unique, version bigint not null, "
                                  "owner text, text text, body text not null);\n"
                                  "create index notes_text on notes (text);\ncreate search table notes_search;\n"
                                  "create table notes_marks (row bigint not null, value text not null, "
                                  "primary key (value, row));\n"}};

/// A service of the test's own: notes, and what is heard on the radio.
class Desk {
public:
    Definition definition() {
        Definition definition{
            "notes",
            "keeps notes",
            {on(write, this, &Desk::write_note), on(edit, this, &Desk::edit_note), on(list, this, &Desk::list_notes),
             project(said, this, &Desk::hear), clear("radio", this, &Desk::forget), tells(written),
             timer(remind_timer, this, &Desk::remind), every("tick", std::chrono::hours(1), this, &Desk::tick),
             job(
                 shout_job, [this](View&, auto all) { return shout(all); },
                 [this](Unit& unit, const auto&, const Heard& louder) { store(unit, louder.text); },
                 [this](Unit& unit, const auto&, const auto& error) { store(unit, "failed: " + error); })},
            schema_};
        table.add_derivation(definition.derivations);
        definition.numbered = {{'N', "notes"}};
        return definition;
    }

    Note store(Unit& unit, const std::string& text, const std::vector<std::string>& marks = {}) {
        Note note{.id = unit.new_id<NoteId>(), .text = text, .marks = marks};
        table.put(unit, note);
        unit.emit(written, note.id, note);
        return note;
    }
    Note write_note(Unit& unit, const Write& request) {
        Note note = store(unit, request.text, request.marks);
        if (request.text == "bad") throw Error(Code::failed_precondition, "bad notes are not kept");
        if (request.text == "crash") throw std::runtime_error("a bug");
        if (request.text == "unknown") throw UnknownReference("radio", "text");
        if (request.text.starts_with("later")) unit.at(remind_timer, note.id, unit.now() + 60'000ms);
        if (request.text.starts_with("loud")) unit.start(shout_job, {request.text});
        return note;
    }
    Note edit_note(Unit& unit, const Edit& request) {
        Note note = table.get(unit, request.id);
        check_version(request.version, note.version);
        note.text = request.text;
        note.marks = request.marks;
        table.put(unit, note);
        return note;
    }
    Page<Note> list_notes(View& view, const ListNotes& request) {
        const Condition conditions[] = {{"owner", request.owner}, {"marks", request.mark}, {"id", request.id}};
        return table.list(view, {request.limit.value_or(50), request.after, request.search, request.sort}, conditions);
    }
    void hear(Unit& unit, const Heard& heard) {
        if (heard.text == "poison") throw Error(Code::failed_precondition, "cannot be heard");
        if (heard.text == "busy" && busy-- > 0) throw Error(Code::unavailable, "not now");
        store(unit, "heard " + (heard.text == "behind" ? unit.next_number('N') : heard.text));
        if (heard.text == "half") throw Error(Code::failed_precondition, "cannot be heard to its end");
    }
    void forget(Unit&) { ++cleared; }
    void remind(Unit& unit, const NoteId& id) { store(unit, "remember " + to_text(id).substr(0, 4)); }
    void tick(Unit&) { ++ticks; }
    void begin(Unit& unit) { store(unit, "welcome"); }
    std::vector<JobResult<Heard>> shout(std::span<const Heard> all) {
        std::vector<JobResult<Heard>> results;
        for (const Heard& heard : all) {
            ++shouts;
            if (heard.text == "loud and hoarse") results.push_back({.error = "hoarse", .again = true});
            else results.push_back({.result = Heard{heard.text + "!"}});
        }
        return results;
    }

    Table<Note> table{"note", {"notes", {"owner", "text"}, {"text"}, {"text"}, {"marks"}}};
    int busy = 0, cleared = 0, ticks = 0, shouts = 0;
};

/// What somebody reads who sees all.
bus::EventPage read(Db& db, const bus::ReadEvents& request = {}) {
    const EventParties none;
    return Outbox::read(db, request, {.parties = none});
}

class EngineTest : public testing::TestWithParam<std::string> {
protected:
    Desk desk;
    testing_kit::TestBed bed{desk.definition(), GetParam()};
    std::int64_t notes() { return bed.call(list, {}).total; }
    Code code_of(const std::function<void()>& call) {
        try {
            call();
        } catch (const Error& error) {
            return error.code();
        }
        ADD_FAILURE() << "was accepted";
        return Code::internal;
    }
};
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

TEST_P(EngineTest, AnEventHasItsEffectOnce) {
    const NoteId subject(new_uuid(bed.clock.now()));
    const bus::Event event = bed.make(said, subject, {"a"});
    bed.deliver(event);
    bed.deliver(event);
    bed.reopen();
    bed.deliver(event);
    EXPECT_EQ(notes(), 1);
}

TEST_P(EngineTest, APoisonEventIsParkedAndBlocksOnlyItsSubject) {
    const NoteId sick(new_uuid(bed.clock.now())), well(new_uuid(bed.clock.now()));
    bed.deliver(said, sick, {"poison"});
    bed.deliver(said, sick, {"behind"});
    bed.deliver(said, well, {"fine"});
    EXPECT_EQ(notes(), 1);
    const auto letters = Inbox::letters(bed.reader(), 0);
    ASSERT_EQ(letters.size(), 2U);
    EXPECT_EQ(letters[0].error, "cannot be heard");
    Work redrive = Redrive{letters[1].row};
    EXPECT_FALSE(bed.engine().run({&redrive, 1}).outcomes[0].error);
    EXPECT_EQ(notes(), 2);
    EXPECT_EQ(Inbox::letters(bed.reader(), 0).size(), 1U);
}

TEST_P(EngineTest, AnEventThatFailsAfterItWroteIsParkedAndThoseOfItsGroupHaveTheirEffect) {
    bed.deliver(said, new_uuid(bed.clock.now()), {"first"});
    const Consumer consumer = bed.engine().consumers()[0];
    std::vector<Work> group;
    for (const char* text : {"a", "half", "b"})
        group.push_back(Delivery{consumer, bed.make(said, new_uuid(bed.clock.now()), {text})});
    for (int times = 0; times < 2; ++times) {
        std::vector<Work> works = group;
        for (const Outcome& outcome : bed.engine().run(works).outcomes) EXPECT_FALSE(outcome.retry);
        EXPECT_EQ(notes(), 3);
        EXPECT_EQ(bed.engine().cursor(consumer).sequence, 4);
        const auto letters = Inbox::letters(bed.reader(), 0);
        ASSERT_EQ(letters.size(), 1U);
        EXPECT_EQ(letters[0].error, "cannot be heard to its end");
    }
}

TEST_P(EngineTest, TroubleThatPassesHoldsTheConsumerBackInOrder) {
    const NoteId subject(new_uuid(bed.clock.now()));
    desk.busy = 1;
    const bus::Event first = bed.make(said, subject, {"busy"}), second = bed.make(said, subject, {"b"});
    EXPECT_TRUE(bed.deliver(first).retry);
    EXPECT_TRUE(bed.deliver(second).retry);
    EXPECT_EQ(notes(), 0);
    EXPECT_FALSE(bed.deliver(first).retry);
    EXPECT_FALSE(bed.deliver(second).retry);
    EXPECT_EQ(bed.emitted(written).back().text, "heard b");
}

TEST_P(EngineTest, ANewEpochClearsAProjection) {
    bed.deliver(said, NoteId(new_uuid(bed.clock.now())), {"a"});
    Work change = NewEpoch{bed.engine().consumers()[0], {.epoch = "another", .sequence = 0}};
    bed.engine().run({&change, 1});
    EXPECT_EQ(desk.cleared, 2);  // once when the consumer was new
    EXPECT_EQ(bed.engine().cursor(bed.engine().consumers()[0]).epoch, "another");
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

TEST_P(EngineTest, TimersFireOnceAlsoAcrossARestartAndAJumpOfTheClock) {
    bed.call(write, {"later"});
    bed.advance(59'000ms);
    EXPECT_EQ(notes(), 1);
    bed.reopen();
    bed.advance(1'000ms);
    EXPECT_EQ(notes(), 2);
    bed.advance(std::chrono::hours(24 * 30));
    EXPECT_EQ(notes(), 2);
    EXPECT_EQ(desk.ticks, 1);  // missed hours are made up for once
    bed.clock.advance(-std::chrono::hours(24));
    bed.advance(0ms);
    EXPECT_EQ(desk.ticks, 1);
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

TEST_P(EngineTest, AJobsResultComesBackAsWork) {
    bed.call(write, {"loud"});
    bed.reopen();
    bed.run_jobs();
    EXPECT_EQ(bed.emitted(written).back().text, "loud!");
    EXPECT_EQ(desk.shouts, 1);
    bed.run_jobs();
    EXPECT_EQ(desk.shouts, 1);
}

TEST_P(EngineTest, AJobIsTriedAgainLaterAndFailsForGoodAfterItsAttempts) {
    bed.call(write, {"loud and hoarse"});
    bed.run_jobs();
    EXPECT_EQ(desk.shouts, 1);
    for (int i = 0; i < 5; ++i) {
        bed.advance(10'000ms);
        bed.run_jobs();
    }
    EXPECT_EQ(desk.shouts, 3);
    EXPECT_EQ(bed.emitted(written).back().text, "failed: hoarse");
}

TEST_P(EngineTest, WhatWaitsForAWhileDoesNotWaitForAClockThatWasSetBack) {
    for (const bool restarted : {false, true}) {
        bed.call(write, {"loud and hoarse"});
        bed.run_jobs();
        bed.call(write, {"loud"});
        const int before = desk.shouts;
        bed.clock.advance(-std::chrono::hours(24));
        if (restarted) bed.reopen();
        bed.advance(0ms);
        bed.run_jobs();
        EXPECT_EQ(desk.shouts, before + 1) << "what was never tried is tried at once";
        bed.advance(1'000ms);
        bed.run_jobs();
        EXPECT_EQ(desk.shouts, before + 2) << "the pause before the next try begins anew";
        const int ticks = desk.ticks;
        bed.advance(std::chrono::hours(1));
        EXPECT_EQ(desk.ticks, ticks + 1) << "so does what comes every hour";
    }
}

TEST_P(EngineTest, AnAppointmentKeepsItsHourWhenTheClockIsSetBack) {
    bed.call(write, {"later"});
    bed.clock.advance(-std::chrono::hours(24));
    bed.advance(60'000ms);
    EXPECT_EQ(notes(), 1);
    bed.advance(std::chrono::hours(24));
    EXPECT_EQ(notes(), 2);
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
}  // namespace rapport::kit
