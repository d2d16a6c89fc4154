// SPDX-License-Identifier: MIT
#pragma once
#include "services/cli/verb.hpp"

namespace rapport::cli::demo {

/// Adds `demo`.
void add_verb(CLI::App& app, Action& action);

}  // namespace rapport::cli::demo
