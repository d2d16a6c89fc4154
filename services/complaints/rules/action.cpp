// SPDX-License-Identifier: MIT
#include "services/complaints/rules/action.hpp"

#include <utility>

#include "bus/base/error.hpp"
#include "services/complaints/rules/times.hpp"

namespace rapport::complaints {

void check_action(const Complaint& complaint, const Action& action) {
    const bool is_new = action.version == 0 && !action.follows;
    if (is_new && !complaint.open)
        throw Error(Code::failed_precondition, "a complaint that is over gets no more actions; open it again first");
    check_due("due", action.due, complaint);
}

Action in_todays_shape(Action action) {
    if (action.handed_on_to && !kit::has_ended(action.state)) action.state = ActionState::handed_on;
    if (action.state == ActionState::cancelled && !action.reason) std::swap(action.reason, action.result);
    return action;
}

}  // namespace rapport::complaints
