// SPDX-License-Identifier: MIT
#include "services/kit/backup/inventory.hpp"

#include <fmt/format.h>

#include <numeric>

namespace rapport::kit {
namespace {

/// Not those that a full-text index keeps for itself.
constexpr std::string_view sqlite_tables =
    "select name from pragma_table_list where schema = 'main' and type = 'table' and name not like 'sqlite_%' "
    "order by name";
constexpr std::string_view postgresql_tables =
    "select cast(table_name as text) from information_schema.tables "
    "where table_schema = current_schema() and table_type = 'BASE TABLE' order by 1";

std::string history_in_words(const Inventory& one) {
    const auto& history = one.history;
    return fmt::format("{} events up to {}, {} gaps, {} duplicates, chain {}", history.events, one.last_sequence,
                       history.gaps, history.duplicates, history.chain_intact ? "intact" : "broken");
}

}  // namespace

std::int64_t Inventory::rows() const {
    return std::accumulate(tables.begin(), tables.end(), std::int64_t{0},
                           [](std::int64_t sum, const TableRows& each) { return sum + each.rows; });
}

Inventory inventory_of(Db& db, const std::string& source) {
    Inventory found{.history = Outbox::verify(db, source), .last_sequence = Outbox::watermark(db, source).last};
    for (auto& [name] : db.rows<std::string>("select name from kit_migrations order by name"))
        found.migrations.push_back(std::move(name));
    const bool sqlite = db.dialect() == Db::Dialect::sqlite;
    for (const auto& [table] : db.rows<std::string>(sqlite ? sqlite_tables : postgresql_tables)) {
        const auto rows = db.row<std::int64_t>("select count(*) from \"" + table + "\"");
        found.tables.push_back({table, std::get<0>(rows.value())});
    }
    found.cursors = cursors_of(db);
    return found;
}

std::vector<Place> cursors_of(Db& db) {
    std::vector<Place> cursors;
    for (auto& [consumer, source, epoch, sequence] : db.rows<std::string, std::string, std::string, std::int64_t>(
             "select consumer, source, epoch, sequence from kit_cursors order by consumer, source"))
        cursors.push_back({std::move(consumer), std::move(source), std::move(epoch), sequence});
    return cursors;
}

std::string difference(const Inventory& expected, const Inventory& found) {
    if (const auto was = history_in_words(expected), is = history_in_words(found); was != is)
        return fmt::format("its history has {}, and must have {}", is, was);
    if (expected.migrations != found.migrations) return "its schema is another one";
    for (std::size_t i = 0; i < std::max(expected.tables.size(), found.tables.size()); ++i) {
        if (i >= found.tables.size()) return fmt::format("the table {} is missing", expected.tables[i].table);
        if (i >= expected.tables.size()) return fmt::format("the table {} is too many", found.tables[i].table);
        const auto& [table, rows] = expected.tables[i];
        if (found.tables[i] != expected.tables[i])
            return fmt::format("{} has {} rows, and {} must have {}", found.tables[i].table, found.tables[i].rows,
                               table, rows);
    }
    return {};
}

}  // namespace rapport::kit
