// SPDX-License-Identifier: MIT
#pragma once
#include "services/complaints/cases/conversation.hpp"

namespace rapport::complaints {

/// What is said about complaints.
class NoteDesk {
public:
    explicit NoteDesk(const Casebook& book) : book_(book), conversation_(book) {}
    kit::Routes routes();

private:
    Note create_note(Unit& unit, const kit::New<Note>& request);
    kit::Page<Note> list(View& view, const kit::ListOf<Note>& request);
    api::Replied reply(Unit& unit, const api::Reply& request);

    const Casebook& book_;
    Conversation conversation_;
};

}  // namespace rapport::complaints
