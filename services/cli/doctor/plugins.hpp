// SPDX-License-Identifier: MIT
#pragma once
#include <map>
#include <string>

#include "bus/base/time.hpp"
#include "services/cli/doctor/check.hpp"
#include "services/cli/state_dir.hpp"

namespace rapport::cli::doctor {

/// Since when each service runs, by name.
using Started = std::map<std::string, Instant>;

/// Plugins that a service refused, or holds in quarantine. A refusal counts for as long as settings name the plugin, or
/// it is one that ships with Rapport, and until whoever names it was started anew, or took the plugin after all.
Checks plugin_checks(const StateDir& state, const Started& started);

}  // namespace rapport::cli::doctor
