// SPDX-License-Identifier: MIT
#pragma once
#include "services/cli/imports/kind.hpp"

namespace rapport::cli::imports {

/// The rows of one file, as its plan has them. `file` must outlive it.
class Rows {
public:
    Rows(kit::CsvReader& file, Mapping mapping);
    ~Rows();
    Rows(const Rows&) = delete;
    Rows& operator=(const Rows&) = delete;

    /// The next row that has anything in it: spreadsheets leave rows of separators alone. False at the end.
    bool next(kit::CsvRow& row) const;

    /// The row of the call, or why there is none.
    struct Mapped {
        std::optional<Any> row = {};
        std::string reason = {};
    };
    Mapped mapped(const kit::CsvRow& row) const;

private:
    kit::CsvReader& file_;
    Mapping mapping_;
    std::optional<std::size_t> unread_column_;  ///< of a file of rejects
};

}  // namespace rapport::cli::imports
