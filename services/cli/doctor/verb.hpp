// SPDX-License-Identifier: MIT
#pragma once
#include "services/cli/verb.hpp"

namespace rapport::cli::doctor {

/// Adds `rapport doctor`.
void add_verb(CLI::App& app, Action& action);

}  // namespace rapport::cli::doctor
