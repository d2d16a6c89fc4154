// SPDX-License-Identifier: MIT
#include "services/complaints/rules/feedback.hpp"

namespace rapport::complaints {

const kit::Moves<Compliment>& compliment_moves() {
    using enum ComplimentState;
    static const kit::Moves<Compliment> moves{
        "compliment",
        &Compliment::state,
        {{{received}, thanked, api::thank, "its giver is thanked", kit::usual},
         {{thanked}, forwarded, api::forward_compliment, "those praised, and who leads them, are told", kit::usual},
         {{forwarded},
          published,
          api::publish_compliment,
          "it is shown to others, if its giver has consented",
          kit::usual,
          [](const Compliment& compliment, const kit::Asking&) -> std::optional<kit::Blocked> {
              if (compliment.consent_to_publish) return {};
              return kit::Blocked{"its_giver_has_not_consented"};
          }}}};
    return moves;
}

const kit::Moves<Suggestion>& suggestion_moves() {
    using enum SuggestionState;
    static const kit::Moves<Suggestion> moves{
        "suggestion",
        &Suggestion::state,
        {{{received}, considered, api::consider, "somebody considers it", kit::usual},
         {{considered}, adopted, api::adopt, "it will be done: it is a demand from now on", kit::usual},
         {{considered}, declined, api::decline, "it will not be done"},
         {{adopted, declined}, answered, api::answer_suggestion, "its giver is told what became of it", kit::usual}}};
    return moves;
}

const kit::Moves<Question>& question_moves() {
    using enum QuestionState;
    static const kit::Moves<Question> moves{
        "question",
        &Question::state,
        {{{received}, answered, api::answer_question, "the asker is told", kit::usual},
         {{answered}, closed, api::close_question, "it is over", kit::usual},
         {{received, answered},
          complaint,
          api::make_complaint,
          "it is a complaint and goes on as one, under the same id and number"}}};
    return moves;
}

void decide(Suggestion& suggestion, const std::string& why, Instant now) {
    suggestion.adopted = suggestion.state == SuggestionState::adopted;
    suggestion.decision = why;
    suggestion.decided_at = now;
}

void answer(Question& question, const std::string& text, const Actor& by, Instant now) {
    question.answer = text;
    question.answered_by = by.id;
    question.answered_at = now;
    if (!question.owner) question.owner = kit::user_acting(by);
}

Question updated(Question question, const kit::Edit<Question>& edit, const kit::Asking& asking) {
    if (question.closed_at)
        throw question_moves().refused(question, asking,
                                       question.state == QuestionState::complaint
                                           ? "it is a complaint by now: change that, which has the same id"
                                           : "a question that is closed is not changed any more");
    apply_patch(question, edit);
    return question;
}

Complaint complaint_of(const Question& question) {
    return {.id = ComplaintId(question.id),
            .number = question.number,
            .party = question.party,
            .party_name = question.party_name,
            .complainant = question.giver,
            .subject = question.subject,
            .text = question.text,
            .owner = question.owner,
            .former_owner = question.former_owner,
            .service = question.service,
            .received_via = question.received_via,
            .received_at = question.received_at,
            .was_question = true};
}

}  // namespace rapport::complaints
