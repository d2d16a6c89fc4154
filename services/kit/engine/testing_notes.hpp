// SPDX-License-Identifier: MIT
#pragma once
#include <gtest/gtest.h>

#include "services/kit/engine/engine.hpp"
#include "services/kit/store/table.hpp"
#include "services/kit/testing/bed.hpp"

// The service by which the engine's tests try it.
namespace rapport::kit::notes {

using namespace std::literals;

struct NoteTag;
using NoteId = Id<NoteTag>;

/// What is kept.
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
/// Has something kept.
struct Write {
    std::string text;
    std::vector<std::string> marks = {};
    static constexpr auto fields =
        describe(Field{"text", &Write::text, "what", length(1, 100)}, Field{"marks", &Write::marks, "to find it by"});
};
/// Has it changed.
struct Edit {
    NoteId id;
    std::optional<std::int64_t> version;
    std::string text;
    std::vector<std::string> marks = {};
    static constexpr auto fields = describe(Field{"id", &Edit::id, "which"}, Field{"version", &Edit::version, "read"},
                                            Field{"text", &Edit::text, "what"}, Field{"marks", &Edit::marks, "all"});
};
/// What is asked of all that is kept.
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
/// What another service tells, and a job is given.
struct Heard {
    std::string text;
    static constexpr auto fields = describe(Field{"text", &Heard::text, "what"});
};

inline constexpr Command<Write, Note> write{"write", CREATE("/notes"), roles(Role::agent)};
inline constexpr Command<Edit, Note> edit{"edit", POST("/notes/{id}"), roles(Role::agent)};
inline constexpr Query<ListNotes, Page<Note>> list{"list", GET("/notes"), roles(Role::agent)};
inline constexpr Event<Note> written{"notes.written", "a note was written"};
inline constexpr Event<Heard> said{"radio.said", "somebody said something"};
inline constexpr Timer<NoteId> remind_timer{"remind"};
inline constexpr Job<Heard, Heard> shout_job{"shout", 10, 3};

inline constexpr Migration schema_[] = {
    {"001_notes",
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
inline bus::EventPage read(Db& db, const bus::ReadEvents& request = {}) {
    const EventParties none;
    return Outbox::read(db, request, {.parties = none});
}

/// The service on a store of the kind that the parameter names.
class NotesTest : public testing::TestWithParam<std::string> {
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

}  // namespace rapport::kit::notes
