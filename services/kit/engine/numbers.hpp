// SPDX-License-Identifier: MIT
#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "services/kit/unit.hpp"

/// Numbers that people quote, `C-2026-000123`, in the place of ids.
namespace rapport::kit::numbers {

/// Whether it is written as a number: a letter of either case, a year, and six digits or more.
bool is_number(std::string_view text);

/// The parameters of a request with the id in the place of each number, wherever its schema has an id: in a field, in a
/// list, in a record within. Looked for in the tables of the number's letter. Nothing if they hold no number: they
/// stay as they are. not_found, naming the field, for a number that no record has.
std::optional<std::string> with_ids(Db& db, std::span<const Numbered> numbered, std::string_view schema,
                                    std::string_view params);

}  // namespace rapport::kit::numbers
