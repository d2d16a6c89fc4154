// SPDX-License-Identifier: MIT
#pragma once
#include "services/complaints/api/actions.hpp"

/// The rules of actions: values and pure functions, no I/O.
namespace rapport::complaints {

/// done, verified or cancelled.
bool ended(ActionState state);
/// Whether a complaint must wait for it: it has not ended, and nobody else has taken it over.
bool blocks_closing(const Action& action);
const kit::Moves<Action>& action_moves();
/// The action that is opened because this one had no effect, without an id.
Action successor(const Action& action, std::optional<Day> due, Instant now);
/// failed_precondition for one that has ended.
Action handed_on(Action action, const api::HandOnAction& request, const kit::Asking& asking);
/// Due again: late only if the new day has passed, too. failed_precondition for one that has ended.
Action updated(Action action, const api::UpdateAction& request, const kit::Asking& asking);
/// Whether its day is over and it is not done.
bool is_late(const Action& action, Instant now);
/// When that will be: the midnight after its day.
std::optional<Instant> late_from(const Action& action);

}  // namespace rapport::complaints
