// SPDX-License-Identifier: MIT
#pragma once
#include <span>

#include "services/complaints/api/assignment.hpp"

/// Who gets which complaint by itself: values and pure functions, no I/O.
namespace rapport::complaints {

/// The paths of the two trees that a desk keeps; empty where it keeps none, and any word is good.
struct Trees {
    std::vector<std::string> categories, root_causes;
};

/// invalid_argument, naming the field, for a rule that could not work.
void check(const AssignmentRule& rule);
/// The same, with what there is, for a condition that no complaint can meet: on a field that it has not, a word that is
/// none of an enumeration's or of its tree.
void check_fires(const AssignmentRule& rule, const Trees& trees);
/// Refuses a rule in force of which nothing could come beside those in force: already_exists for the condition of
/// another, invalid_argument for a place behind one that takes every complaint. Both name the other.
void check_beside(const AssignmentRule& rule, std::span<const AssignmentRule> others);
/// The first rule in force that names users and holds for the complaint; `rules` are in their order.
const AssignmentRule* rule_for(const Complaint& complaint, std::span<const AssignmentRule> rules);

}  // namespace rapport::complaints
