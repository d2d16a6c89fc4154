// SPDX-License-Identifier: MIT
#include "services/complaints/desks/outside_desk.hpp"

#include <algorithm>

#include "services/complaints/rules/assessment.hpp"
#include "services/kit/language/language.hpp"

namespace rapport::complaints {
namespace {

/// Who files something, as they say themselves.
Complainant complainant_of(const auto& filed) {
    if (filed.language) kit::check_language_tag("language", *filed.language);
    return {.name = filed.name, .email = filed.email, .phone = filed.phone, .language = filed.language};
}

/// Whoever waits for an answer.
void check_reachable(const auto& request) {
    if (!request.email && !request.phone) throw invalid("email", "give an e-mail address or a telephone number");
}

}  // namespace

kit::Routes OutsideDesk::routes() {
    using kit::on;
    return {on(api::file, this, &OutsideDesk::file),
            on(api::file_compliment, this, &OutsideDesk::file_compliment),
            on(api::file_suggestion, this, &OutsideDesk::file_suggestion),
            on(api::file_question, this, &OutsideDesk::file_question),
            on(api::follow_question, this, &OutsideDesk::follow_question),
            on(api::question_link, this, &OutsideDesk::question_link),
            on(api::follow_compliment, this, &OutsideDesk::follow_compliment),
            on(api::follow_suggestion, this, &OutsideDesk::follow_suggestion),
            on(api::follow, this, &OutsideDesk::follow),
            on(api::outside_reply, this, &OutsideDesk::reply),
            on(api::outside_accept, this, &OutsideDesk::accept),
            on(api::outside_dispute, this, &OutsideDesk::dispute),
            on(api::rate, this, &OutsideDesk::rate),
            on(api::outside_link, this, &OutsideDesk::link),
            kit::tells(api::rated)};
}

Complaint OutsideDesk::complaint_of(const View& view, const std::string& token) const {
    return book_.links().behind(view, book_.store().complaints, token);
}

api::OutsideView OutsideDesk::shown(const View& view, const Complaint& complaint) const {
    const auto moves = book_.lifecycle().moves().shown(complaint, {view.now()}).allowed_moves;
    const auto may = [&](const auto& command) {
        return std::ranges::find(moves, command.name, &kit::AllowedMove::method) != moves.end();
    };
    api::OutsideView shown{.token = book_.links().token_for(view, complaint.id),
                           .number = complaint.number,
                           .subject = complaint.subject,
                           .state = complaint.state,
                           .open = complaint.open,
                           .received_at = complaint.received_at,
                           .text = complaint.text,
                           .remedy_sought = complaint.remedy_sought,
                           .dispute = complaint.dispute,
                           .final_position = complaint.final_position,
                           .recourse = complaint.recourse,
                           .ended_because = complaint.ended_because,
                           .reply_by = complaint.reply_by,
                           .closed_at = complaint.closed_at,
                           .satisfaction = complaint.satisfaction,
                           .satisfaction_comment = complaint.satisfaction_comment,
                           .was_question = complaint.was_question,
                           .may_accept = may(api::accept),
                           .may_dispute = may(api::dispute),
                           .may_rate = may_rate(complaint)};
    if (complaint.first_proposed_at) shown.resolution = complaint.resolution;
    const kit::Condition conditions[] = {{"complaint", complaint.id}, {"visibility", Visibility::shown}};
    for (const Note& note : book_.store().notes.list(view, {.limit = 200}, conditions).items)
        shown.notes.push_back({note.text, note.from_complainant, note.created_at});
    return shown;
}

api::Filed OutsideDesk::file(Unit& unit, const api::FileComplaint& request) {
    check_reachable(request);
    Complaint complaint{.complainant = complainant_of(request),
                        .subject = request.subject,
                        .text = request.text,
                        .remedy_sought = request.remedy_sought,
                        .received_at = unit.now()};
    enter(complaint, State::received);
    book_.create(unit, complaint, unit.now());
    return {complaint.number, book_.links().token_for(unit, complaint.id)};
}

api::Filed OutsideDesk::file_compliment(Unit& unit, const api::FileCompliment& request) {
    const Compliment compliment =
        feedback_.compliments.create(unit, {.giver = complainant_of(request),
                                            .praised = request.praised,
                                            .text = request.text,
                                            .consent_to_publish = request.consent_to_publish});
    return {compliment.number, book_.links().token_for(unit, compliment.id)};
}

api::Filed OutsideDesk::file_suggestion(Unit& unit, const api::FileSuggestion& request) {
    const Suggestion suggestion = feedback_.suggestions.create(
        unit, {.giver = complainant_of(request), .subject = request.subject, .text = request.text});
    return {suggestion.number, book_.links().token_for(unit, suggestion.id)};
}

api::Filed OutsideDesk::file_question(Unit& unit, const api::FileQuestion& request) {
    check_reachable(request);
    const Question question = feedback_.questions.create(
        unit, {.giver = complainant_of(request), .subject = request.subject, .text = request.text});
    return {question.number, book_.links().token_for(unit, question.id)};
}

api::OutsideCompliment OutsideDesk::follow_compliment(View& view, const api::Follow& request) {
    const Compliment compliment = book_.links().behind(view, feedback_.compliments, request.token);
    return {compliment.number, compliment.praised, compliment.text, compliment.state, compliment.received_at};
}

api::OutsideSuggestion OutsideDesk::follow_suggestion(View& view, const api::Follow& request) {
    using enum SuggestionState;
    const Suggestion suggestion = book_.links().behind(view, feedback_.suggestions, request.token);
    const bool told = suggestion.state == received || suggestion.state == answered;
    return {.number = suggestion.number,
            .subject = suggestion.subject,
            .text = suggestion.text,
            .answer = suggestion.answer,
            .state = told ? suggestion.state : considered,
            .received_at = suggestion.received_at,
            .answered_at = suggestion.answered_at};
}

api::OutsideQuestion OutsideDesk::follow_question(View& view, const api::Follow& request) {
    const Question question = book_.links().behind(view, feedback_.questions, request.token);
    return {.number = question.number,
            .subject = question.subject,
            .text = question.text,
            .answer = question.answer,
            .state = question.state,
            .received_at = question.received_at,
            .answered_at = question.answered_at,
            .closed_at = question.closed_at};
}

api::OutsideView OutsideDesk::follow(View& view, const api::Follow& request) {
    return shown(view, complaint_of(view, request.token));
}

api::OutsideView OutsideDesk::reply(Unit& unit, const api::OutsideSay& request) {
    const ComplaintId own = complaint_of(unit, request.token).id;
    const api::Replied replied = conversation_.reply(unit, own, request.text);
    // A duplicate's replies go to a complaint that may be somebody else's.
    return shown(unit, replied.follow_up ? replied.complaint : book_.store().complaints.get(unit, own));
}

api::OutsideView OutsideDesk::accept(Unit& unit, const api::Follow& request) {
    const Complaint complaint = complaint_of(unit, request.token);
    return shown(unit, book_.move(unit, complaint.id, {}, {.method = api::accept.name}));
}

api::OutsideView OutsideDesk::dispute(Unit& unit, const api::OutsideSay& request) {
    if (request.text.size() > 2'000) throw invalid("text", "must have at most 2000 bytes");
    const Complaint complaint = complaint_of(unit, request.token);
    return shown(unit, book_.move(unit, complaint.id, {}, {.method = api::dispute.name, .reason = request.text}));
}

api::OutsideView OutsideDesk::rate(Unit& unit, const api::Rate& request) {
    const Complaint before = complaint_of(unit, request.token);
    return shown(
        unit, book_.save(unit, before, complaints::rated(before, request.satisfaction, request.comment), api::rated));
}

api::OutsideLink OutsideDesk::question_link(View& view, const kit::ById<QuestionId>& request) {
    const std::string token = book_.links().token_for(view, feedback_.questions.get(view, request.id).id);
    return {token, "/api/v1/outside/questions/" + token, OutsideLinks::page("question", token)};
}

api::OutsideLink OutsideDesk::link(View& view, const kit::ById<ComplaintId>& request) {
    const std::string token = book_.links().token_for(view, book_.store().complaints.get(view, request.id).id);
    return {token, "/api/v1/outside/complaints/" + token, OutsideLinks::complaint_page(token)};
}

}  // namespace rapport::complaints
