// SPDX-License-Identifier: MIT
#include "services/complaints/desks/assignment_desk.hpp"

namespace rapport::complaints {

kit::Routes AssignmentDesk::routes() {
    using kit::on, kit::tells;
    return {on(api::add_assignment_rule, this, &AssignmentDesk::add_rule),
            on(api::update_assignment_rule, this, &AssignmentDesk::update),
            on(api::remove_assignment_rule, this, &AssignmentDesk::remove),
            on(api::get_assignment_rule, this, &AssignmentDesk::get),
            on(api::list_assignment_rules, this, &AssignmentDesk::list),
            tells(api::assigned),
            tells(api::assignment_rule_added),
            tells(api::assignment_rule_changed),
            tells(api::assignment_rule_removed)};
}

Trees AssignmentDesk::trees(const View& view) const {
    return {store_.paths_of(view, Scheme::complaint), store_.paths_of(view, Scheme::root_cause)};
}

AssignmentRule AssignmentDesk::add_rule(Unit& unit, const api::AddAssignmentRule& request) {
    AssignmentRule rule{.id = unit.new_id<AssignmentRuleId>(),
                        .name = request.name,
                        .position = request.position,
                        .where = request.where,
                        .owners = request.owners};
    check(rule);
    check_fires(rule, trees(unit));
    check_beside(rule, store_.rules_in_force(unit));
    add(unit, store_.rules, rule, api::assignment_rule_added, rule.id);
    return rule;
}

AssignmentRule AssignmentDesk::update(Unit& unit, const api::UpdateAssignmentRule& request) {
    const AssignmentRule before = store_.rules.get(unit, request.id);
    kit::check_version(request.version, before.version);
    AssignmentRule after = before;
    apply_patch(after, request);
    if (!request.owners.empty()) after.former_owners.clear();
    check(after);
    // One that was taken by an earlier version can still be renamed, moved, and taken out of force.
    const bool in_force_again = after.enabled && !before.enabled;
    if (request.where || in_force_again) check_fires(after, trees(unit));
    if (request.where || request.position || in_force_again) check_beside(after, store_.rules_in_force(unit));
    save(unit, store_.rules, before, after, api::assignment_rule_changed, after.id);
    return after;
}

AssignmentRule AssignmentDesk::remove(Unit& unit, const kit::ById<AssignmentRuleId>& request) {
    const AssignmentRule rule = store_.rules.get(unit, request.id);
    store_.rules.erase(unit, rule.id);
    unit.emit(api::assignment_rule_removed, rule.id, {rule, {}});
    return rule;
}

AssignmentRule AssignmentDesk::get(View& view, const kit::ById<AssignmentRuleId>& request) {
    return store_.rules.get(view, request.id);
}

kit::Page<AssignmentRule> AssignmentDesk::list(View& view, const api::ListAssignmentRules& request) {
    return store_.rules.list(view, {request.limit, request.after, {}, "position"}, {});
}

}  // namespace rapport::complaints
