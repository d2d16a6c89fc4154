// SPDX-License-Identifier: MIT
#pragma once
#include "services/complaints/api/intake.hpp"

/// What is said about a complaint, among us and to and fro.
namespace rapport::complaints {

struct NoteTag;
using NoteId = Id<NoteTag>;

/// A public note is seen by the complainant, an internal one by us alone.
enum class Visibility { internal, shown };
constexpr auto names_of(Visibility) { return std::array{"internal"sv, "public"sv}; }

/// What was said about a complaint, by us or by its complainant.
struct Note {
    NoteId id;
    std::int64_t version = 0;
    ComplaintId complaint;
    Visibility visibility = Visibility::internal;
    bool from_complainant = false;
    std::string text, by;
    Instant created_at;
    static constexpr auto fields =
        describe(identity(&Note::id, &Note::version),
                 Field{"complaint", &Note::complaint, "the complaint that it is about", initial, filter},
                 Field{"visibility", &Note::visibility,
                       "public: the complainant sees it; internal unless said otherwise", initial, defaulted, filter},
                 Field{"from_complainant", &Note::from_complainant, "whether the complainant said it"},
                 Field{"text", &Note::text, "what is said", length(1, 20'000), multiline, personal, initial},
                 Field{"by", &Note::by, "who wrote it down"},
                 Field{"created_at", &Note::created_at, "when it was said", was("at")});
};

}  // namespace rapport::complaints

namespace rapport::complaints::api {

/// What the complainant says to a complaint of theirs.
struct Reply {
    ComplaintId id;
    std::string text;
    static constexpr auto fields =
        describe(Field{"id", &Reply::id, "which complaint"}, Field{"text", &Reply::text, as_in<Note>});
};
/// What became of a reply: the complaint that it is kept with, which a follow-up has opened anew since the other is
/// over.
struct Replied {
    Complaint complaint;
    Note note;
    bool follow_up = false;
    static constexpr auto fields =
        describe(Field{"complaint", &Replied::complaint, "the one that the reply is kept with, as it is now"},
                 Field{"note", &Replied::note, "the reply"},
                 Field{"follow_up", &Replied::follow_up,
                       "whether that complaint was opened by the reply, the other being over"});
};
/// Data of events about a note, with the complaint that it is about.
struct NoteEvent : WithPage<Note> {
    Complaint complaint = {};

    static constexpr auto more = describe(Field{"complaint", &NoteEvent::complaint, "as it is now"});
    static Shape shape() { return kit::shape_with_more<NoteEvent, WithPage>(); }
};

inline constexpr kit::Command<New<Note>, Note> create_note{
    "create_note", CREATE("/complaints/{complaint}/notes"), desk,
    "Create a note about a complaint; a public one is told to the complainant."};
inline constexpr kit::Query<ListOf<Note>, kit::Page<Note>> list_notes{
    "list_notes", GET("/complaints/{complaint}/notes"), desk, "List the notes of a complaint, newest first."};
inline constexpr kit::Command<Reply, Replied> reply{
    "reply", POST("/complaints/{id}/reply"), desk,
    "Record what the complainant says: work goes on, a closed complaint is opened again, or after the grace time "
    "another is opened that follows it."};

inline constexpr kit::Event<NoteEvent> noted{"complaints.noted", "an internal note was written"};
inline constexpr kit::Event<NoteEvent> note_removed{
    "complaints.note_removed", "what the complainant of a duplicate wrote is no more kept with this complaint"};
inline constexpr kit::Event<NoteEvent> answered{"complaints.answered",
                                                "a public note was written: the complainant sees it"};
inline constexpr kit::Event<NoteEvent> replied{"complaints.replied", "the complainant replied"};

}  // namespace rapport::complaints::api
