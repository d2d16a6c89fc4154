// SPDX-License-Identifier: MIT
#include "services/complaints/desks/note_desk.hpp"

namespace rapport::complaints {

kit::Routes NoteDesk::routes() {
    using kit::on, kit::tells;
    return {on(api::add_note, this, &NoteDesk::add_note),
            on(api::list_notes, this, &NoteDesk::list),
            on(api::reply, this, &NoteDesk::reply),
            tells(api::noted),
            tells(api::note_removed),
            tells(api::answered),
            tells(api::replied)};
}

Note NoteDesk::add_note(Unit& unit, const api::AddNote& request) {
    return conversation_.say(unit, book_.store().complaints.get(unit, request.complaint), request.visibility,
                             request.text);
}

kit::Page<Note> NoteDesk::list(View& view, const api::ListNotes& request) {
    book_.store().complaints.get(view, request.complaint);
    const kit::Condition conditions[] = {{"complaint", request.complaint}, {"visibility", request.visibility}};
    return book_.store().notes.list(view, {request.limit, request.after, {}, {}}, conditions);
}

api::Replied NoteDesk::reply(Unit& unit, const api::Reply& request) {
    return conversation_.reply(unit, request.id, request.text);
}

}  // namespace rapport::complaints
