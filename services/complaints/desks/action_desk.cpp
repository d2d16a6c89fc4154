// SPDX-License-Identifier: MIT
#include "services/complaints/desks/action_desk.hpp"

#include "services/complaints/rules/times.hpp"
#include "services/kit/entities/crud.hpp"

namespace rapport::complaints {
namespace {

constexpr kit::Timer<ActionId> late_timer{"action_overdue"};

}  // namespace

template <class Command, class Record>
kit::Route ActionDesk::move(const Command& command, Record record) {
    return kit::on(command, [this, command, record](Unit& unit, const typename Command::Request& request) {
        return store_.actions.shown(unit, change(unit, request, api::action_moved, [&](Action action) {
                                        action_moves().make(action, command, kit::asking(unit));
                                        if (std::optional<std::string> note(request.note); note)
                                            action.note = std::move(note);
                                        record(action, unit.now());
                                        return action;
                                    }));
    });
}

kit::Routes ActionDesk::routes() {
    using kit::on, kit::tells;
    const auto nothing_more = [](Action&, Instant) {};
    const auto ends = [](Action& action, Instant now) { action.done_at = now; };
    return {on(api::add_action, this, &ActionDesk::add_action),
            on(api::get_action, store_.actions),
            on(api::list_actions, this, &ActionDesk::of_complaint),
            on(api::list_all_actions, store_.actions, this, &ActionDesk::list),
            on(api::update_action,
               [this](Unit& unit, const api::UpdateAction& request) {
                   return store_.actions.shown(
                       unit, change(unit, request, api::action_changed, [&](const Action& action) {
                           Action after = updated(action, request, kit::asking(unit));
                           if (request.due) check_due("due", after.due, store_.complaints.get(unit, action.complaint));
                           return after;
                       }));
               }),
            move(api::start_action, nothing_more),
            move(api::complete_action, ends),
            move(api::cancel_action, ends),
            on(api::verify_action, this, &ActionDesk::verify),
            on(api::hand_on_action,
               [this](Unit& unit, const api::HandOnAction& request) {
                   return store_.actions.shown(unit,
                                               change(unit, request, api::action_handed_on, [&](const Action& action) {
                                                   return handed_on(action, request, kit::asking(unit));
                                               }));
               }),
            kit::timer(late_timer, this, &ActionDesk::late),
            tells(api::action_added),
            tells(api::action_changed),
            tells(api::action_moved),
            tells(api::action_handed_on),
            tells(api::action_overdue)};
}

ActionDesk::Shown ActionDesk::add_action(Unit& unit, const api::AddAction& request) {
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
    create(unit, action);
    return store_.actions.shown(unit, std::move(action));
}

void ActionDesk::create(Unit& unit, Action& action) {
    action.id = unit.new_id<ActionId>();
    action.overdue = is_late(action, unit.now());
    store_.save(unit, nullptr, action, api::action_added);
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
    store_.save(unit, &*before, after, api::action_overdue);
}

api::Actions ActionDesk::of_complaint(View& view, const api::ActionsOf& request) {
    store_.complaints.get(view, request.complaint);
    api::Actions actions;
    for (Action& action : store_.actions_of(view, request.complaint))
        actions.items.push_back(store_.actions.shown(view, std::move(action)));
    return actions;
}

kit::Page<ActionDesk::Shown> ActionDesk::list(View& view, const api::ListActions& request) {
    const kit::Condition conditions[] = {
        {"owner", request.owner}, {"state", request.state}, {"kind", request.kind}, {"overdue", request.overdue}};
    return store_.actions.shown(
        view, store_.actions.list(view, {request.limit, request.after, {}, request.sort}, conditions));
}

template <class Request, class Change>
Action ActionDesk::change(Unit& unit, const Request& request, const kit::Event<api::ActionTold>& event, Change change) {
    const Action before = store_.actions.get(unit, request.id);
    kit::check_version(request.version, before.version);
    Action after = change(before);
    if (store_.save(unit, &before, after, event)) watch(unit, after);
    return after;
}

ActionDesk::Shown ActionDesk::verify(Unit& unit, const api::VerifyAction& request) {
    const Action after = change(unit, request, api::action_moved, [&](Action action) {
        check_due("due", request.due, store_.complaints.get(unit, action.complaint));
        using enum ActionState;
        action_moves().make(action, api::verify_action, request.effective ? verified_effective : verified_ineffective,
                            kit::asking(unit));
        action.effect = request.effect;
        action.verified_by = unit.actor().id;
        action.verified_at = unit.now();
        return action;
    });
    if (after.state == ActionState::verified_ineffective) {
        Action next = successor(after, request.due, unit.now());
        create(unit, next);
    }
    return store_.actions.shown(unit, after);
}

}  // namespace rapport::complaints
