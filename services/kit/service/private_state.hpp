// SPDX-License-Identifier: MIT
#pragma once
#include <filesystem>
#include <string>

namespace rapport::kit {

/// Stores, keys and what is kept beside them hold what is personal: they are for one user alone.

/// What this process makes from now on is for its user alone, whatever rights are asked for (umask 077).
void keep_files_private();

/// Error(failed_precondition), which says what to do, for a folder that is somebody else's or open to others. One that
/// is not there is for its maker to make well.
void require_private(const std::filesystem::path& folder);

/// Takes from others what rights they have to that file, if it is there and ours: one of an earlier version. Says so in
/// the log.
void tighten(const std::filesystem::path& file);
/// The same for each file that lies in that folder itself.
void tighten_files_in(const std::filesystem::path& folder);
/// The same for a store: a SQLite file and those that SQLite keeps beside it. Nothing for another DSN.
void tighten_store(const std::string& dsn);

}  // namespace rapport::kit
