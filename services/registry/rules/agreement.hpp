// SPDX-License-Identifier: MIT
#pragma once
#include "services/kit/entities/moves.hpp"
#include "services/registry/api.hpp"
#include "services/registry/rules/term.hpp"

namespace rapport::registry {

/// invalid_argument, with the field's path, for what an agreement cannot be. Whether party and services exist is not
/// known here.
void check(const api::Agreement& agreement);

/// invalid_argument, naming both, for two targets of the same metric, service and priority: only one of them could
/// hold.
void check_targets_apart(const api::Agreement& agreement);

Term term_of(const api::Agreement& agreement);
/// The last day on which its end can be decided: that of notice for one that renews itself, the last day of any other.
/// Nothing unless it is active.
std::optional<Day> decided_by(const api::Agreement& agreement);
/// Whether it still binds: active, or notice was given and its end has not come.
bool in_force(const api::Agreement& agreement);

/// The agreement as time made it by `today`: renewed if it renews itself, expired if its end has come; its dates
/// computed anew.
api::Agreement settled(api::Agreement agreement, Day today);

/// From draft to its end.
const kit::Moves<api::Agreement>& agreement_moves();

// What can be done with one. Each answers the agreement afterwards, settled; failed_precondition, with what it allows,
// if its status does not allow this.

/// What was edited of the one that is stored. Only a draft may change its kind and its term.
api::Agreement changed(const api::Agreement& stored, api::Agreement edited, const kit::Asking& asking);
api::Agreement activated(api::Agreement agreement, const kit::Asking& asking);
/// One that is renewed expressly runs for another `renewal_months`.
api::Agreement renewed(api::Agreement agreement, const kit::Asking& asking);
/// It ends at the first end that the notice is in time for. invalid_argument for a day to come.
api::Agreement notice_given(api::Agreement agreement, const api::GiveNotice& request, const kit::Asking& asking);
/// It ends now, or never began.
api::Agreement terminated(api::Agreement agreement, const std::string& reason, const kit::Asking& asking);

}  // namespace rapport::registry
