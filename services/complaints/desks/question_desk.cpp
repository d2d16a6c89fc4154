// SPDX-License-Identifier: MIT
#include "services/complaints/desks/question_desk.hpp"

namespace rapport::complaints {

kit::Routes QuestionDesk::routes() {
    using kit::on, kit::tells;
    return {on(api::create_question, this, &QuestionDesk::create_question),
            on(api::get_question, books_.questions.table()),
            on(api::list_questions, books_.questions.table()),
            on(api::update_question, this, &QuestionDesk::update),
            books_.questions.move(api::answer_question, api::question_answered,
                                  [](Unit& unit, Question& question, const api::AnswerQuestion& request) {
                                      answer(question, request.text, unit.actor(), unit.now());
                                  }),
            books_.questions.move(api::close_question, api::question_closed,
                                  [](Unit& unit, Question& question, const auto&) { question.closed_at = unit.now(); }),
            on(api::make_complaint, this, &QuestionDesk::make_complaint),
            tells(api::question_received),
            tells(api::question_changed),
            tells(api::question_answered),
            tells(api::question_closed),
            tells(api::question_became_complaint)};
}

kit::Shown<Question> QuestionDesk::create_question(Unit& unit, const kit::New<Question>& request) {
    if (request.entity.service) book_.directory().check_service(unit, *request.entity.service);
    return books_.questions.table().shown(unit, books_.questions.create(unit, request.entity));
}

kit::Shown<Question> QuestionDesk::update(Unit& unit, const kit::Edit<Question>& request) {
    const Question before = books_.questions.get(unit, request.id());
    kit::check_version(request.version(), before.version);
    Question after = updated(before, request, kit::asking(unit));
    if (after.service && after.service != before.service) book_.directory().check_service(unit, *after.service);
    return books_.questions.table().shown(unit,
                                          books_.questions.save(unit, before, std::move(after), api::question_changed));
}

kit::Shown<Complaint> QuestionDesk::make_complaint(Unit& unit, const api::MoveQuestion& request) {
    const Question question =
        books_.questions.change(unit, request, api::question_became_complaint, [&](Question before) {
            books_.questions.table().moves().make(before, api::make_complaint, kit::asking(unit));
            before.closed_at = unit.now();
            return before;
        });
    Complaint complaint = complaint_of(question);
    book_.create(unit, complaint, unit.now());
    if (question.answer) {
        // They were told of it when it was given: it stays to be read.
        Note note{.id = unit.new_id<NoteId>(),
                  .complaint = complaint.id,
                  .visibility = Visibility::shown,
                  .text = *question.answer,
                  .by = question.answered_by.value_or(""),
                  .created_at = question.answered_at.value_or(unit.now())};
        book_.store().notes.put(unit, note);
    }
    return book_.shown(unit, std::move(complaint));
}

}  // namespace rapport::complaints
