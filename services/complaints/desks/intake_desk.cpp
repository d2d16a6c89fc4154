// SPDX-License-Identifier: MIT
#include "services/complaints/desks/intake_desk.hpp"

#include "services/complaints/rules/assessment.hpp"
#include "services/complaints/rules/escalation.hpp"
#include "services/complaints/rules/times.hpp"
#include "services/kit/entities/import_each.hpp"
#include "services/kit/language/language.hpp"

namespace rapport::complaints {

kit::Routes IntakeDesk::routes() {
    using kit::on, kit::tells;
    return {on(api::open, this, &IntakeDesk::open), kit::import_each(api::import_rows, this, &IntakeDesk::import_row),
            kit::job(
                scoring, [this](View& view, auto requests) { return scorer_.run(view, requests); },
                [this](Unit& unit, const auto& request, Opinion opinion) { scored(unit, request, std::move(opinion)); },
                [this](Unit& unit, const auto& request, const auto& error) { not_scored(unit, request, error); }),
            tells(api::opened), tells(api::scored)};
}

kit::Shown<Complaint> IntakeDesk::open(Unit& unit, const kit::New<Complaint>& request) {
    Complaint complaint = request.entity;
    if (!complaint.party && !complaint.contact && !complaint.complainant)
        throw invalid("party", "give the party who complains, or a complainant with a name");
    if (complaint.complainant && complaint.complainant->language)
        kit::check_language_tag("complainant.language", *complaint.complainant->language);
    if (complaint.received_at == Instant{}) complaint.received_at = unit.now();
    complaint.received_at = received_by(complaint.received_at, unit.now());
    complaint.priority_by_hand = complaint.priority.has_value();
    if (complaint.root_cause)
        complaint.root_cause =
            book_.store().words_of_tree(unit, Scheme::root_cause, "root_cause", *complaint.root_cause);
    book_.directory().check(unit, complaint);
    enter(complaint, State::received);
    book_.create(unit, complaint, unit.now());
    return book_.shown(unit, std::move(complaint));
}

kit::ImportedRow IntakeDesk::import_row(Unit& unit, const api::ImportRow& row) {
    if (!row.party && !row.complainant) throw invalid("party", "give party or complainant");
    if (row.complainant && row.complainant->language)
        kit::check_language_tag("complainant.language", *row.complainant->language);
    if (const auto known = book_.store().known(unit, row.reference))
        return {.outcome = kit::ImportOutcome::unchanged, .id = known};
    Complaint complaint{.party = row.party,
                        .complainant = row.complainant,
                        .subject = row.subject,
                        .text = row.text,
                        .remedy_sought = row.remedy_sought,
                        .category = row.category,
                        .subcategory = row.subcategory,
                        .received_via = row.received_via,
                        .received_at = received_by(row.received_at, unit.now()),
                        .impact = row.impact,
                        .priority = row.priority,
                        .priority_by_hand = row.priority.has_value(),
                        .resolution = row.resolution,
                        .reference = row.reference};
    book_.directory().check(unit, complaint);
    complaint.closed_at = row.closed_at;
    name_owner(unit, complaint, row);
    enter(complaint, row.open ? State::received : State::closed);
    book_.create(unit, complaint, row.received_at);
    return {.id = complaint.id, .unknown_user = complaint.former_owner};
}

/// Somebody who may not sign in any more can have worked on what is over, and on nothing else.
void IntakeDesk::name_owner(const View& view, Complaint& complaint, const api::ImportRow& row) {
    if (!row.owner) return;
    const auto user = kit::find_user(view, *row.owner);
    if (user && (user->active || !row.open)) complaint.owner = user->id;
    else complaint.former_owner = row.owner;
}

void IntakeDesk::scored(Unit& unit, const ScoreRequest& request, Opinion opinion) {
    const auto before = book_.store().complaints.find(unit, request.complaint);
    if (!before) return;
    Complaint after = complaints::scored(*before, std::move(opinion.score));
    after.repeats = opinion.repeats;
    if (after.open && !after.owner) after.owner = book_.owner_by_rule(unit, after);
    // What is taken over from another system brings nobody to act: it would by the hundred.
    if (!unit.quiet()) after = escalated_by_rule(std::move(after), book_.escalation(), unit.now());
    book_.save(unit, *before, std::move(after), api::scored);
}

void IntakeDesk::not_scored(Unit& unit, const ScoreRequest& request, const std::string& error) {
    const auto before = book_.store().complaints.find(unit, request.complaint);
    if (!before) return;
    Complaint after = *before;
    after.score_error = error;
    if (after.open && !after.owner) after.owner = book_.owner_by_rule(unit, after);
    book_.save(unit, *before, std::move(after), api::changed);
}

}  // namespace rapport::complaints
