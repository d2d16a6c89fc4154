// SPDX-License-Identifier: MIT
#include "services/registry/agreement_desk.hpp"

#include "services/registry/agreement.hpp"
#include "services/registry/refusal.hpp"

namespace rapport::registry {
namespace {

constexpr std::string_view end_timer = "end_of_term";

}  // namespace

kit::Routes AgreementDesk::routes() {
    using kit::on;
    using kit::tells;
    return {on(api::create_agreement, this, &AgreementDesk::create),
            on(api::get_agreement, this, &AgreementDesk::get),
            on(api::update_agreement, this, &AgreementDesk::update),
            on(api::activate_agreement, this, &AgreementDesk::activate),
            on(api::renew_agreement, this, &AgreementDesk::renew),
            on(api::give_notice, this, &AgreementDesk::give_notice),
            on(api::terminate_agreement, this, &AgreementDesk::terminate),
            on(api::list_agreements, this, &AgreementDesk::list),
            kit::timer(end_timer, this, &AgreementDesk::end_of_term),
            tells(api::agreement_created),
            tells(api::agreement_changed)};
}

api::Agreement AgreementDesk::create(Unit& unit, const api::CreateAgreement& request) {
    tables_.party_for(unit, "party", request.party);
    api::Agreement agreement{.id = unit.new_id<api::AgreementId>(), .created = unit.now()};
    apply_patch(agreement, request);
    check(agreement);
    check_targets_apart(agreement);
    check_services(unit, agreement);
    agreement = settled(std::move(agreement), day_of(unit.now()));
    add(unit, tables_.agreements, agreement, api::agreement_created);
    return agreement;
}

api::Agreement AgreementDesk::get(View& view, const kit::ById<api::AgreementId>& request) {
    return tables_.agreements.get(view, request.id);
}

api::Agreement AgreementDesk::update(Unit& unit, const api::UpdateAgreement& request) {
    return change(unit, request, [&](api::Agreement agreement, Day today) {
        auto after = changed(std::move(agreement), request, today);
        if (request.services) check_services(unit, after);
        return after;
    });
}

api::Agreement AgreementDesk::activate(Unit& unit, const api::StepAgreement& request) {
    return change(unit, request, [&](api::Agreement agreement, Day today) {
        tables_.party_for(unit, "party", agreement.party);
        return activated(std::move(agreement), today);
    });
}

api::Agreement AgreementDesk::renew(Unit& unit, const api::StepAgreement& request) {
    return change(unit, request, renewed);
}

api::Agreement AgreementDesk::give_notice(Unit& unit, const api::GiveNotice& request) {
    return change(unit, request, [&request](api::Agreement agreement, Day today) {
        return notice_given(std::move(agreement), request, today);
    });
}

api::Agreement AgreementDesk::terminate(Unit& unit, const api::TerminateAgreement& request) {
    return change(unit, request, [&request](api::Agreement agreement, Day today) {
        return terminated(std::move(agreement), request.reason, today);
    });
}

kit::Page<api::Agreement> AgreementDesk::list(View& view, const api::ListAgreements& request) {
    const kit::Condition conditions[] = {
        {"party", request.party}, {"services", request.service}, {"kind", request.kind}, {"status", request.status}};
    return tables_.agreements.list(view, {request.limit, request.after, request.search, request.sort}, conditions);
}

void AgreementDesk::end_of_term(Unit& unit, const std::string& key) {
    const auto before = tables_.agreements.get(unit, api::AgreementId(uuid_from(key).value()));
    auto after = settled(before, day_of(unit.now()));
    keep(unit, before, after);
}

void AgreementDesk::check_services(const View& view, const api::Agreement& agreement) const {
    for (std::size_t i = 0; i < agreement.services.size(); ++i)
        if (!tables_.services.find(view, agreement.services[i]))
            throw unknown("services[" + std::to_string(i) + "]", "service");
}

/// Load, let time pass, decide, store, tell.
template <class Request, class Change>
api::Agreement AgreementDesk::change(Unit& unit, const Request& request, Change change) const {
    const Day today = day_of(unit.now());
    const auto before = tables_.agreements.get(unit, request.id);
    kit::check_version(request.version, before.version);
    auto after = change(settled(before, today), today);
    keep(unit, before, after);
    return after;
}

void AgreementDesk::keep(Unit& unit, const api::Agreement& before, api::Agreement& after) const {
    save(unit, tables_.agreements, before, after, api::agreement_changed);
    if (in_force(after)) unit.at(end_timer, to_text(after.id), start_of(after.ends));
    else unit.cancel(end_timer, to_text(after.id));
}

}  // namespace rapport::registry
