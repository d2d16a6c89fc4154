// SPDX-License-Identifier: MIT
#pragma once
#include "services/kit/routes.hpp"

/// Who of us answers for which party, as the registry tells of its relationships: a projection that any service may
/// have, in `kit_party_staff`.
namespace rapport::kit {

/// For a definition's `own_parties`: those of a user are the parties whose relationships they manage, or stand in for.
OwnPartiesSql parties_of_staff();

/// Follows the registry for that. The engine adds them where a definition says parties_of_staff().
Routes party_staff_routes();

}  // namespace rapport::kit
