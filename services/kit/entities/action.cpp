// SPDX-License-Identifier: MIT
#include "services/kit/entities/action.hpp"

#include <algorithm>

namespace rapport::kit {
namespace {

std::string in_kebab_case(std::string name) {
    std::ranges::replace(name, '_', '-');
    return name;
}

}  // namespace

ActionNames::ActionNames(std::string_view service, std::string_view type) : thing(requests::field_name_of(type)) {
    std::string words = thing;
    std::ranges::replace(words, '_', ' ');
    const std::string one = thing + "_action", all = "/" + in_kebab_case(one) + "s", it = all + "/{id}";
    table = one + "s";
    create = {"create_" + one, all, "Create an action about a " + words + "."};
    get = {"get_" + one, it, "Get an action about a " + words + "."};
    update = {"update_" + one, it, "Update an action: only the fields given change."};
    list = {"list_" + one + "s", all, "List the actions about a " + words + ", or about all, newest first."};
    start = {"start_" + one, it + "/start", "Start an action."};
    complete = {"complete_" + one, it + "/complete", "Complete an action."};
    cancel = {"cancel_" + one, it + "/cancel", "Cancel an action, with a reason."};
    verify = {"verify_" + one, it + "/verify",
              "Verify the effect of an action that is done; without effect, another is opened."};
    hand_on = {"hand_on_" + one, it + "/hand-on", "Hand an action over; what it is about no longer waits for it."};
    const std::string events = std::string(service) + ".action_";
    created = events + "created";
    changed = events + "changed";
    overdue = events + "overdue";
    timer = one + "_overdue";
}

/// No time comes after the last day that can be said.
Instant late_from(Day due) {
    static const Day last = day_from("9999-12-31").value();
    return due == last ? end_of(due) : end_of(due) + Millis(1);
}

}  // namespace rapport::kit
