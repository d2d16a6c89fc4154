// SPDX-License-Identifier: MIT
#pragma once
#include "services/cli/verb.hpp"

namespace rapport::cli::backup {

/// Adds `rapport backup` and `rapport restore`.
void add_verbs(CLI::App& app, Action& action);

}  // namespace rapport::cli::backup
