// SPDX-License-Identifier: MIT
#pragma once
#include <nlohmann/json.hpp>

namespace rapport::gateway {

/// The paths that the gateway itself answers, as OpenAPI path items; they refer to the document's components. For
/// sources only: it brings in nlohmann-json.
nlohmann::ordered_json openapi_own_paths();

}  // namespace rapport::gateway
