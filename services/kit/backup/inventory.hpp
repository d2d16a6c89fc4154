// SPDX-License-Identifier: MIT
#pragma once
#include <vector>

#include "services/kit/engine/outbox.hpp"

namespace rapport::kit {

/// How many rows a table has.
struct TableRows {
    std::string table;
    std::int64_t rows = 0;
    friend auto operator<=>(const TableRows&, const TableRows&) = default;
    static constexpr auto fields =
        describe(Field{"table", &TableRows::table, "its name"}, Field{"rows", &TableRows::rows, "how many it has"});
};

/// How far a store's service is in the history of another.
struct Place {
    std::string consumer, source, epoch;
    std::int64_t sequence = 0;
    friend auto operator<=>(const Place&, const Place&) = default;
    static constexpr auto fields = describe(Field{"consumer", &Place::consumer, "projection or reaction"},
                                            Field{"source", &Place::source, "whose events"},
                                            Field{"epoch", &Place::epoch, "of the source's store"},
                                            Field{"sequence", &Place::sequence, "handled up to here"});
};

/// What is in a store as of one moment: two of the same inventory hold the same history, and as many rows of
/// everything.
struct Inventory {
    Verification history;
    std::int64_t last_sequence = 0;
    std::vector<std::string> migrations;
    std::vector<TableRows> tables;
    std::vector<Place> cursors;

    /// Nothing is missing from its history, nothing in it is there twice or altered.
    bool whole() const { return history.gaps == 0 && history.duplicates == 0 && history.chain_intact; }
    std::int64_t rows() const;

    static constexpr auto fields =
        describe(Field{"history", &Inventory::history, "what a walk over it found"},
                 Field{"last_sequence", &Inventory::last_sequence, "of its newest event"},
                 Field{"migrations", &Inventory::migrations, "that its schema has had"},
                 Field{"tables", &Inventory::tables, "and how much is in them"},
                 Field{"cursors", &Inventory::cursors, "how far it is in others' histories"});
};

/// Reads all of a store: in one transaction if the caller has begun one. Throws StoreError.
Inventory inventory_of(Db& db, const std::string& source);

/// How far its service is in the histories of others, by consumer and source.
std::vector<Place> cursors_of(Db& db);

/// Where two inventories differ beside their epochs and cursors, in words; empty where they do not.
std::string difference(const Inventory& expected, const Inventory& found);

}  // namespace rapport::kit
