// SPDX-License-Identifier: MIT
#pragma once
#include "services/complaints/api/actions.hpp"

/// The rules of actions beyond those that every service has: values and pure functions, no I/O.
namespace rapport::complaints {

/// Refuses an action of a complaint that is over, unless it follows one without effect; and a day before the complaint
/// came.
void check_action(const Complaint& complaint, const Action& action);

/// An action as an earlier version kept it, in the shape of today: one that was handed on is over, and why one was
/// cancelled is its reason.
Action in_todays_shape(Action action);

}  // namespace rapport::complaints
