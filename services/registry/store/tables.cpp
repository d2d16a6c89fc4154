// SPDX-License-Identifier: MIT
#include "services/registry/store/tables.hpp"

#include "services/registry/rules/agreement.hpp"
#include "services/registry/rules/party.hpp"
#include "services/registry/rules/refusal.hpp"
#include "services/registry/rules/relationship.hpp"
#include "services/registry/store/party_index.hpp"
#include "services/registry/store/staff_index.hpp"

namespace rapport::registry {

Tables::Tables()
    : parties("parties", kit::owned_by("id"), party_moves()),
      contacts("contact", "contacts", kit::owned_by("party")),
      relationships("relationships", kit::owned_by("party"), relationship_moves()),
      moves("move", "stage_moves"),
      services("service", "services"),
      agreements("agreements", kit::owned_by("party"), agreement_moves()) {}

void Tables::add_derivations(std::vector<kit::Derivation>& all) const {
    parties.add_derivation(all);
    services.add_derivation(all);
    agreements.add_derivation(all);
    all.push_back(party_index::derivation());
    all.push_back(staff_index::derivation());
}

api::Party Tables::party_for(const View& view, const std::string& field, const api::PartyId& id) const {
    auto party = parties.find(view, id);
    if (!party) throw unknown(field, "party");
    if (party->retired) throw Error(Code::failed_precondition, field + ": the party is retired; restore it first");
    return *std::move(party);
}

}  // namespace rapport::registry
