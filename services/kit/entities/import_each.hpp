// SPDX-License-Identifier: MIT
#pragma once
#include "bus/base/edge.hpp"
#include "services/kit/entities/import.hpp"
#include "services/kit/routes.hpp"

namespace rapport::kit {

namespace detail {
ImportedRows import_each(Unit& unit, const ImportRows& request,
                         const std::function<ImportedRow(const Any& row)>& import_row);
}

/// Imports rows of another system: `import_row` takes over one, or finds by its reference that it is known. Each is a
/// request of its own, checked as one: it is refused before anything of it is stored, and keeps no other back. What
/// goes wrong later, or is no fault of the row's, fails the whole call. Nobody is told of an import unless it says so.
template <Described Row, class T>
Route import_each(const Command<ImportRows, ImportedRows>& command, T* object,
                  ImportedRow (T::*import_row)(Unit&, const Row&)) {
    return CommandRoute{detail::info_of(command, "command"),
                        command.roles,
                        [object, import_row](Unit& unit, std::string_view params) {
                            const auto request = decode_request<ImportRows>(Any{std::string(params)});
                            return encode(detail::import_each(unit, request, [&](const Any& row) {
                                const auto said = read_request<Row>(row.bytes);
                                detail::check_users(unit, said);
                                return (object->*import_row)(unit, said);
                            }));
                        },
                        {},
                        detail::meaning_of<ImportRows>,
                        {},
                        {},
                        names_users(shape_of<Row>())};
}

}  // namespace rapport::kit
