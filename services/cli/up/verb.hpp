// SPDX-License-Identifier: MIT
#pragma once
#include "services/cli/verb.hpp"

namespace rapport::cli::up {

/// Adds `rapport up`.
void add_verb(CLI::App& app, Action& action);

}  // namespace rapport::cli::up
