// SPDX-License-Identifier: MIT
#pragma once
#include <algorithm>
#include <string>
#include <vector>

#include "services/kit/store/db.hpp"

/// How a page of a list is found, and how many there are in all.
namespace rapport::kit {

/// As far as rows are counted.
inline constexpr std::int64_t counted = 10'000;

/// One condition of a list, and how many rows meet it alone, as far as we count.
struct Term {
    std::string sql;
    std::vector<Param> values = {};
    std::int64_t rows = counted + 1;
    std::int64_t at_least = counted;  ///< that many do, should there be more than we count
    bool words = false;               ///< the search
    bool finds = false;               ///< there is an index to find its rows by
};

/// How the rows of a list are found: by its first term, if that can find any; the others are asked of each row so
/// found. SQLite does as it is told. On PostgreSQL the planner decides, but for what few rows have where they are found
/// by words or sorted: how common the beginning of a word is, or two conditions together, it can only guess, and we
/// have counted.
struct ListPlan {
    std::string table, index;
    bool sqlite = true;
    bool sorted = false;  ///< not by row
    std::vector<Term> terms = {};
    std::string own = {};  ///< a condition that each row has to meet whatever is asked for; empty: none
    std::vector<Param> own_params = {};

    const Term* finder() const { return !terms.empty() && terms.front().finds ? &terms.front() : nullptr; }
    bool finds_few() const { return finder() && finder()->rows <= counted; }
    /// The rows that the first term finds stand in the FROM clause, behind a fence that the planner does not look over,
    /// and with a limit that tells it how many there are.
    bool fenced() const { return !sqlite && finds_few() && (sorted || words_first()); }
    std::string fence(std::string_view columns, const std::string& of) const {
        return "(select " + std::string(columns) + " from " + of + " where " + finder()->sql + " limit ?) as " + of;
    }
    bool words_first() const { return finder() && finder()->words; }
    bool searches() const {
        return std::ranges::any_of(terms, [](const Term& term) { return term.words; });
    }
    /// Whether rows that are found otherwise are asked for the words, one by one.
    bool asks_for_words() const { return searches() && !words_first(); }
    /// The column that orders newest first.
    std::string row() const {
        if (!searches() || (sqlite && !words_first())) return table + ".row";
        return index + (sqlite ? ".rowid" : ".row");
    }
    /// What bounds it bounds these as well; PostgreSQL does not see that by itself.
    std::vector<std::string> rows() const {
        if (sqlite || !searches()) return {row()};
        return {table + ".row", index + ".row"};
    }
    std::string from() const {
        const bool by_words = words_first();
        const std::string rows = fenced() && !by_words ? fence("*", table) : table;
        if (!searches()) return rows;
        if (!sqlite)
            return (fenced() && by_words ? fence("row", index) : index) + " join " + rows + " on " + table +
                   ".row = " + index + ".row";
        return (words_first() ? index + " cross join " + table : table + " cross join " + index) + " on " + index +
               ".rowid = " + table + ".row";
    }
    /// Terms from the `first` on; without `find`, rows are found by none of them. A plus keeps SQLite from it.
    std::string conditions(std::size_t first = 0, bool find = true) const {
        std::string all = "1 = 1";
        for (std::size_t i = fenced() ? std::max<std::size_t>(first, 1) : first; i < terms.size(); ++i) {
            const bool found_by = (find && i == 0 && finder()) || terms[i].words;
            all += (found_by || !sqlite ? " and " : " and +") + terms[i].sql;
        }
        if (!own.empty()) all += " and " + own;
        return all;
    }
    std::vector<Param> params(std::size_t first = 0) const {
        std::vector<Param> all;
        for (std::size_t i = first; i < terms.size(); ++i) {
            all.insert(all.end(), terms[i].values.begin(), terms[i].values.end());
            if (i == 0 && fenced()) all.emplace_back(terms[i].rows);
        }
        all.insert(all.end(), own_params.begin(), own_params.end());
        return all;
    }
};

/// How many rows there are `from` there, up to `counted` and one.
std::int64_t some(Db& db, const std::string& from, std::vector<Param> params);
/// Whether an index begins with that column, so that rows are found by it.
bool has_index(Db& db, const std::string& table, const std::string& column);
/// The words of a search, all of them; the last one's beginning, unless very many have it as it stands: to merge all
/// that begins with such a word takes long and adds nothing. `newest_first`: words that half of the newest rows have
/// are counted no further, since to look at ten thousand texts takes long, too. invalid_argument without a word.
Term search_term(Db& db, const std::string& table, const std::string& search, bool newest_first);

/// How many there are; not `exact`: at least so many.
struct Count {
    std::int64_t total = 0;
    bool exact = true;
};
/// How many rows a list has: exactly where few must be looked at for that; else those among the newest that are found.
Count count(Db& db, const ListPlan& plan);

}  // namespace rapport::kit
