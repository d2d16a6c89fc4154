// SPDX-License-Identifier: MIT
#pragma once
#include "bus/base/fields.hpp"

/// What every service is asked that takes over rows of another system, and what it answers: see import_each().
namespace rapport::kit {

/// Rows to take over, each a record of the method's own.
struct ImportRows {
    std::vector<Any> rows;
    bool notify = false, dry_run = false;
    static constexpr auto fields = describe(
        Field{"rows", &ImportRows::rows, "in order; a wrong one is rejected by itself", length(1, 100)},
        Field{"notify", &ImportRows::notify, "whether people are told, as if each had been entered by hand", defaulted},
        Field{"dry_run", &ImportRows::dry_run, "answer what would become of the rows, and store nothing", defaulted});
};

/// What becomes of a row.
enum class ImportOutcome { created, updated, unchanged, rejected };
constexpr auto names_of(ImportOutcome) {
    using namespace std::literals;
    return std::array{"created"sv, "updated"sv, "unchanged"sv, "rejected"sv};
}

/// What became of one row.
struct ImportedRow {
    ImportOutcome outcome = ImportOutcome::created;
    std::optional<Uuid> id;
    std::optional<std::string> error, unknown_user;
    static constexpr auto fields =
        describe(Field{"outcome", &ImportedRow::outcome, "what became of the row; unchanged: it was known as it is"},
                 Field{"id", &ImportedRow::id, "of what it stands for; none if it was rejected"},
                 Field{"error", &ImportedRow::error, "why it was rejected"},
                 Field{"unknown_user", &ImportedRow::unknown_user,
                       "whom the row names as a user and nobody here is: kept as text", personal});
};
/// What became of each row, in the order in which they were given.
struct ImportedRows {
    std::vector<ImportedRow> rows;
    static constexpr auto fields = describe(Field{"rows", &ImportedRows::rows, "one for each row, in order"});
};

}  // namespace rapport::kit
