// SPDX-License-Identifier: MIT
#pragma once
#include "services/registry/api.hpp"

namespace rapport::registry {

/// invalid_argument for a contact that cannot be: `person` must be a person, and another than `party`.
void check(const api::Contact& contact, const api::Party& person);

}  // namespace rapport::registry
