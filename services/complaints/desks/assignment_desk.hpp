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
    void check_new(const View& view, const AssignmentRule& rule) const;
    void check_change(const View& view, const AssignmentRule& before, AssignmentRule& after) const;
    AssignmentRule remove(Unit& unit, const kit::ById<AssignmentRuleId>& request);
    Trees trees(const View& view) const;

    const Store& store_;
};

}  // namespace rapport::complaints
