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
    Instant at;
    static constexpr auto fields =
        describe(Field{"id", &Note::id, "unique"}, Field{"version", &Note::version, "always 1"},
                 Field{"complaint", &Note::complaint, "of which complaint"},
                 Field{"visibility", &Note::visibility, "public: the complainant sees it"},
                 Field{"from_complainant", &Note::from_complainant, "whether they said it themselves"},
                 Field{"text", &Note::text, "what is said", personal}, Field{"by", &Note::by, "who wrote it down"},
                 Field{"at", &Note::at, "when"});
};

}  // namespace rapport::complaints

namespace rapport::complaints::api {

/// A note of ours; a public one is told to the complainant.
struct AddNote {
    ComplaintId complaint;
    Visibility visibility = Visibility::internal;
    std::string text;
    static constexpr auto fields = describe(
        Field{"complaint", &AddNote::complaint, "which complaint"},
        Field{"visibility", &AddNote::visibility, "public: the complainant sees it; internal if left out", defaulted},
        Field{"text", &AddNote::text, "what is said", length(1, 20'000), multiline, personal});
};
/// A page of a complaint's notes.
struct ListNotes {
    ComplaintId complaint;
    std::int64_t limit = 50;
    std::optional<std::string> after;
    std::optional<Visibility> visibility;
    static constexpr auto fields =
        describe(Field{"complaint", &ListNotes::complaint, "which complaint"},
                 Field{"limit", &ListNotes::limit, "how many at most", between(1, 200), defaulted},
                 Field{"after", &ListNotes::after, "`next` of the page before", length(1, 500)},
                 Field{"visibility", &ListNotes::visibility, "only those that are public, or internal"});
};
/// What the complainant says to a complaint of theirs.
struct Reply {
    ComplaintId id;
    std::string text;
    static constexpr auto fields =
        describe(Field{"id", &Reply::id, "which complaint"},
                 Field{"text", &Reply::text, "in their words", length(1, 20'000), multiline, personal});
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
/// Data of events about a note; `page` is where its complainant follows the complaint.
struct NoteTold {
    Note note;
    Complaint complaint;
    std::optional<std::string> page = {};
    static constexpr auto fields = describe(
        Field{"note", &NoteTold::note, "what was said"},
        Field{"complaint", &NoteTold::complaint, "of which complaint, as it is now"},
        Field{"page", &NoteTold::page,
              "path of the complainant's page, for letters to them: whoever has it speaks for them", personal});
};

inline constexpr kit::Command<AddNote, Note> add_note{"add_note", CREATE("/complaints/{complaint}/notes"), desk,
                                                      "Something is said about a complaint."};
inline constexpr kit::Query<ListNotes, kit::Page<Note>> list_notes{"list_notes", GET("/complaints/{complaint}/notes"),
                                                                   desk, "What was said, newest first."};
inline constexpr kit::Command<Reply, Replied> reply{
    "reply", POST("/complaints/{id}/reply"), desk,
    "The complainant says something: work goes on, a closed complaint is opened again, or after the grace time another "
    "is opened that follows it."};

inline constexpr kit::Event<NoteTold> noted{"complaints.noted", "something was said about a complaint among us"};
inline constexpr kit::Event<NoteTold> note_removed{
    "complaints.note_removed", "what the complainant of a duplicate wrote is no more kept with this complaint"};
inline constexpr kit::Event<NoteTold> answered{"complaints.answered", "something was said to the complainant"};
inline constexpr kit::Event<NoteTold> replied{"complaints.replied", "the complainant said something"};

}  // namespace rapport::complaints::api
