// SPDX-License-Identifier: MIT
#pragma once
#include "bus/base/codec.hpp"
#include "services/cli/imports/kind.hpp"
#include "services/cli/imports/mapping_file.hpp"

namespace rapport::cli::imports {

/// The plan for a file of which each row is a record. A column is the field of the same name, a field within a field
/// has a dot (`reference.id`), one of a list's records its place (`emails[0].address`); a mapping names other columns.
/// Empty cells are left out. The values of a list may stand in one cell, separated by semicolons; those of a list of
/// records as well where only one field of each must be said (`emails`).
///
/// `inlined`: a record within, whose fields are named as if they were the outer one's.
///
/// Error(invalid_argument) for a column that no field takes and the mapping does not ignore, for a column or a field of
/// the mapping that there is not, and for a required field that nothing fills.
Plan by_field_names(const Shape& record, const kit::CsvReader& file, const MappingFile& how = {},
                    std::string_view inlined = {});

/// The row of the call that `row` is. Error(invalid_argument), with the field, if what its fields take is broken: one
/// such row in a call would take the others with it.
template <Described T>
Any checked(const T& row) {
    auto bytes = encode(row);
    decode_request<T>(std::string_view(bytes));
    return {std::move(bytes)};
}

}  // namespace rapport::cli::imports
