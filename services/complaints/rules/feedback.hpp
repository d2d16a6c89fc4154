// SPDX-License-Identifier: MIT
#pragma once
#include "services/complaints/api/feedback.hpp"
#include "services/complaints/api/questions.hpp"
#include "services/complaints/rules/lifecycle.hpp"

/// The rules of compliments, suggestions and questions: values and pure functions, no I/O.
namespace rapport::complaints {

const kit::Moves<Compliment>& compliment_moves();
const kit::Moves<Suggestion>& suggestion_moves();
const kit::Moves<Question>& question_moves();

/// What is recorded of a suggestion that was adopted or declined by then.
void decide(Suggestion& suggestion, const std::string& why, Instant now);
/// What is recorded of a question that was answered by then; it belongs to who answers it, if nobody had it.
void answer(Question& question, const std::string& text, const Actor& by, Instant now);
/// failed_precondition for one that is over.
Question updated(Question question, const kit::Edit<Question>& edit, const kit::Asking& asking);

/// The complaint that a question was, received when it was: under its id and number, of the same person.
Complaint complaint_of(const Question& question);

}  // namespace rapport::complaints
