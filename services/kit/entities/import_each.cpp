// SPDX-License-Identifier: MIT
#include "services/kit/entities/import_each.hpp"

namespace rapport::kit {
namespace {

/// Whether a row is refused with it, and not the whole call.
bool refuses_a_row(const Error& error) {
    // The whole call waits for the news of another service, and for a store that is in trouble.
    if (dynamic_cast<const UnknownReference*>(&error) || dynamic_cast<const StoreError*>(&error)) return false;
    using enum Code;
    switch (error.code()) {
        case invalid_argument:
        case not_found:
        case already_exists:
        case failed_precondition:
        case permission_denied:
            return true;
        default:
            return false;
    }
}

}  // namespace

ImportedRows detail::import_each(Unit& unit, const ImportRows& request,
                                 const std::function<ImportedRow(const Any& row)>& import_row) {
    if (!request.notify) unit.be_quiet();
    if (request.dry_run) unit.discard();
    ImportedRows imported;
    imported.rows.reserve(request.rows.size());
    for (const Any& row : request.rows) {
        const auto written = [&unit] { return std::pair(unit.db().statements(), unit.emitted().size()); };
        const auto before = written();
        try {
            imported.rows.push_back(import_row(row));
        } catch (const Error& error) {
            if (!refuses_a_row(error) || written() != before) throw;
            imported.rows.push_back({.outcome = ImportOutcome::rejected, .error = error.message()});
        }
    }
    return imported;
}

}  // namespace rapport::kit
