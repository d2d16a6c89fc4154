// SPDX-License-Identifier: MIT
#pragma once
#include "services/cli/verb.hpp"

namespace rapport::cli::keys {

/// Adds `keys init|add|list|revoke|rotate` to the program.
void add_verb(CLI::App& app, Action& action);

}  // namespace rapport::cli::keys
