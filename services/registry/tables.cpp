// SPDX-License-Identifier: MIT
#include "services/registry/tables.hpp"

#include "services/registry/party_index.hpp"
#include "services/registry/refusal.hpp"

namespace rapport::registry {

Tables::Tables()
    : parties("party", {"parties",
                        {"name", "country", "parent", "retired"},
                        {"name", "legal_name"},
                        {"name"},
                        {"tags"},
                        {"name", "tags"}}),
      contacts("contact", {"contacts", {"person", "party", "role", "inactive"}}),
      relationships("relationship", {"relationships", {"party", "type", "stage"}}),
      moves("move", {"stage_moves", {"relationship"}}),
      services("service",
               {"services", {"name", "family", "status"}, {"name", "family"}, {"name"}, {}, {"name", "family"}}),
      agreements("agreement", {"agreements",
                               {"party", "kind", "status", "ends", "notice_by"},
                               {"title"},
                               {"ends", "notice_by"},
                               {"services"}}) {}

void Tables::add_derivations(std::vector<kit::Derivation>& all) const {
    parties.add_derivation(all);
    services.add_derivation(all);
    agreements.add_derivation(all);
    all.push_back(party_index::derivation());
}

api::Party Tables::party_for(const View& view, const std::string& field, const api::PartyId& id) const {
    auto party = parties.find(view, id);
    if (!party) throw unknown(field, "party");
    if (party->retired) throw Error(Code::failed_precondition, field + ": the party is retired; restore it first");
    return *std::move(party);
}

}  // namespace rapport::registry
