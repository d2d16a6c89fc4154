// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>

#include "services/cli/doctor/check.hpp"
#include "services/cli/state_dir.hpp"

namespace rapport::cli::doctor {

/// The state folder itself, what is in `keys/`, and the settings of every service. If the folder is not there, that
/// alone.
Checks folder_checks(const StateDir& state);

/// Whether there is room left at `what`, a folder: failed below 100 MiB or 1 %, a warning below 1 GiB or 5 %.
Check room_left(const std::string& what, std::uint64_t free_bytes, std::uint64_t all_bytes);

}  // namespace rapport::cli::doctor
