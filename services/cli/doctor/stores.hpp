// SPDX-License-Identifier: MIT
#pragma once
#include <filesystem>

#include "services/cli/doctor/check.hpp"

namespace rapport::cli::doctor {

/// Each store of the deployment. `deep`: read from end to end, however long that takes; else SQLite files above 64 MiB
/// are only opened.
Checks store_checks(const std::filesystem::path& state, bool deep);

}  // namespace rapport::cli::doctor
