// SPDX-License-Identifier: MIT
#pragma once
#include "services/complaints/cases/casebook.hpp"

namespace rapport::complaints {

/// What is said about complaints, whoever says it and through whichever desk.
class Conversation {
public:
    explicit Conversation(const Casebook& book) : book_(book) {}

    Note say(Unit& unit, const Complaint& complaint, Visibility visibility, const std::string& text) const;
    /// What the complainant says: kept with the complaint, or with the one that it is a duplicate of, and work goes on
    /// where it waited. If that is over for good, another complaint is opened that follows it. What is kept with
    /// another complaint is internal there, since its complainant may be somebody else.
    api::Replied reply(Unit& unit, const ComplaintId& id, const std::string& text) const;

private:
    Complaint one_that_goes_on(const View& view, Complaint complaint) const;
    void store(Unit& unit, Note& note) const;
    Note save(Unit& unit, Note note, const Complaint& complaint, const kit::Event<api::NoteEvent>& event) const;

    const Casebook& book_;
};

}  // namespace rapport::complaints
