// SPDX-License-Identifier: MIT
#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "services/kit/store/db.hpp"

namespace rapport::kit {

/// One file of a service's schema folder, built into the program. Written once for both engines, with `$row` for a
/// row number that the store counts, `create search table NAME;` for a full-text index (columns row, text), and
/// `create action table NAME;` for actions (entities/action.hpp).
struct Migration {
    std::string_view name;  ///< `001_complaints`
    std::string_view sql;
};

/// The names of the search tables that they create.
std::vector<std::string> search_tables_of(std::span<const Migration> migrations);

/// Brings a store to this program's schema: runs what it has not had yet, each in a transaction of its own. Throws
/// Error for a store that a newer program has been at. Text is sorted by its bytes then.
void migrate(Db& db, std::span<const Migration> migrations);

}  // namespace rapport::kit
