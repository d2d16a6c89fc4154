// SPDX-License-Identifier: MIT
#pragma once
#include "services/registry/api.hpp"

namespace rapport::registry {

/// invalid_argument for a contact that cannot be: `person` must be a person, and another than `party`.
void check(const api::Contact& contact, const api::Party& person);

/// The contact whose opt-out says since when it holds: as before, else from now on.
api::Contact with_opt_out_dated(const api::Contact& before, api::Contact after, Instant now);

}  // namespace rapport::registry
