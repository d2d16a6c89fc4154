// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sdk/tools/rows.hpp"

namespace rapport::cli::plugin {

/// Where rows come from.
struct DataOptions {
    std::string file;              ///< CSV with a header
    std::vector<std::string> map;  ///< "INPUT=COLUMN"; an input without one takes the column of its own name
    std::vector<std::string> unknown = {"N/A", "NA",
                                        "null"};  ///< cells that, like empty ones, mean that nothing is known
    std::string name;                             ///< the column that names a row; by default rows are numbered
    std::string group;                            ///< rows with the same value of this column become one
    std::size_t limit = 0;                        ///< rows at most; 0 = all
};

/// One row under the name that people see.
struct NamedRow {
    std::string name;
    sdk::tools::Row row;
};

/// Hands over the file's rows as the rule takes them, a thousand at a time. Error(invalid_argument) names the line and
/// column of what cannot be read, and what would be right; what is no row at all is passed over and told on standard
/// error.
void read_rows(const DataOptions& options, const sdk::tools::Inputs& inputs,
               const std::function<void(std::vector<NamedRow>)>& take);

/// What one cell says, as the type that an input takes; nothing where it says nothing of that kind.
std::optional<sdk::Value> value_of(const std::string& cell, sdk::InputType type);

/// The file's rows as text, by the name of their column.
std::vector<std::map<std::string, std::string>> read_texts(const DataOptions& options);

}  // namespace rapport::cli::plugin
