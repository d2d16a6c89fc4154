// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "sdk/host/sheet.hpp"

namespace rapport::sdk {

/// Validates the JSON text `given` against the plugin's JSON Schema and fills in the defaults of its properties.
/// `plugin` is named in messages. PluginError::settings names the path and what would be right; PluginError::contract
/// where the schema is unsound.
Settings settle(const std::string& plugin, const std::string& schema, const std::string& given);

}  // namespace rapport::sdk
