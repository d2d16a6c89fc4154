// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "sdk/host/sheet.hpp"

namespace rapport::sdk {

/// Fills in the defaults of the plugin's JSON Schema, fetches the secrets that the JSON text `given` names (of
/// properties that are `writeOnly`), and validates the result. `plugin` is named in messages. PluginError::settings
/// names the path and what would be right; PluginError::contract where the schema is unsound.
Settings settle(const std::string& plugin, const std::string& schema, const std::string& given);

}  // namespace rapport::sdk
