// SPDX-License-Identifier: MIT
#include "services/complaints/rules/action.hpp"

namespace rapport::complaints {

bool ended(ActionState state) { return state >= ActionState::done; }

bool blocks_closing(const Action& action) { return !ended(action.state) && !action.handed_on_to; }

const kit::Moves<Action>& action_moves() {
    using enum ActionState;
    static const kit::Moves<Action> moves{
        "action",
        &Action::state,
        {{{open}, in_progress, api::start_action, "somebody begins with it", kit::usual},
         {{open, in_progress}, done, api::complete_action, "it is done", kit::usual},
         {{done}, verified_effective, api::verify_action, "it had its effect", kit::usual},
         {{done}, verified_ineffective, api::verify_action, "it had no effect, and another is opened"},
         {{open, in_progress}, cancelled, api::cancel_action, "it is not done"}}};
    return moves;
}

Action successor(const Action& action, std::optional<Day> due, Instant now) {
    return {.complaint = action.complaint,
            .kind = action.kind,
            .text = action.text,
            .owner = action.owner,
            .due = due,
            .added_at = now,
            .follows = action.id};
}

Action handed_on(Action action, const api::HandOnAction& request, const kit::Asking& asking) {
    if (ended(action.state)) throw action_moves().refused(action, asking, "an action that has ended is not handed on");
    action.handed_on_to = request.to;
    action.handed_on_because = request.reason;
    return action;
}

Action updated(Action action, const api::UpdateAction& request, const kit::Asking& asking) {
    if (ended(action.state))
        throw action_moves().refused(action, asking, "an action that has ended is not changed any more");
    apply_patch(action, request);
    action.overdue = is_late(action, asking.now);
    return action;
}

std::optional<Instant> late_from(const Action& action) {
    if (!action.due) return {};
    return start_of(Day{action.due->days + 1});
}

bool is_late(const Action& action, Instant now) {
    const auto from = late_from(action);
    return !ended(action.state) && from && *from <= now;
}

}  // namespace rapport::complaints
