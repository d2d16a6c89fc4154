// SPDX-License-Identifier: MIT
#pragma once
#include "services/cli/verb.hpp"

namespace rapport::cli::events {

/// Adds `rapport events`.
void add_verb(CLI::App& app, Action& action);

}  // namespace rapport::cli::events
