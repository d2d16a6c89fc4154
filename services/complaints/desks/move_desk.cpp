// SPDX-License-Identifier: MIT
#include "services/complaints/desks/move_desk.hpp"

namespace rapport::complaints {

kit::Routes MoveDesk::routes() {
    using kit::on, kit::tells;
    return {on(api::acknowledge, this, &MoveDesk::acknowledge),
            on(api::investigate, this, &MoveDesk::investigate),
            on(api::wait, this, &MoveDesk::wait),
            on(api::propose, this, &MoveDesk::propose),
            on(api::accept, this, &MoveDesk::accept),
            on(api::dispute, this, &MoveDesk::dispute),
            on(api::close, this, &MoveDesk::close),
            on(api::reopen, this, &MoveDesk::reopen),
            on(api::reinstate, this, &MoveDesk::reinstate),
            on(api::withdraw, this, &MoveDesk::withdraw),
            on(api::reject, this, &MoveDesk::reject),
            on(api::mark_duplicate, this, &MoveDesk::mark_duplicate),
            on(api::lifecycle, this, &MoveDesk::lifecycle),
            kit::timer(reminder_timer, this, &MoveDesk::remind),
            kit::timer(no_reply_timer, this, &MoveDesk::close_unanswered),
            tells(api::acknowledged),
            tells(api::investigating),
            tells(api::waiting),
            tells(api::proposed),
            tells(api::reminded),
            tells(api::accepted),
            tells(api::disputed),
            tells(api::closed),
            tells(api::reopened),
            tells(api::reinstated),
            tells(api::withdrawn),
            tells(api::rejected),
            tells(api::duplicate)};
}

Complaint MoveDesk::acknowledge(Unit& unit, const api::Move& request) {
    return book_.move(unit, request.id, request.version, {.to = State::acknowledged});
}

/// A closed complaint is opened again by `reopen`, which asks for a reason.
Complaint MoveDesk::investigate(Unit& unit, const api::Move& request) {
    return book_.move(unit, request.id, request.version, {.to = State::investigating});
}

Complaint MoveDesk::wait(Unit& unit, const api::Wait& request) {
    const bool supplier = request.on == api::On::supplier;
    if (request.supplier && !supplier) throw invalid("supplier", "is only for waiting on a supplier");
    if (request.supplier) book_.directory().party_name(unit, *request.supplier, "supplier");
    return book_.move(unit, request.id, request.version,
                      {.to = supplier ? State::waiting_on_supplier : State::waiting_on_customer,
                       .reason = request.reason,
                       .supplier = request.supplier});
}

Complaint MoveDesk::propose(Unit& unit, const api::Propose& request) {
    return book_.move(unit, request.id, request.version, {.to = State::proposed, .resolution = request.resolution});
}

Complaint MoveDesk::accept(Unit& unit, const api::Move& request) {
    return book_.move(unit, request.id, request.version, {.to = State::accepted});
}

Complaint MoveDesk::dispute(Unit& unit, const api::Because& request) {
    return book_.move(unit, request.id, request.version, {.to = State::disputed, .reason = request.reason});
}

Complaint MoveDesk::close(Unit& unit, const api::Close& request) {
    return book_.move(unit, request.id, request.version,
                      {.to = State::closed,
                       .recourse = request.recourse,
                       .final_position = request.final_position,
                       .cost = request.cost});
}

Complaint MoveDesk::reopen(Unit& unit, const api::Because& request) {
    const State now = book_.store().complaints.get(unit, request.id).state;
    if (now != State::closed && now != State::withdrawn && now != State::rejected && now != State::duplicate)
        throw Error(Code::failed_precondition,
                    "it is " + std::string(name_of(now)) + ": only a closed one is reopened");
    return book_.move(unit, request.id, request.version, {.to = State::investigating, .reason = request.reason});
}

Complaint MoveDesk::reinstate(Unit& unit, const api::Because& request) {
    const Complaint complaint = book_.store().complaints.get(unit, request.id);
    if (!is_dropped(complaint.state))
        throw Error(Code::failed_precondition, "it is " + std::string(name_of(complaint.state)) +
                                                   ": only one that is withdrawn, rejected or a duplicate is "
                                                   "reinstated");
    return book_.move(unit, request.id, request.version,
                      {.to = state_before(complaint), .reinstates = true, .reason = request.reason});
}

Complaint MoveDesk::withdraw(Unit& unit, const api::Because& request) {
    return book_.move(unit, request.id, request.version, {.to = State::withdrawn, .reason = request.reason});
}

Complaint MoveDesk::reject(Unit& unit, const api::Reject& request) {
    return book_.move(unit, request.id, request.version,
                      {.to = State::rejected, .reason = request.reason, .recourse = request.recourse});
}

Complaint MoveDesk::mark_duplicate(Unit& unit, const api::MarkDuplicate& request) {
    return book_.move(unit, request.id, request.version, {.to = State::duplicate, .original = request.of});
}

api::Lifecycle MoveDesk::lifecycle(View&, const api::AskLifecycle&) {
    api::Lifecycle all;
    for (const Way& way : ways())
        all.moves.push_back(
            {{way.from.begin(), way.from.end()}, way.to, std::string(way.method), std::string(way.doc)});
    return all;
}

void MoveDesk::remind(Unit& unit, const ComplaintId& id) {
    const auto before = book_.store().complaints.find(unit, id);
    if (before) book_.save(unit, *before, reminded(*before, book_.deadlines(), unit.now()), api::reminded);
}

/// What is still to be done about a complaint keeps it open: it is tried again the next day.
void MoveDesk::close_unanswered(Unit& unit, const ComplaintId& id) {
    const auto complaint = book_.store().complaints.find(unit, id);
    if (!complaint || complaint->state != State::proposed) return;
    if (book_.may_close(unit, *complaint)) book_.move(unit, id, {}, {.to = State::closed});
    else unit.after(no_reply_timer, id, std::chrono::days(1));
}

}  // namespace rapport::complaints
