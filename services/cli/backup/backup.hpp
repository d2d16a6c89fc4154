// SPDX-License-Identifier: MIT
#pragma once
#include <iosfwd>

#include "services/cli/backup/manifest.hpp"

namespace rapport::cli::backup {

/// What is saved, and where to.
struct BackupOptions {
    std::filesystem::path state;
    std::filesystem::path to;  ///< the folder to be made
    std::string version;       ///< of this program
};

/// Copies all stores that the deployment has, whether it runs or not, and checks the copies; a line to `out` for each.
/// Nothing bears the name `to` before all of it is there. Error: failed_precondition if there is nothing to copy, `to`
/// is there, or a store cannot be read as its settings say.
Manifest back_up(const BackupOptions& options, std::ostream& out);

}  // namespace rapport::cli::backup
