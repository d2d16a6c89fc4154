// SPDX-License-Identifier: MIT
#pragma once
#include <span>
#include <string_view>

#include "services/kit/store/db.hpp"

namespace rapport::kit {

/// One file of a service's schema folder, built into the program. Written once for both engines, with `$row` for a
/// row number that the store counts and `create search table NAME;` for a full-text index (columns row, text).
struct Migration {
    std::string_view name;  ///< `001_complaints`
    std::string_view sql;
};

/// Brings a store to this program's schema: runs what it has not had yet, each in a transaction of its own. Throws
/// Error for a store that a newer program has been at.
void migrate(Db& db, std::span<const Migration> migrations);

}  // namespace rapport::kit
