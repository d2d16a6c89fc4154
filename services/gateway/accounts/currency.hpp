// SPDX-License-Identifier: MIT
#pragma once
#include <string_view>

namespace rapport::gateway::accounts {

/// Whether that is the ISO 4217 code of a currency that is in use, such as EUR. Codes of funds, metals and tests, and
/// of what was withdrawn, are none.
bool is_currency(std::string_view code);

}  // namespace rapport::gateway::accounts
