// SPDX-License-Identifier: MIT
#pragma once
#include "services/complaints/rules/assignment.hpp"
#include "services/complaints/store/tables.hpp"
#include "services/kit/routes.hpp"

namespace rapport::complaints {

/// The rules by which complaints go to somebody by themselves.
class AssignmentDesk {
public:
    explicit AssignmentDesk(const Store& store) : store_(store) {}
    kit::Routes routes();

private:
    AssignmentRule add_rule(Unit& unit, const api::AddAssignmentRule& request);
    AssignmentRule update(Unit& unit, const api::UpdateAssignmentRule& request);
    AssignmentRule remove(Unit& unit, const kit::ById<AssignmentRuleId>& request);
    AssignmentRule get(View& view, const kit::ById<AssignmentRuleId>& request);
    kit::Page<AssignmentRule> list(View& view, const api::ListAssignmentRules& request);
    Trees trees(const View& view) const;

    const Store& store_;
};

}  // namespace rapport::complaints
