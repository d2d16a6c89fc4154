// SPDX-License-Identifier: MIT
#pragma once
#include <iosfwd>

#include "services/cli/backup/manifest.hpp"

namespace rapport::cli::backup {

/// What is brought back from which backup, and whether it may replace what is there.
struct RestoreOptions {
    std::filesystem::path from;
    std::filesystem::path state;
    std::vector<std::string> services;  ///< which stores; none: all that are in the backup
    bool replace = false;               ///< stores that are there are moved aside
    std::string version;                ///< of this program
};

/// Reads all of a backup and compares it with its manifest; a line to `out` for each store. Error as restore().
Manifest check(const RestoreOptions& options, std::ostream& out);

/// Checks the backup, brings its stores back with new epochs, counts them and walks their histories, then brings back
/// the files that are missing; a line to `out` for each store. The state folder is locked meanwhile. Error, and nothing
/// is changed: not_found, failed_precondition (damaged, of a newer version, of another engine, the deployment runs),
/// already_exists (a store is there, and `replace` was not asked for), invalid_argument (a service that is not in it).
Manifest restore(const RestoreOptions& options, std::ostream& out);

}  // namespace rapport::cli::backup
