// SPDX-License-Identifier: MIT
#pragma once
#include <optional>
#include <string>

namespace rapport::gateway::accounts {

/// What a file's base64 (RFC 4648) says, blanks and line ends aside; nothing for any other text.
std::optional<std::string> from_base64(const std::string& text);

}  // namespace rapport::gateway::accounts
