// SPDX-License-Identifier: MIT
#include "services/complaints/desks/question_desk.hpp"

namespace rapport::complaints {

kit::Routes QuestionDesk::routes() {
    using kit::on, kit::tells;
    return {on(api::add_question, this, &QuestionDesk::add_question),
            on(api::get_question, this, &QuestionDesk::get),
            on(api::list_questions, this, &QuestionDesk::list),
            on(api::update_question, this, &QuestionDesk::update),
            on(api::answer_question, this, &QuestionDesk::answer),
            on(api::close_question, this, &QuestionDesk::close),
            on(api::make_complaint, this, &QuestionDesk::make_complaint),
            tells(api::question_received),
            tells(api::question_changed),
            tells(api::question_answered),
            tells(api::question_closed),
            tells(api::question_became_complaint)};
}

Question QuestionDesk::add_question(Unit& unit, const api::AddQuestion& request) {
    if (request.service) book_.directory().check_service(unit, *request.service);
    return books_.questions.create(unit,
                                   {.party = request.party,
                                    .giver = request.giver,
                                    .subject = request.subject,
                                    .text = request.text,
                                    .owner = request.owner,
                                    .service = request.service,
                                    .received_via = request.received_via,
                                    .received_at = received_by(request.received_at.value_or(unit.now()), unit.now())});
}

Question QuestionDesk::get(View& view, const kit::ById<QuestionId>& request) {
    return books_.questions.get(view, request.id);
}

kit::Page<Question> QuestionDesk::list(View& view, const api::ListQuestions& request) {
    const kit::Condition conditions[] = {
        {"state", request.state}, {"party", request.party}, {"owner", request.owner}, {"service", request.service}};
    return books_.questions.list(view, {request.limit, request.after, request.search, {}}, conditions);
}

Question QuestionDesk::update(Unit& unit, const api::UpdateQuestion& request) {
    return books_.questions.change(unit, request, api::question_changed, [&](const Question& before) {
        Question after = updated(before, request);
        if (after.service && after.service != before.service) book_.directory().check_service(unit, *after.service);
        return after;
    });
}

Question QuestionDesk::answer(Unit& unit, const api::AnswerQuestion& request) {
    return books_.questions.change(unit, request, api::question_answered, [&](const Question& before) {
        return answered(before, request.text, unit.actor(), unit.now());
    });
}

Question QuestionDesk::close(Unit& unit, const api::MoveQuestion& request) {
    return books_.questions.change(unit, request, api::question_closed, [&](const Question& before) {
        return moved(before, QuestionState::closed, unit.now());
    });
}

Complaint QuestionDesk::make_complaint(Unit& unit, const api::MoveQuestion& request) {
    const Question question = books_.questions.change(
        unit, request, api::question_became_complaint,
        [&](const Question& before) { return moved(before, QuestionState::complaint, unit.now()); });
    Complaint complaint = complaint_of(question, book_.deadlines(), unit.now());
    book_.create(unit, complaint, unit.now());
    if (question.answer) {
        // They were told of it when it was given: it stays to be read.
        Note note{.id = unit.new_id<NoteId>(),
                  .complaint = complaint.id,
                  .visibility = Visibility::shown,
                  .text = *question.answer,
                  .by = question.answered_by.value_or(""),
                  .at = question.answered_at.value_or(unit.now())};
        book_.store().notes.put(unit, note);
    }
    return complaint;
}

}  // namespace rapport::complaints
