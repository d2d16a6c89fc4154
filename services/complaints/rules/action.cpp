// SPDX-License-Identifier: MIT
#include "services/complaints/rules/action.hpp"

#include "bus/base/error.hpp"

namespace rapport::complaints {
namespace {

Error refused(const Action& action, const std::string& what) {
    return {Code::failed_precondition, "an action that is " + std::string(name_of(action.state)) + " " + what};
}

}  // namespace

bool ended(ActionState state) { return state >= ActionState::done; }

bool blocks_closing(const Action& action) { return !ended(action.state) && !action.handed_on_to; }

Action moved(Action action, ActionState to, std::optional<std::string> note, Instant now) {
    if (ended(action.state) || to <= action.state) throw refused(action, "cannot become " + std::string(name_of(to)));
    if (to == ActionState::cancelled && !note) throw invalid("note", "is required: why will it not be done?");
    action.state = to;
    if (note) action.note = std::move(note);
    if (ended(to)) action.done_at = now;
    return action;
}

Action verified(Action action, const api::VerifyAction& seen, const std::string& by, Instant now) {
    if (action.state != ActionState::done) throw refused(action, "cannot be verified; it must be done");
    action.state = seen.effective ? ActionState::verified_effective : ActionState::verified_ineffective;
    action.effect = seen.effect;
    action.verified_by = by;
    action.verified_at = now;
    return action;
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

Action handed_on(Action action, const api::HandOnAction& request) {
    if (ended(action.state)) throw refused(action, "cannot be handed on");
    action.handed_on_to = request.to;
    action.handed_on_because = request.reason;
    return action;
}

Action updated(Action action, const api::UpdateAction& request, Instant now) {
    if (ended(action.state)) throw refused(action, "is not changed any more");
    apply_patch(action, request);
    action.overdue = is_late(action, now);
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
