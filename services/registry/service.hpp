// SPDX-License-Identifier: MIT
#pragma once
#include "services/registry/api.hpp"

namespace rapport::registry {

/// invalid_argument, with the field's path, for what an entry of the catalogue cannot be.
void check(const api::Service& service);

}  // namespace rapport::registry
