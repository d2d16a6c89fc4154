// SPDX-License-Identifier: MIT
#pragma once
#include "services/kit/store/derivation.hpp"
#include "services/kit/unit.hpp"
#include "services/registry/api.hpp"

/// Who of us answers for which party, as SQL finds it, by id, or by the name that an earlier version kept: the own
/// parties of account managers and deputies, those of relationships that ended too, and those that an account manager
/// entered.
namespace rapport::registry::staff_index {

void put(kit::Unit& unit, const api::Relationship& relationship);
/// A new party is the caller's, if they do not see all.
void entered(kit::Unit& unit, const api::Party& party);
/// Makes anew what comes of relationships.
kit::Derivation derivation();
/// For the service's definition. The people who speak for an own party are own parties, too.
kit::OwnPartiesSql own_parties();

}  // namespace rapport::registry::staff_index
