// SPDX-License-Identifier: MIT
#include "services/complaints/cases/conversation.hpp"

#include <algorithm>

#include "services/complaints/rules/links.hpp"

namespace rapport::complaints {

Note Conversation::say(Unit& unit, const Complaint& complaint, Visibility visibility, const std::string& text) const {
    return save(unit, {.complaint = complaint.id, .visibility = visibility, .text = text}, complaint,
                visibility == Visibility::shown ? api::answered : api::noted);
}

void Conversation::store(Unit& unit, Note& note) const {
    note.id = unit.new_id<NoteId>();
    note.by = unit.actor().id;
    note.created_at = unit.now();
    book_.store().notes.put(unit, note);
}

Note Conversation::save(Unit& unit, Note note, const Complaint& complaint,
                        const kit::Event<api::NoteEvent>& event) const {
    store(unit, note);
    unit.emit(event, complaint.id, {{{note, {}}, book_.links().page_of(unit, complaint.id)}, complaint});
    return note;
}

Complaint Conversation::one_that_goes_on(const View& view, Complaint complaint) const {
    auto others = book_.store().instead_of(view, complaint);
    return others.empty() ? complaint : std::move(others.back());
}

api::Replied Conversation::reply(Unit& unit, const ComplaintId& id, const std::string& text) const {
    const Complaint own = book_.store().complaints.get(unit, id), before = one_that_goes_on(unit, own);
    Complaint after = after_reply(before, book_.lifecycle(), kit::asking(unit));
    const bool follow = !after.open;
    if (follow) {
        after = follow_up(own, text, unit.now());
        book_.create(unit, after, unit.now());
        book_.store().link(unit, after.id, before.id, LinkKind::follows);
        unit.emit(api::linked, after.id, {after.id, before.id, LinkKind::follows}, kit::concerning(after.party));
    } else {
        after = book_.save(unit, before, std::move(after),
                           after.state == before.state ? api::changed : event_of(before.state, after.state));
    }
    Note note{.complaint = after.id, .visibility = Visibility::shown, .from_complainant = true, .text = text};
    if (!follow && own.id != after.id) {
        // The one that goes on may be somebody else's, who sees nothing of this; they see it with their own.
        Note seen = note;
        seen.complaint = own.id;
        store(unit, seen);
        note.visibility = Visibility::internal;
    }
    note = save(unit, std::move(note), after, api::replied);
    return {std::move(after), std::move(note), follow};
}

}  // namespace rapport::complaints
