// SPDX-License-Identifier: MIT
#pragma once
#include "services/cli/verb.hpp"

namespace rapport::cli::imports {

/// Adds `rapport import`.
void add_verb(CLI::App& app, Action& action);

}  // namespace rapport::cli::imports
