// SPDX-License-Identifier: MIT
#include "services/kit/store/list_plan.hpp"

#include <iterator>

#include "services/kit/store/search_index.hpp"

namespace rapport::kit {
namespace {

/// How many of the newest rows are asked for words before all are counted.
constexpr std::int64_t asked = 1'000;

}  // namespace

std::int64_t some(Db& db, const std::string& from, std::vector<Param> params) {
    params.emplace_back(counted + 1);
    return std::get<0>(
        db.rows<std::int64_t>("select count(*) from (select 1 from " + from + " limit ?) as found", params).at(0));
}

bool has_index(Db& db, const std::string& table, const std::string& column) {
    static constexpr auto sqlite =
        "select 1 from pragma_index_list(?) as l join pragma_index_info(l.name) as i where i.seqno = 0 and i.name = ? "
        "limit 1";
    static constexpr auto postgresql =
        "select 1 from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0] where "
        "i.indrelid = to_regclass(?) and a.attname = ? limit 1";
    return db.row<std::int64_t>(db.dialect() == Db::Dialect::sqlite ? sqlite : postgresql, {table, column}).has_value();
}

Term search_term(Db& db, const std::string& table, const std::string& search, bool newest_first) {
    const bool sqlite = db.dialect() == Db::Dialect::sqlite;
    const std::string index = table + "_search";
    Term term{.sql = sqlite ? index + " match ?" : index + ".text @@ cast(? as tsquery)",
              .values = {Param(std::string_view())},
              .words = true,
              .finds = true};
    term.values[0].held = search_query(db.dialect(), search, false);
    const std::string from = index + " where " + term.sql;
    const auto last = std::get<0>(db.row<std::int64_t>("select coalesce(max(row), 0) from " + table).value());
    if (newest_first && last > counted) {
        const auto have =
            some(db, from + " and " + index + (sqlite ? ".rowid" : ".row") + " > ?", {term.values[0], last - asked});
        if (have >= asked / 2) {
            term.at_least = have;
            return term;
        }
    }
    term.rows = some(db, from, term.values);
    if (term.rows > counted) return term;
    term.values[0].held = search_query(db.dialect(), search, true);
    term.rows = some(db, from, term.values);
    return term;
}

Count count(Db& db, const ListPlan& plan) {
    const Term* finder = plan.finder();
    const std::int64_t there = finder ? finder->rows : some(db, plan.table, {});
    if (plan.own.empty() && plan.terms.size() <= (finder ? 1 : 0)) {
        return {there <= counted ? there : finder ? finder->at_least : counted, there <= counted};
    }
    const bool by_words = finder && finder->words, fenced = by_words && plan.fenced();
    // A row found by words, or asked for them, is read from wherever it lies.
    const std::int64_t looked_at = by_words ? 500 : plan.asks_for_words() ? 100 : finder ? 2'000 : counted;
    const std::string join = plan.sqlite ? " cross join " : " join ", row = plan.table + ".row";
    const std::string row_in_index = plan.index + (plan.sqlite ? ".rowid" : ".row");
    const std::string key = by_words ? row_in_index : row, found_in = by_words ? plan.index : plan.table;
    // PostgreSQL takes of `*` what is asked for, all of it from an index where it can, and so needs no join.
    const bool whole = !plan.sqlite && !by_words;
    std::string sql = "select count(*) from (select " + (whole ? "*" : key + " as row") + " from " +
                      (fenced ? plan.fence("row", found_in) : found_in) +
                      (finder && !fenced ? " where " + finder->sql : "") + " order by " + key + " desc limit ?) as " +
                      (whole ? plan.table : "seen" + join + plan.table + " on " + row + " = seen.row");
    if (plan.searches() && !by_words) sql += join + plan.index + " on " + row_in_index + " = " + row;
    std::vector<Param> params;
    if (finder) params = finder->values;
    if (fenced) params.emplace_back(finder->rows);
    params.emplace_back(looked_at);
    std::ranges::move(plan.params(finder ? 1 : 0), std::back_inserter(params));
    sql += " where " + plan.conditions(finder ? 1 : 0);
    return {std::get<0>(db.rows<std::int64_t>(sql, params).at(0)), there <= looked_at};
}

}  // namespace rapport::kit
