// SPDX-License-Identifier: MIT
#pragma once
#include "services/cli/verb.hpp"

namespace rapport::cli::plugin {

/// Adds `plugin new|check|run|describe|bench|list|lift`.
void add_verb(CLI::App& app, Action& action);

}  // namespace rapport::cli::plugin
