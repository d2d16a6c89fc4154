// SPDX-License-Identifier: MIT
#include "services/complaints/desks/move_desk.hpp"

namespace rapport::complaints {

template <class Command, class Said>
kit::Route MoveDesk::move(const Command& command, Said said) const {
    return kit::on(command, [this, method = command.name, said](Unit& unit, const typename Command::Request& request) {
        MoveInput input = said(unit, request);
        input.method = method;
        return book_.shown(unit, book_.move(unit, request.id, request.version, input));
    });
}

kit::Routes MoveDesk::routes() {
    using kit::on, kit::tells;
    const auto nothing = [](const View&, const auto&) { return MoveInput{}; };
    const auto reason = [](const View&, const auto& request) { return MoveInput{.reason = request.reason}; };
    return {move(api::acknowledge, nothing),
            move(api::investigate, nothing),
            move(api::wait, [this](const View& view, const api::Wait& request) { return waiting(view, request); }),
            move(api::propose,
                 [](const View&, const api::Propose& request) { return MoveInput{.resolution = request.resolution}; }),
            move(api::accept, nothing),
            move(api::dispute, reason),
            move(api::close,
                 [](const View&, const api::Close& request) {
                     return MoveInput{
                         .recourse = request.recourse, .final_position = request.final_position, .cost = request.cost};
                 }),
            move(api::reopen, reason),
            move(api::reinstate, reason),
            move(api::withdraw, reason),
            move(api::reject,
                 [](const View&, const api::Reject& request) {
                     return MoveInput{.reason = request.reason, .recourse = request.recourse};
                 }),
            move(api::mark_duplicate,
                 [](const View&, const api::MarkDuplicate& request) { return MoveInput{.original = request.of}; }),
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

MoveInput MoveDesk::waiting(const View& view, const api::Wait& request) const {
    const bool supplier = request.on == api::WaitingOn::supplier;
    if (request.supplier && !supplier) throw invalid("supplier", "is only for waiting on a supplier");
    if (request.supplier) book_.directory().party_name(view, *request.supplier, "supplier");
    return {.to = supplier ? State::waiting_on_supplier : State::waiting_on_customer,
            .reason = request.reason,
            .supplier = request.supplier};
}

api::LifecycleMoves MoveDesk::lifecycle(View&, const api::AskLifecycle&) {
    api::LifecycleMoves all;
    for (const auto& row : book_.lifecycle().moves().rows()) {
        api::LifecycleRow told{.method = std::string(row.method), .doc = std::string(row.doc)};
        for (std::size_t state = 0; state < names_of(State{}).size(); ++state)
            if ((row.from >> state & 1) != 0) told.from.push_back(static_cast<State>(state));
        if (row.to) told.to = static_cast<State>(*row.to);
        all.moves.push_back(std::move(told));
    }
    return all;
}

void MoveDesk::remind(Unit& unit, const ComplaintId& id) {
    const auto before = book_.store().complaints.find(unit, id);
    if (before) book_.save(unit, *before, book_.lifecycle().reminded(*before, unit.now()), api::reminded);
}

/// What is still to be done about a complaint keeps it open: it is tried again the next day.
void MoveDesk::close_unanswered(Unit& unit, const ComplaintId& id) {
    const auto complaint = book_.store().complaints.find(unit, id);
    if (!complaint || complaint->state != State::proposed) return;
    if (book_.store().actions.waiting(unit, id) == 0) book_.move(unit, id, {}, {.method = api::close.name});
    else unit.after(no_reply_timer, id, std::chrono::days(1));
}

}  // namespace rapport::complaints
