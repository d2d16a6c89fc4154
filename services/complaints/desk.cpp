// SPDX-License-Identifier: MIT
#include "services/complaints/desk.hpp"

#include <algorithm>

#include "services/complaints/schema.hpp"

namespace rapport::complaints {

using kit::Unit;
using kit::View;

Desk::Desk(Scorer::Settings settings) : scorer_(std::move(settings), store_) {}

kit::Definition Desk::definition() {
    using kit::on, kit::project, kit::tells;
    kit::JobRoute score{"score",
                        256,
                        5,
                        [this](View& view, auto payloads) { return scorer_.score(view, payloads); },
                        [this](Unit& unit, auto payload, auto result) { scored(unit, payload, result); },
                        [this](Unit& unit, auto payload, const auto& error) { not_scored(unit, payload, error); }};
    return {"complaints",
            "Complaints from receipt to closure, with their actions",
            {on(api::open, this, &Desk::open),
             on(api::get, this, &Desk::get),
             on(api::list, this, &Desk::list),
             on(api::update, this, &Desk::update),
             on(api::acknowledge, this, &Desk::acknowledge),
             on(api::assess, this, &Desk::assess),
             on(api::investigate, this, &Desk::investigate),
             on(api::propose, this, &Desk::propose),
             on(api::accept, this, &Desk::accept),
             on(api::close, this, &Desk::close),
             on(api::add_action, this, &Desk::add_action),
             on(api::list_actions, this, &Desk::list_actions),
             on(api::start_action, this, &Desk::start_action),
             on(api::complete_action, this, &Desk::complete_action),
             on(api::cancel_action, this, &Desk::cancel_action),
             on(api::import_rows, this, &Desk::import),
             project(registry::api::party_created, this, &Desk::know_party),
             project(registry::api::party_changed, this, &Desk::know_party),
             project(registry::api::party_retired, this, &Desk::know_party),
             kit::clear("registry", this, &Desk::forget_parties),
             std::move(score),
             tells(api::opened),
             tells(api::scored),
             tells(api::changed),
             tells(api::acknowledged),
             tells(api::assessed),
             tells(api::investigating),
             tells(api::proposed),
             tells(api::accepted),
             tells(api::closed),
             tells(api::action_added),
             tells(api::action_moved)},
            schema};
}

template <class Request, class Change>
Complaint Desk::change(Unit& unit, const Request& request, const kit::Event<api::Told>& event, Change change) {
    const Complaint before = store_.complaints().get(unit, request.id);
    kit::check_version(request.version, before.version);
    Complaint after = change(before);
    store_.complaints().put(unit, after);
    unit.emit(event, after.id, api::Told{after, changes_between(before, after)});
    return after;
}

/// The party's name as the registry told it. A party that is not known here (yet) is looked for by the kit.
void Desk::name_party(Unit& unit, Complaint& complaint) const {
    if (!complaint.party) return;
    const auto party = store_.party(unit, *complaint.party);
    if (!party) throw kit::UnknownReference("registry", "party");
    complaint.party_name = party->name;
}

/// What a complaint gets when it comes, however it comes: number, first version, a place in its references, an opinion
/// of the rule.
void Desk::begin(Unit& unit, Complaint& complaint, Instant happened) {
    complaint.id = unit.new_id<ComplaintId>();
    if (complaint.reference) store_.refer(unit, *complaint.reference, complaint.id);
    complaint.number = unit.next_number('C');
    store_.complaints().put(unit, complaint);
    unit.emit(api::opened, complaint.id, api::Told{complaint, {}}, happened);
    unit.start("score", ScoreRequest{complaint.id});
}

Complaint Desk::open(Unit& unit, const api::Open& request) {
    if (!request.party && !request.complainant)
        throw invalid("party", "give the party who complains, or a complainant with a name");
    Complaint complaint{.party = request.party,
                        .complainant = request.complainant,
                        .subject = request.subject,
                        .text = request.text,
                        .remedy_sought = request.remedy_sought,
                        .category = request.category,
                        .subcategory = request.subcategory,
                        .owner = request.owner,
                        .received_via = request.received_via,
                        .received_at = request.received_at.value_or(unit.now()),
                        .impact = request.impact,
                        .safety_implication = request.safety_implication,
                        .immediate_action = request.immediate_action,
                        .reference = request.reference};
    if (complaint.received_at > unit.now() + std::chrono::minutes(5))
        throw invalid("received_at", "must not be in the future");
    name_party(unit, complaint);
    enter(complaint, State::received);
    begin(unit, complaint, unit.now());
    return complaint;
}

Complaint Desk::get(View& view, const kit::ById<ComplaintId>& request) {
    return store_.complaints().get(view, request.id);
}

kit::Page<Complaint> Desk::list(View& view, const api::List& request) {
    const kit::Condition conditions[] = {{"state", request.state},       {"party", request.party},
                                         {"owner", request.owner},       {"category", request.category},
                                         {"priority", request.priority}, {"received_via", request.received_via}};
    return store_.complaints().list(view, {request.limit, request.after, request.search, request.sort}, conditions);
}

Complaint Desk::update(Unit& unit, const api::Update& request) {
    return change(unit, request, api::changed, [&](Complaint complaint) {
        const auto take = [](auto& field, const auto& given) {
            if (given) field = *given;
        };
        take(complaint.subject, request.subject);
        take(complaint.remedy_sought, request.remedy_sought);
        take(complaint.category, request.category);
        take(complaint.subcategory, request.subcategory);
        take(complaint.owner, request.owner);
        take(complaint.root_cause, request.root_cause);
        take(complaint.impact, request.impact);
        take(complaint.safety_implication, request.safety_implication);
        take(complaint.immediate_action, request.immediate_action);
        take(complaint.priority, request.priority);
        complaint.priority_by_hand |= request.priority.has_value();
        follow_priority(complaint);
        return complaint;
    });
}

Complaint Desk::acknowledge(Unit& unit, const api::Move& request) {
    return change(unit, request, api::acknowledged,
                  [&](const Complaint& complaint) { return moved(complaint, State::acknowledged, unit.now()); });
}

Complaint Desk::assess(Unit& unit, const api::Assess& request) {
    return change(unit, request, api::assessed, [&](Complaint complaint) {
        if (request.category) complaint.category = request.category;
        if (request.impact) complaint.impact = request.impact;
        return assessed(std::move(complaint), request.severity, request.reason, unit.now());
    });
}

Complaint Desk::investigate(Unit& unit, const api::Move& request) {
    return change(unit, request, api::investigating,
                  [&](const Complaint& complaint) { return moved(complaint, State::investigating, unit.now()); });
}

Complaint Desk::propose(Unit& unit, const api::Propose& request) {
    return change(unit, request, api::proposed, [&](Complaint complaint) {
        complaint = moved(std::move(complaint), State::proposed, unit.now());
        complaint.resolution = request.resolution;
        return complaint;
    });
}

Complaint Desk::accept(Unit& unit, const api::Move& request) {
    return change(unit, request, api::accepted,
                  [&](const Complaint& complaint) { return moved(complaint, State::accepted, unit.now()); });
}

Complaint Desk::close(Unit& unit, const api::Move& request) {
    return change(unit, request, api::closed, [&](const Complaint& complaint) {
        Complaint after = moved(complaint, State::closed, unit.now());
        if (std::ranges::any_of(store_.actions_of(unit, complaint.id), [](const Action& a) { return !ended(a.state); }))
            throw Error(Code::failed_precondition, "it has actions that are neither done nor cancelled");
        return after;
    });
}

Action Desk::add_action(Unit& unit, const api::AddAction& request) {
    const Complaint complaint = store_.complaints().get(unit, request.complaint);
    if (complaint.state == State::closed)
        throw Error(Code::failed_precondition, "a complaint that is closed gets no more actions");
    Action action{.id = unit.new_id<ActionId>(),
                  .complaint = request.complaint,
                  .kind = request.kind,
                  .text = request.text,
                  .owner = request.owner,
                  .due = request.due,
                  .added_at = unit.now()};
    store_.actions().put(unit, action);
    unit.emit(api::action_added, complaint.id, api::ActionTold{action, {}});
    return action;
}

api::Actions Desk::list_actions(View& view, const api::ActionsOf& request) {
    store_.complaints().get(view, request.complaint);
    return {store_.actions_of(view, request.complaint)};
}

Action Desk::move_action(Unit& unit, const api::MoveAction& request, ActionState to) {
    const Action before = store_.actions().get(unit, request.id);
    kit::check_version(request.version, before.version);
    Action after = moved(before, to, request.note, unit.now());
    store_.actions().put(unit, after);
    unit.emit(api::action_moved, after.complaint, api::ActionTold{after, changes_between(before, after)});
    return after;
}

Action Desk::start_action(Unit& unit, const api::MoveAction& request) {
    return move_action(unit, request, ActionState::in_progress);
}
Action Desk::complete_action(Unit& unit, const api::MoveAction& request) {
    return move_action(unit, request, ActionState::done);
}
Action Desk::cancel_action(Unit& unit, const api::MoveAction& request) {
    return move_action(unit, request, ActionState::cancelled);
}

api::ImportResult Desk::import(Unit& unit, const api::Import& request) {
    if (!request.notify) unit.be_quiet();
    api::ImportResult result;
    for (const Any& row : request.rows) result.rows.push_back(import_row(unit, row));
    return result;
}

/// Checked before anything is stored, so that a row that is rejected leaves nothing behind.
api::Imported Desk::import_row(Unit& unit, const Any& bytes) {
    try {
        const auto row = decode<api::ImportRow>(bytes);
        if (!row.party && !row.complainant) throw invalid("party", "give party or complainant");
        if (store_.is_known(unit, row.reference)) return {.fate = api::Fate::unchanged};
        Complaint complaint{.party = row.party,
                            .complainant = row.complainant,
                            .subject = row.subject,
                            .text = row.text,
                            .category = row.category,
                            .subcategory = row.subcategory,
                            .received_via = row.received_via,
                            .received_at = row.received_at,
                            .resolution = row.resolution,
                            .reference = row.reference};
        name_party(unit, complaint);
        enter(complaint, row.open ? State::received : State::closed);
        if (!row.open) complaint.closed_at = row.closed_at;
        begin(unit, complaint, row.received_at);
        return {};
    } catch (const kit::UnknownReference&) {
        throw;  // the whole call waits for the registry's news
    } catch (const Error& error) {
        if (error.code() != Code::invalid_argument) throw;
        return {.fate = api::Fate::rejected, .reason = error.message()};
    }
}

void Desk::scored(Unit& unit, std::string_view payload, std::string_view result) {
    const auto before = store_.complaints().find(unit, decode<ScoreRequest>(payload).complaint);
    if (!before) return;
    Complaint after = complaints::scored(*before, decode<Score>(result));
    store_.complaints().put(unit, after);
    unit.emit(api::scored, after.id, api::Told{after, changes_between(*before, after)});
}

void Desk::not_scored(Unit& unit, std::string_view payload, const std::string& error) {
    const auto before = store_.complaints().find(unit, decode<ScoreRequest>(payload).complaint);
    if (!before) return;
    Complaint after = *before;
    after.score_error = error;
    store_.complaints().put(unit, after);
    unit.emit(api::changed, after.id, api::Told{after, changes_between(*before, after)});
}

void Desk::know_party(Unit& unit, const registry::api::PartyEvent& told) {
    store_.know_party(unit, told.party.id, told.party.version, {told.party.name, told.party.retired});
}

void Desk::forget_parties(Unit& unit) { store_.forget_parties(unit); }

}  // namespace rapport::complaints
