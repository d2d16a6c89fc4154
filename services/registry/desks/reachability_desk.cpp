// SPDX-License-Identifier: MIT
#include "services/registry/desks/reachability_desk.hpp"

#include <spdlog/spdlog.h>

#include "services/kit/entities/crud.hpp"
#include "services/registry/rules/party.hpp"
#include "services/registry/store/party_index.hpp"

namespace rapport::registry {

kit::Routes ReachabilityDesk::routes() {
    return {kit::react(kit::opted_out_of_notices, this, &ReachabilityDesk::opted_out),
            kit::react(kit::bounced, this, &ReachabilityDesk::bounced)};
}

void ReachabilityDesk::opted_out(Unit& unit, const kit::OptedOut& told) {
    if (told.address) mark(unit, api::MarkKind::opted_out, *told.address, told.how);
    if (!told.contact) return;
    const auto before = tables_.contacts.find(unit, api::ContactId(*told.contact));
    if (!before) {
        spdlog::warn("the contact {}, of whom an opt-out is told, is not known", to_text(*told.contact));
        return;
    }
    if (before->opted_out) return;
    auto after = *before;
    after.opted_out = api::OptOut{.since = unit.now(), .how = told.how};
    kit::save(unit, tables_.contacts, *before, after, api::contact_changed);
}

void ReachabilityDesk::bounced(Unit& unit, const kit::Bounced& told) {
    mark(unit, api::MarkKind::invalid, told.address, told.reason);
}

void ReachabilityDesk::mark(Unit& unit, api::MarkKind kind, const std::string& address, const std::string& reason) {
    for (const api::PartyId& id : party_index::by_address(unit, address)) {
        const auto before = tables_.parties.get(unit, id);
        auto after = marked(before, kind, address, reason, unit.now());
        kit::save(unit, tables_.parties, before, after, api::party_changed);
    }
}

}  // namespace rapport::registry
