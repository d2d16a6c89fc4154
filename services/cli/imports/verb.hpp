// SPDX-License-Identifier: MIT
#pragma once
#include "services/cli/verb.hpp"

namespace rapport::cli::imports {

/// What `rapport import` ends with where rows were rejected, beside the program's other exit codes.
inline constexpr int rows_rejected = 5;

/// Adds `rapport import`.
void add_verb(CLI::App& app, Action& action);

}  // namespace rapport::cli::imports
