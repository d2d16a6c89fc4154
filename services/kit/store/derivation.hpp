// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <span>
#include <string>

#include "services/kit/store/db.hpp"

namespace rapport::kit {

/// What is stored beside the entities of a table and made of them: their words, the keys of their names. It is made
/// anew when a store begins to be used by a program that makes it in another form.
struct Derivation {
    std::string table;               ///< of the entities, or a select: it has the columns `row` and `body`
    std::string name;                ///< of what is made, in this store alone
    std::string form;                ///< in which it is made: another than the stored one is made anew
    std::function<void(Db&)> begin;  ///< takes away what was made before
    std::function<void(Db&, std::string_view body)> make;  ///< of one entity, in MessagePack
    std::function<void(Db&)> end = [](Db&) {};             ///< once all of it is made
};

/// How far one is. The last report has all rows.
struct DerivationProgress {
    std::string name;
    std::int64_t done = 0, rows = 0;
};

/// Makes anew what the store has in another form, in transactions of a thousand rows: a process that is killed
/// meanwhile goes on where it was when it comes again. `report` is called before the first rows, and after each
/// thousand.
void derive(Db& db, std::span<const Derivation> derivations,
            const std::function<void(const DerivationProgress&)>& report);
/// The same, with a line in the log at the beginning, at the end, and every two seconds.
void derive(Db& db, std::span<const Derivation> derivations);

}  // namespace rapport::kit
