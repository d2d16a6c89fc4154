// SPDX-License-Identifier: MIT
#pragma once
#include <nlohmann/json.hpp>

namespace rapport::contract {

/// The smallest value that a JSON Schema of ours allows: what it requires, and nothing else.
nlohmann::json sample_of(const nlohmann::json& schema);

/// Where in that value a required field stands, at every depth.
std::vector<nlohmann::json::json_pointer> required_in(const nlohmann::json& schema);

}  // namespace rapport::contract
