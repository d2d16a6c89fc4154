// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "sdk/tools/subject.hpp"

namespace rapport::sdk::tools {

/// All that a plugin says of itself, for people: several lines.
std::string describe_text(const Subject& subject);

/// The same as JSON: file, sha256, id, version, title, kind, abi, toolchain, settings_schema, and inputs, factors and
/// range of a rule, or limits of a channel.
std::string describe_json(const Subject& subject);

}  // namespace rapport::sdk::tools
