// SPDX-License-Identifier: MIT
#pragma once
#include "bus/base/codec.hpp"
#include "services/cli/imports/kind.hpp"

namespace rapport::cli::imports {

/// The mapping of a file whose columns are named as the fields of a record; a field within a field has a dot
/// (`reference.id`). Empty cells are left out; the values of a list stand in one cell, separated by semicolons.
/// Error(invalid_argument) for a column that is no field, or a required field without a column.
Mapping by_field_names(const Shape& record, const kit::CsvReader& file);

/// The row of the call that `row` is. Error(invalid_argument), with the field, if what its fields take is broken: one
/// such row in a call would take the others with it.
template <Described T>
Any checked(const T& row) {
    auto bytes = encode(row);
    decode_request<T>(std::string_view(bytes));
    return {std::move(bytes)};
}

}  // namespace rapport::cli::imports
