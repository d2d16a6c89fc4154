// SPDX-License-Identifier: MIT
#pragma once
#include "services/complaints/api/intake.hpp"
#include "services/kit/entities/action.hpp"

namespace rapport::complaints {

using kit::ActionKind, kit::ActionState;
/// What is to be done because of a complaint. A complaint closes when each of its actions has ended.
using Action = kit::Action<Complaint>;

}  // namespace rapport::complaints

namespace rapport::complaints::api {

/// Methods and events of actions, in the shape that every service has.
inline const kit::ActionApi<Complaint> complaint_actions{
    "complaints",
    workers,
    desk,
    {.created = {"complaints.action_added"}, .changed = {"complaints.action_moved", "complaints.action_handed_on"}}};

}  // namespace rapport::complaints::api
