// SPDX-License-Identifier: MIT
#include "services/registry/tables.hpp"

#include "services/registry/refusal.hpp"

namespace rapport::registry {

Tables::Tables()
    : parties("party",
              {"parties", {"name", "country", "parent", "retired"}, {"name", "legal_name"}, {"name"}, {"tags"}}),
      contacts("contact", {"contacts", {"person", "party", "role", "inactive"}}),
      relationships("relationship", {"relationships", {"party", "type", "stage"}}),
      moves("move", {"stage_moves", {"relationship"}}),
      services("service", {"services", {"name", "family", "status"}, {"name", "family"}, {"name"}}),
      agreements("agreement", {"agreements",
                               {"party", "kind", "status", "ends", "notice_by"},
                               {"title"},
                               {"ends", "notice_by"},
                               {"services"}}) {}

api::Party Tables::party_for(const View& view, const std::string& field, const api::PartyId& id) const {
    auto party = parties.find(view, id);
    if (!party) throw unknown(field, "party");
    if (party->retired) throw Error(Code::failed_precondition, field + ": the party is retired; restore it first");
    return *std::move(party);
}

}  // namespace rapport::registry
