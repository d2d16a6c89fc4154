// SPDX-License-Identifier: MIT
#include "services/registry/desks/agreement_desk.hpp"

#include <algorithm>

#include "services/registry/rules/agreement.hpp"
#include "services/registry/rules/refusal.hpp"

namespace rapport::registry {
namespace {

constexpr kit::Timer<api::AgreementId> end_timer{"end_of_term"};

}  // namespace

kit::Routes AgreementDesk::routes() {
    using api::Agreement;
    using kit::on;
    const auto& agreements = tables_.agreements;
    // First time passes, then something is done.
    const auto act = [this, &agreements](const auto& command, auto what) {
        return kit::act(command, agreements, api::agreement_changed,
                        [this, what](Unit& unit, Agreement& agreement, const auto& request) {
                            agreement = what(unit, settled(agreement, day_of(unit.now())), request);
                            set_timer(unit, agreement);
                        });
    };
    return {kit::create(api::create_agreement, agreements, api::agreement_created,
                        [this](Unit& unit, Agreement& agreement) {
                            tables_.party_for(unit, "party", agreement.party);
                            check(agreement);
                            check_targets_apart(agreement);
                            check_services(unit, agreement);
                            check_calendars(unit, {}, agreement);
                            agreement = settled(std::move(agreement), day_of(unit.now()));
                        }),
            on(api::get_agreement, agreements),
            kit::change(api::update_agreement, agreements, api::agreement_changed,
                        [this](Unit& unit, const Agreement& before, Agreement& after) {
                            after = changed(before, std::move(after), kit::asking(unit));
                            if (after.services != before.services) check_services(unit, after);
                            check_calendars(unit, before, after);
                            set_timer(unit, after);
                        }),
            act(api::activate_agreement,
                [this](Unit& unit, const Agreement& agreement, const auto&) {
                    tables_.party_for(unit, "party", agreement.party);
                    return activated(agreement, kit::asking(unit));
                }),
            act(api::renew_agreement, [](Unit& unit, const Agreement& agreement,
                                         const auto&) { return renewed(agreement, kit::asking(unit)); }),
            act(api::give_notice,
                [](Unit& unit, const Agreement& agreement, const api::GiveNotice& request) {
                    return notice_given(agreement, request, kit::asking(unit));
                }),
            act(api::terminate_agreement,
                [](Unit& unit, const Agreement& agreement, const auto& request) {
                    return terminated(agreement, request.reason, kit::asking(unit));
                }),
            on(api::list_agreements, agreements),
            kit::timer(end_timer, this, &AgreementDesk::end_of_term)};
}

void AgreementDesk::end_of_term(Unit& unit, const api::AgreementId& id) {
    const auto before = tables_.agreements.get(unit, id);
    auto after = settled(before, day_of(unit.now()));
    kit::save(unit, tables_.agreements, before, after, api::agreement_changed);
    set_timer(unit, after);
}

void AgreementDesk::check_services(const View& view, const api::Agreement& agreement) const {
    for (std::size_t i = 0; i < agreement.services.size(); ++i)
        if (!tables_.services.find(view, agreement.services[i]))
            throw unknown("services[" + std::to_string(i) + "]", "service");
}

void AgreementDesk::check_calendars(const View& view, const api::Agreement& before, const api::Agreement& after) const {
    for (std::size_t i = 0; i < after.targets.size(); ++i) {
        const auto& calendar = after.targets[i].calendar;
        const bool was_named =
            std::ranges::find(before.targets, calendar, &api::Target::calendar) != before.targets.end();
        if (calendar && !was_named)
            tables_.calendars.require(view, *calendar, "targets[" + std::to_string(i) + "].calendar");
    }
}

void AgreementDesk::set_timer(Unit& unit, const api::Agreement& after) const {
    if (in_force(after)) unit.at(end_timer, after.id, start_of(after.ends));
    else unit.cancel(end_timer, after.id);
}

}  // namespace rapport::registry
