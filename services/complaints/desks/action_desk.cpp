// SPDX-License-Identifier: MIT
#include "services/complaints/desks/action_desk.hpp"

#include "services/complaints/rules/times.hpp"

namespace rapport::complaints {
namespace {

constexpr kit::Timer<ActionId> late_timer{"action_overdue"};

}  // namespace

kit::Routes ActionDesk::routes() {
    using kit::on, kit::tells;
    return {on(api::add_action, this, &ActionDesk::add_action),
            on(api::get_action, this, &ActionDesk::get),
            on(api::list_actions, this, &ActionDesk::of_complaint),
            on(api::list_all_actions, this, &ActionDesk::list),
            on(api::update_action, this, &ActionDesk::update),
            on(api::start_action, this, &ActionDesk::start),
            on(api::complete_action, this, &ActionDesk::complete),
            on(api::cancel_action, this, &ActionDesk::cancel),
            on(api::verify_action, this, &ActionDesk::verify),
            on(api::hand_on_action, this, &ActionDesk::hand_on),
            kit::timer(late_timer, this, &ActionDesk::late),
            tells(api::action_added),
            tells(api::action_changed),
            tells(api::action_moved),
            tells(api::action_handed_on),
            tells(api::action_overdue)};
}

Action ActionDesk::add_action(Unit& unit, const api::AddAction& request) {
    const Complaint complaint = store_.complaints.get(unit, request.complaint);
    if (!complaint.open)
        throw Error(Code::failed_precondition, "a complaint that is over gets no more actions; open it again first");
    check_due("due", request.due, complaint);
    Action action{.complaint = request.complaint,
                  .kind = request.kind,
                  .text = request.text,
                  .owner = request.owner ? request.owner : kit::user_acting(unit.actor()),
                  .due = request.due,
                  .added_at = unit.now()};
    begin(unit, action);
    return action;
}

void ActionDesk::begin(Unit& unit, Action& action) {
    action.id = unit.new_id<ActionId>();
    action.overdue = is_late(action, unit.now());
    add(unit, store_.actions, action, api::action_added, action.complaint, store_.concerning(unit, action.complaint));
    watch(unit, action);
}

void ActionDesk::watch(Unit& unit, const Action& action) {
    const auto from = late_from(action);
    if (from && *from > unit.now() && !ended(action.state)) unit.at(late_timer, action.id, *from);
    else unit.cancel(late_timer, action.id);
}

void ActionDesk::late(Unit& unit, const ActionId& id) {
    const auto before = store_.actions.find(unit, id);
    if (!before || !is_late(*before, unit.now())) return;
    Action after = *before;
    after.overdue = true;
    save(unit, store_.actions, *before, after, api::action_overdue, after.complaint,
         store_.concerning(unit, after.complaint));
}

Action ActionDesk::get(View& view, const kit::ById<ActionId>& request) { return store_.actions.get(view, request.id); }

api::Actions ActionDesk::of_complaint(View& view, const api::ActionsOf& request) {
    store_.complaints.get(view, request.complaint);
    return {store_.actions_of(view, request.complaint)};
}

kit::Page<Action> ActionDesk::list(View& view, const api::ListActions& request) {
    const kit::Condition conditions[] = {
        {"owner", request.owner}, {"state", request.state}, {"kind", request.kind}, {"overdue", request.overdue}};
    return store_.actions.list(view, {request.limit, request.after, {}, request.sort}, conditions);
}

template <class Request, class Change>
Action ActionDesk::change(Unit& unit, const Request& request, const kit::Event<api::ActionTold>& event, Change change) {
    const Action before = store_.actions.get(unit, request.id);
    kit::check_version(request.version, before.version);
    Action after = change(before);
    const kit::Concerning party = store_.concerning(unit, after.complaint);
    if (save(unit, store_.actions, before, after, event, after.complaint, party)) watch(unit, after);
    return after;
}

Action ActionDesk::update(Unit& unit, const api::UpdateAction& request) {
    return change(unit, request, api::action_changed, [&](const Action& action) {
        Action after = updated(action, request, unit.now());
        if (request.due) check_due("due", after.due, store_.complaints.get(unit, action.complaint));
        return after;
    });
}

Action ActionDesk::start(Unit& unit, const api::MoveAction& request) {
    return change(unit, request, api::action_moved, [&](const Action& action) {
        return moved(action, ActionState::in_progress, request.note, unit.now());
    });
}

Action ActionDesk::complete(Unit& unit, const api::MoveAction& request) {
    return change(unit, request, api::action_moved,
                  [&](const Action& action) { return moved(action, ActionState::done, request.note, unit.now()); });
}

Action ActionDesk::cancel(Unit& unit, const api::MoveAction& request) {
    return change(unit, request, api::action_moved, [&](const Action& action) {
        return moved(action, ActionState::cancelled, request.note, unit.now());
    });
}

Action ActionDesk::verify(Unit& unit, const api::VerifyAction& request) {
    const Action after = change(unit, request, api::action_moved, [&](const Action& action) {
        check_due("due", request.due, store_.complaints.get(unit, action.complaint));
        return verified(action, request, unit.actor().id, unit.now());
    });
    if (after.state == ActionState::verified_ineffective) {
        Action next = successor(after, request.due, unit.now());
        begin(unit, next);
    }
    return after;
}

Action ActionDesk::hand_on(Unit& unit, const api::HandOnAction& request) {
    return change(unit, request, api::action_handed_on,
                  [&](const Action& action) { return handed_on(action, request); });
}

}  // namespace rapport::complaints
