// SPDX-License-Identifier: MIT
#include "services/complaints/desks/target_desk.hpp"

#include "services/kit/entities/crud.hpp"

namespace rapport::complaints {

kit::Routes TargetDesk::routes() {
    const Store& store = book_.store();
    return {kit::create(api::create_target, store.targets, api::target_created,
                        [this](Unit& unit, const TargetRule& target) {
                            book_.clockwork().calendars().require(unit, target.calendar, "calendar");
                            if (target.service) book_.directory().check_service(unit, *target.service);
                            if (target.active) check_alone(unit, target);
                            book_.clockwork().rules_changed(unit);
                        }),
            kit::on(api::get_target, store.targets), kit::on(api::list_targets, store.targets),
            kit::change(api::update_target, store.targets, api::target_changed,
                        [this](Unit& unit, const TargetRule& before, const TargetRule& after) {
                            if (after.calendar != before.calendar)
                                book_.clockwork().calendars().require(unit, after.calendar, "calendar");
                            if (after.active && !before.active) check_alone(unit, after);
                            if (!changes_between(before, after).empty()) book_.clockwork().rules_changed(unit);
                        })};
}

/// Which of two that hold for the same would count is anybody's guess.
void TargetDesk::check_alone(const View& view, const TargetRule& target) const {
    const auto rules = book_.clockwork().rules(view);
    const TargetRule* other = same_scope(target, rules->targets());
    if (!other) return;
    throw Error(Code::already_exists, "clock: the target " + to_text(other->id) + " of " +
                                          std::to_string(other->minutes) +
                                          " minutes holds for the same clock, service and priority: change that one, "
                                          "or set it inactive first");
}

}  // namespace rapport::complaints
