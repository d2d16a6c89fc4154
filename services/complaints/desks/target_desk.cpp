// SPDX-License-Identifier: MIT
#include "services/complaints/desks/target_desk.hpp"

namespace rapport::complaints {

kit::Routes TargetDesk::routes() {
    using kit::on;
    return {on(api::create_target, this, &TargetDesk::create_target),
            on(api::get_target, this, &TargetDesk::get_target), on(api::list_targets, this, &TargetDesk::list_targets),
            on(api::update_target, this, &TargetDesk::update_target)};
}

/// Which of two that hold for the same would count is anybody's guess.
void TargetDesk::check_alone(const View& view, const Target& target) const {
    const auto rules = book_.clockwork().rules(view);
    const Target* other = same_scope(target, rules->targets());
    if (!other) return;
    throw Error(Code::already_exists, "clock: the target " + to_text(other->id) + " of " +
                                          std::to_string(other->minutes) +
                                          " minutes holds for the same clock, service and priority: change that one, "
                                          "or set it inactive first");
}

Target TargetDesk::create_target(Unit& unit, const api::CreateTarget& request) {
    book_.store().calendars.require(unit, request.calendar, "calendar");
    if (request.service) book_.directory().check_service(unit, *request.service);
    Target target{.id = unit.new_id<TargetId>(),
                  .clock = request.clock,
                  .minutes = request.minutes,
                  .calendar = request.calendar,
                  .service = request.service,
                  .priority = request.priority};
    check_alone(unit, target);
    book_.store().targets.put(unit, target);
    book_.clockwork().rules_changed(unit);
    return target;
}

Target TargetDesk::get_target(View& view, const kit::ById<TargetId>& request) {
    return book_.store().targets.get(view, request.id);
}

kit::Page<Target> TargetDesk::list_targets(View& view, const api::ListAll& request) {
    return book_.store().targets.list(view, {request.limit, request.after}, {});
}

Target TargetDesk::update_target(Unit& unit, const api::UpdateTarget& request) {
    Target target = book_.store().targets.get(unit, request.id);
    kit::check_version(request.version, target.version);
    if (request.calendar) book_.store().calendars.require(unit, *request.calendar, "calendar");
    target.minutes = request.minutes.value_or(target.minutes);
    target.calendar = request.calendar.value_or(target.calendar);
    const bool holds_again = !target.active && request.active.value_or(false);
    target.active = request.active.value_or(target.active);
    if (holds_again) check_alone(unit, target);
    book_.store().targets.put(unit, target);
    book_.clockwork().rules_changed(unit);
    return target;
}

}  // namespace rapport::complaints
