// SPDX-License-Identifier: MIT
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "bus/base/shape.hpp"

namespace rapport {

/// How a page shows records of a kind that it knows by their declaration alone.
struct UiOfRecord {
    std::string title;                ///< what one is called: `{number} {subject}`
    std::string subtitle;             ///< `{party}`; empty: nothing
    std::string_view state, day;      ///< fields: where it is on its way, and its day; empty: none
    std::vector<std::int32_t> ranks;  ///< by field: of its column in lists, from 1; 0: no column
    std::vector<bool> read_only;      ///< by field: no request says it
};

/// Of a record that has an id and a version; nothing of others. What no mark says is guessed: it is called by its
/// number, title, name or subject, else by its id; its day is the first that it is sorted by, its state what is
/// called so; columns are what it is called by, its state, and what it is filtered and sorted by.
std::optional<UiOfRecord> ui_of_record(const Shape& record);

}  // namespace rapport
