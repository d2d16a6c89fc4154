// SPDX-License-Identifier: MIT
#pragma once
#include "services/complaints/cases/feedback_book.hpp"

namespace rapport::complaints {

/// Questions, from receipt to their end, or until they are complaints.
class QuestionDesk {
public:
    explicit QuestionDesk(const Casebook& book) : book_(book), books_(book) {}
    kit::Routes routes();
    void add_derivations(std::vector<kit::Derivation>& all) const { books_.questions.add_derivation(all); }

private:
    kit::Shown<Question> create_question(Unit& unit, const kit::New<Question>& request);
    kit::Shown<Question> update(Unit& unit, const kit::Edit<Question>& request);
    kit::Shown<Complaint> make_complaint(Unit& unit, const api::MoveQuestion& request);

    const Casebook& book_;
    const FeedbackBooks books_;
};

}  // namespace rapport::complaints
