// SPDX-License-Identifier: MIT
#pragma once
#include <span>

#include "services/complaints/api/feedback.hpp"
#include "services/complaints/api/questions.hpp"
#include "services/complaints/rules/lifecycle.hpp"

/// The ways of compliments, suggestions and questions: values and pure functions, no I/O.
namespace rapport::complaints {

/// Where one in that state can go.
std::span<const ComplimentState> moves_from(ComplimentState state);
std::span<const SuggestionState> moves_from(SuggestionState state);
std::span<const QuestionState> moves_from(QuestionState state);

/// One that comes.
void begin(Compliment& compliment);
void begin(Suggestion& suggestion);
void begin(Question& question);

/// In its new state. failed_precondition, with state and allowed_moves as details, if it cannot go there; publishing
/// also without the giver's consent.
Compliment moved(Compliment compliment, ComplimentState to, Instant now);
/// `text` is the decision or the answer.
Suggestion moved(Suggestion suggestion, SuggestionState to, const std::string& text, Instant now);
Question moved(Question question, QuestionState to, Instant now);
/// Of whoever answers, if nobody had it.
Question answered(Question question, const std::string& text, const Actor& by, Instant now);
/// failed_precondition for one that is over.
Question updated(Question question, const api::UpdateQuestion& request);

/// The complaint that a question was, received when it was: under its id and number, of the same person.
Complaint complaint_of(const Question& question, const ReplyDeadlines& deadlines, Instant now);

}  // namespace rapport::complaints
