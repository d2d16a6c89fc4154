// SPDX-License-Identifier: MIT
#include "services/cli/imports/rows.hpp"

#include <algorithm>

#include "bus/base/error.hpp"
#include "services/cli/imports/rejects.hpp"

namespace rapport::cli::imports {

Rows::Rows(kit::CsvReader& file, Mapping mapping)
    : file_(file), mapping_(std::move(mapping)), unread_column_(file.find_column(Rejects::row_column)) {
    file_.judge_by([this](const kit::CsvRow& row) { return mapped(row).row.has_value(); });
}

Rows::~Rows() { file_.judge_by({}); }

bool Rows::next(kit::CsvRow& row) const {
    const auto blank = [](const std::string& field) { return field.empty(); };
    while (file_.next(row))
        if (row.rejected || !std::ranges::all_of(row.fields, blank)) return true;
    return false;
}

Rows::Mapped Rows::mapped(const kit::CsvRow& row) const {
    if (row.rejected) return {.reason = *row.rejected};
    if (unread_column_ && !row.fields[*unread_column_].empty())
        return {.reason = "could not be read: put what " + std::string(Rejects::row_column) +
                          " holds into the columns, and empty it"};
    try {
        return {.row = mapping_(row)};
    } catch (const Error& error) {
        return {.reason = error.message()};
    }
}

}  // namespace rapport::cli::imports
