// SPDX-License-Identifier: MIT
#include "services/complaints/desks/note_desk.hpp"

#include <algorithm>

#include "services/kit/entities/crud.hpp"

namespace rapport::complaints {

kit::Routes NoteDesk::routes() {
    using kit::on, kit::tells;
    return {on(api::create_note, this, &NoteDesk::create_note),
            on(api::list_notes, book_.store().notes, this, &NoteDesk::list),
            on(api::reply, this, &NoteDesk::reply),
            tells(api::noted),
            tells(api::note_removed),
            tells(api::answered),
            tells(api::replied)};
}

Note NoteDesk::create_note(Unit& unit, const kit::New<Note>& request) {
    const Note& note = request.entity;
    return conversation_.say(unit, book_.store().complaints.get(unit, note.complaint), note.visibility, note.text);
}

kit::Page<Note> NoteDesk::list(View& view, const kit::ListOf<Note>& request) {
    // Whoever may see these complaints may read what was noted of them; of no other.
    bool names_some = false;
    for (const kit::Condition& condition : kit::conditions_of(request, view.actor())) {
        if (condition.column != "complaint") continue;
        const auto check = [&](const kit::Param& id) {
            book_.store().complaints.get(view, ComplaintId(uuid_from(id.as_text()).value()));
        };
        check(condition.value);
        std::ranges::for_each(condition.others, check);
        names_some = true;
    }
    if (!names_some) throw invalid("complaint", "is required");
    return book_.store().notes.page(view, request);
}

api::Replied NoteDesk::reply(Unit& unit, const api::Reply& request) {
    return conversation_.reply(unit, request.id, request.text);
}

}  // namespace rapport::complaints
