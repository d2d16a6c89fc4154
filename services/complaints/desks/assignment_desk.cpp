// SPDX-License-Identifier: MIT
#include "services/complaints/desks/assignment_desk.hpp"

#include "services/kit/entities/crud.hpp"

namespace rapport::complaints {

kit::Routes AssignmentDesk::routes() {
    const auto& rules = store_.rules;
    return {kit::create(api::create_assignment_rule, rules, api::assignment_rule_added,
                        [this](Unit& unit, const AssignmentRule& rule) { check_new(unit, rule); }),
            kit::change(api::update_assignment_rule, rules, api::assignment_rule_changed,
                        [this](Unit& unit, const AssignmentRule& before, AssignmentRule& after) {
                            check_change(unit, before, after);
                        }),
            kit::on(api::remove_assignment_rule, this, &AssignmentDesk::remove),
            kit::on(api::get_assignment_rule, rules),
            kit::on(api::list_assignment_rules, rules),
            kit::tells(api::assigned),
            kit::tells(api::assignment_rule_removed)};
}

Trees AssignmentDesk::trees(const View& view) const {
    return {store_.paths_of(view, Scheme::complaint), store_.paths_of(view, Scheme::root_cause)};
}

void AssignmentDesk::check_new(const View& view, const AssignmentRule& rule) const {
    check(rule);
    check_fires(rule, trees(view));
    check_beside(rule, store_.rules_in_force(view));
}

/// One that was taken by an earlier version can still be renamed, moved, and taken out of force.
void AssignmentDesk::check_change(const View& view, const AssignmentRule& before, AssignmentRule& after) const {
    if (after.owners != before.owners) after.former_owners.clear();
    check(after);
    const bool in_force_again = after.enabled && !before.enabled, other_condition = after.where != before.where;
    if (other_condition || in_force_again) check_fires(after, trees(view));
    if (other_condition || in_force_again || after.position != before.position)
        check_beside(after, store_.rules_in_force(view));
}

AssignmentRule AssignmentDesk::remove(Unit& unit, const kit::ById<AssignmentRuleId>& request) {
    const AssignmentRule rule = store_.rules.get(unit, request.id);
    store_.rules.erase(unit, rule.id);
    unit.emit(api::assignment_rule_removed, rule.id, {rule, {}});
    return rule;
}

}  // namespace rapport::complaints
