// SPDX-License-Identifier: MIT
#pragma once
#include "services/complaints/api/actions.hpp"

/// The rules of actions: values and pure functions, no I/O.
namespace rapport::complaints {

/// done, verified or cancelled.
bool ended(ActionState state);
/// Whether a complaint must wait for it: it has not ended, and nobody else has taken it over.
bool blocks_closing(const Action& action);
/// To in_progress, done or cancelled. failed_precondition for one that has ended, or that would go back.
Action moved(Action action, ActionState to, std::optional<std::string> note, Instant now);
/// What was seen of its effect. failed_precondition unless it is done.
Action verified(Action action, const api::VerifyAction& seen, const std::string& by, Instant now);
/// The action that is opened because this one had no effect, without an id.
Action successor(const Action& action, std::optional<Day> due, Instant now);
/// failed_precondition for one that has ended.
Action handed_on(Action action, const api::HandOnAction& request);
/// Due again: late only if the new day has passed, too. failed_precondition for one that has ended.
Action updated(Action action, const api::UpdateAction& request, Instant now);
/// Whether its day is over and it is not done.
bool is_late(const Action& action, Instant now);
/// When that will be: the midnight after its day.
std::optional<Instant> late_from(const Action& action);

}  // namespace rapport::complaints
