// SPDX-License-Identifier: MIT
#pragma once
#include <span>

#include "services/complaints/api/assignment.hpp"

/// Who gets which complaint by itself: values and pure functions, no I/O.
namespace rapport::complaints {

/// invalid_argument, naming the field, for a rule that could not work.
void check(const AssignmentRule& rule);
/// The first rule in force that holds for the complaint; `rules` are in their order.
const AssignmentRule* rule_for(const Complaint& complaint, std::span<const AssignmentRule> rules);

}  // namespace rapport::complaints
