// SPDX-License-Identifier: MIT
#include <algorithm>
#include <bit>
#include <charconv>

#include "bus/base/filter_check.hpp"
#include "bus/base/names.hpp"
#include "services/kit/store/cursor.hpp"
#include "services/kit/store/table.hpp"
#include "services/kit/text/folding.hpp"

/// How a table finds a page of what it holds, and counts it.
namespace rapport::kit {
namespace {

using Op = Filter::Op;

/// What a list is sorted by.
struct Order {
    std::string_view column;
    bool downwards = false;
};

Order order_of(std::string_view sort) {
    const bool downwards = sort.starts_with('-');
    return {sort.substr(downwards ? 1 : 0), downwards};
}

/// So many values are counted by name.
constexpr std::size_t most_values = 200;

std::string text_of(const Param& value) {
    switch (value.kind) {
        case Param::Kind::null:
            return "";
        case Param::Kind::text:
            return 't' + std::string(value.as_text());
        case Param::Kind::integer:
            return 'i' + std::to_string(value.integer);
        case Param::Kind::number:
            return 'd' + std::to_string(value.number);
    }
    return "";
}

bool is_no_condition(const Condition& condition) {
    return condition.value.kind == Param::Kind::null && !condition.or_none;
}

/// Tells a list from every other: what is listed, in which order, and what narrows it.
std::string identity_of(const TableSpec& spec, const ListOptions& options, std::span<const Condition> conditions) {
    std::string all;
    const auto add = [&all](std::string_view part) {
        all.append(std::to_string(part.size())).append(":").append(part);
    };
    add(spec.name);
    for (const auto& chosen : {options.sort, options.search, options.where}) add(chosen ? "=" + *chosen : "");
    for (const Condition& condition : conditions) {
        if (is_no_condition(condition)) continue;
        add(condition.column);
        add(std::to_string(static_cast<int>(condition.test)) + (condition.or_none ? "?" : ""));
        add(text_of(condition.value));
        for (const Param& other : condition.others) add(text_of(other));
    }
    return all;
}

void check_sort(const std::string& sort, std::vector<std::string_view> known) {
    if (known.empty()) throw invalid("sort", "is not offered here: the list is newest first");
    if (std::ranges::find(known, order_of(sort).column) == known.end()) throw invalid("sort", not_one_of(sort, known));
}

std::string_view comparison(Condition::Test test) {
    switch (test) {
        case Condition::Test::equal:
            return "=";
        case Condition::Test::at_least:
            return ">=";
        case Condition::Test::at_most:
            return "<=";
    }
    return "=";
}

std::string_view comparison(Op op) {
    switch (op) {
        case Op::differs:
            return "<>";
        case Op::less:
            return "<";
        case Op::at_most:
            return "<=";
        case Op::more:
            return ">";
        case Op::at_least:
            return ">=";
        default:
            return "=";
    }
}

/// `?, ?`
std::string marks(std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) text += i == 0 ? "?" : ", ?";
    return text;
}

/// As many values as the next power of two, the last one again and again: lists of any length are asked for in a few
/// statements.
void round_up(std::vector<Param>& values) {
    if (values.size() > 1) values.resize(std::bit_ceil(values.size()), Param(values.back()));
}

/// What is compared with a time or an id, as the column holds it: either may be written in several ways. A day stands
/// for its beginning, or for its end where that is what the comparison means.
std::string as_held(const Shape& shape, const Filter& test, const std::string& text) {
    const auto wrong = [&](const std::string& more = {}) {
        return invalid("where", test.field + ": must be " + std::string(shape.wanted) + more);
    };
    if (test.op == Op::contains) return text;
    if (shape.format == "uuid") {
        const auto id = uuid_from(text);
        return id ? to_text(*id) : throw wrong();
    }
    if (shape.format != "date" && shape.format != "date-time") return text;
    const auto day = day_from(text);
    if (shape.format == "date") return day ? to_text(*day) : throw wrong();
    if (const auto time = instant_from(text)) return to_text(*time);
    if (!day) throw wrong(", or a date");
    if (test.op == Op::less || test.op == Op::at_least) return to_text(start_of(*day));
    if (test.op == Op::at_most || test.op == Op::more) return to_text(end_of(*day));
    throw wrong("; of a whole day, write " + test.field + " >= '" + text + "' and " + test.field + " <= '" + text +
                "'");
}

/// A condition that is true or false where a column has no value, too.
std::string known(const std::string& column, const std::string& condition) {
    return "(" + column + " is not null and " + condition + ")";
}

/// The condition that the row has such a value in its list.
std::string holds(const std::string& table, const std::string& holder, const std::string& meets) {
    return "exists (select 1 from " + holder + " where " + holder + ".row = " + table + ".row and " + meets + ")";
}

}  // namespace

struct EntityStore::Clause : ListPlan {
    std::string list;  ///< which it is, for cursors
};

bool EntityStore::is_list(std::string_view field) const {
    return std::ranges::find(spec_.lists, field) != spec_.lists.end();
}

/// Rows that several values or a range find do not lie in the order of the list: they are found so only where they are
/// few.
Term EntityStore::term_of(Db& db, const Condition& condition) const {
    const std::string table(spec_.name), column(condition.column);
    const bool list = is_list(column);
    if (!list && column != "id" && std::ranges::find(spec_.columns, column) == spec_.columns.end())
        throw std::logic_error(table + " has no column " + column);
    Term term;
    if (condition.value.kind != Param::Kind::null) term.values.push_back(found_by(column, condition.value));
    for (const Param& other : condition.others) term.values.push_back(found_by(column, other));
    round_up(term.values);
    const std::string place = list ? "value" : table + "." + column_of(column);
    const std::string holder = list ? table + "_" + column : table;
    std::string meets = term.values.size() > 1 ? place + " in (" + marks(term.values.size()) + ")"
                        : term.values.empty()  ? std::string()
                                               : place + " " + std::string(comparison(condition.test)) + " ?";
    const bool several = term.values.size() != 1 || condition.test != Condition::Test::equal;
    term.finds = !condition.or_none && (list || has_index(db, table, column_of(column)));
    if (term.finds) {
        const std::string found = holder + " where " + meets;
        // A row that holds two of the values is one.
        term.rows =
            some(db, list && several ? "(select distinct row from " + found + ") as found" : found, term.values);
        // Those of a list lie in no order that helps, and all would be gathered before the first is shown.
        term.finds = (!several && !list) || term.rows <= counted;
    }
    if (list && !meets.empty())
        meets = term.finds ? table + ".row in (select row from " + holder + " where " + meets + ")"
                           : holds(table, holder, meets);
    if (!condition.or_none) {
        term.sql = meets;
        return term;
    }
    const std::string none = list ? "not " + holds(table, holder, "1 = 1") : place + " is null";
    term.sql = meets.empty() ? "(" + none + ")" : "(" + meets + " or " + none + ")";
    return term;
}

/// A part of a filter as SQL that is never null, so that `not` turns it round.
Term EntityStore::tested(Db& db, const Filter& filter) const {
    Term term;
    const auto join = [&](std::string_view word) {
        term.sql = "(";
        for (const Filter& part : filter.parts) {
            Term one = tested(db, part);
            if (term.sql.size() > 1) term.sql.append(" ").append(word).append(" ");
            term.sql += one.sql;
            std::ranges::move(one.values, std::back_inserter(term.values));
        }
        term.sql += ")";
    };
    switch (filter.kind) {
        case Filter::Kind::all:
            if (filter.parts.empty()) term.sql = "1 = 1";
            else join("and");
            return term;
        case Filter::Kind::any:
            join("or");
            return term;
        case Filter::Kind::none:
            join("and");
            term.sql = "(not " + term.sql + ")";
            return term;
        case Filter::Kind::test:
            break;
    }
    const std::string table(spec_.name);
    const bool list = is_list(filter.field);
    const std::string holder = list ? table + "_" + filter.field : table;
    const std::string place = list ? "value" : table + "." + column_of(filter.field);
    const Shape* shape = filter.field == "id" ? &shape_of<Uuid>() : field(filter.field).shape;
    while (shape->element) shape = shape->element;
    for (const FilterValue& value : filter.values) {
        if (const auto* yes = std::get_if<bool>(&value.as); yes && shape->kind == Shape::Kind::boolean)
            term.values.emplace_back(*yes ? 1 : 0);
        else if (const auto* whole = std::get_if<std::int64_t>(&value.as); whole && shape->kind != Shape::Kind::text)
            term.values.emplace_back(*whole);
        else if (const auto* number = std::get_if<double>(&value.as); number && shape->kind != Shape::Kind::text)
            term.values.emplace_back(*number);
        else {
            Param text{std::string_view()};
            text.held = as_held(*shape, filter, value.text);
            if (text.held.empty()) text.text = "";
            term.values.push_back(found_by(filter.field, text));
        }
    }
    std::string meets;
    if (filter.op == Op::null || filter.op == Op::not_null) {
        meets = list ? "1 = 1" : place + " is not null";
    } else if (filter.op == Op::one_of) {
        round_up(term.values);
        meets = known(place, place + " in (" + marks(term.values.size()) + ")");
    } else if (filter.op == Op::contains) {
        // Without regard to the case of ASCII, as SQLite and the filters of the bus have it.
        const bool sqlite = db.dialect() == Db::Dialect::sqlite;
        meets = known(place, sqlite ? "instr(lower(" + place + "), lower(?)) > 0"
                                    : "position(lower(cast(? as text) collate \"C\") in lower(cast(" + place +
                                          " as text) collate \"C\")) > 0");
    } else {
        meets = known(place, place + " " + std::string(comparison(filter.op)) + " ?");
    }
    term.sql = "(" + (list ? holds(table, holder, meets) : meets) + ")";
    if (filter.op == Op::null) term.sql = "(not " + term.sql + ")";
    return term;
}

/// What a filter demands of each row alone is a condition like any other, so that rows are found by it.
void EntityStore::add_filter(Db& db, const std::string& text, std::vector<Term>& terms) const {
    Filter filter;
    try {
        filter = parse_filter(text);
        auto record = std::make_shared<Place>();
        record->kind = Place::Kind::record;
        for (const FieldShape& one : shape_.fields())
            if (one.name == "id" || is_list(one.name) ||
                std::ranges::find(spec_.columns, one.name) != spec_.columns.end())
                record->fields.emplace_back(std::string(one.name), place_of(*one.shape));
        check_filter(filter, RecordFields(std::move(record)));
    } catch (const Error& error) {
        throw invalid("where", error.message());
    }
    const bool together = filter.kind == Filter::Kind::all && !filter.parts.empty();
    for (const Filter& part : together ? std::span<const Filter>(filter.parts) : std::span<const Filter>(&filter, 1)) {
        Term term = tested(db, part);
        const bool exact = part.kind == Filter::Kind::test && (part.op == Op::equal || part.op == Op::one_of);
        if (exact && part.field != "id") {
            Condition condition{part.field, term.values.at(0)};
            condition.others.assign(term.values.begin() + 1, term.values.end());
            term = term_of(db, condition);
        }
        terms.push_back(std::move(term));
    }
}

EntityStore::Clause EntityStore::where(const View& view, const ListOptions& options,
                                       std::span<const Condition> conditions) const {
    Db& db = view.db();
    const std::string table(spec_.name);
    Clause clause{{.table = table,
                   .index = table + "_search",
                   .sqlite = db.dialect() == Db::Dialect::sqlite,
                   .sorted = options.sort.has_value()},
                  identity_of(spec_, options, conditions)};
    if (const OwnParties& own = view.own_parties(); !own.all() && has_owner()) {
        clause.own = is_own(own, has_few(db, own));
        clause.own_params = own.params();
    }
    for (const Condition& condition : conditions)
        if (!is_no_condition(condition)) clause.terms.push_back(term_of(db, condition));
    if (options.where) add_filter(db, *options.where, clause.terms);
    if (options.search) clause.terms.push_back(search_term(db, table, *options.search, !options.sort));
    // The fewest rows are found first. What very many have is not looked up by words, but for a list without another
    // order.
    std::ranges::stable_sort(clause.terms, [](const Term& a, const Term& b) {
        return std::pair(!a.finds, a.rows) < std::pair(!b.finds, b.rows);
    });
    const auto words = std::ranges::find(clause.terms, true, &Term::words);
    if (words == clause.terms.end()) return clause;
    words->finds = words->rows <= counted || (!options.sort && clause.terms.front().rows > counted);
    if (words->finds) std::rotate(clause.terms.begin(), words, words + 1);
    return clause;
}

EntityStore::Found EntityStore::list(const View& view, const ListOptions& options,
                                     std::span<const Condition> conditions) const {
    Db& db = view.db();
    if (options.limit < 1 || options.limit > 200) throw invalid("limit", "must be from 1 to 200");
    if (options.search && search_.empty()) throw invalid("search", "is not offered here");
    if (options.sort) check_sort(*options.sort, spec_.sorts);
    const Clause clause = where(view, options, conditions);
    Found found;
    if (options.sort) sorted_page(db, options, clause, found);
    else newest_page(db, options, clause, found);
    const auto seen = static_cast<std::int64_t>(found.bodies.size()) + (found.next ? 1 : 0);
    const bool whole = !options.after && !found.next;
    // Where each row must be asked for words, a page says about as much as a count could.
    constexpr std::int64_t says_enough = 50;
    const bool enough = whole || (clause.asks_for_words() && seen > says_enough);
    const Count all = enough ? Count{seen, whole} : count(db, clause);
    found.total = std::max(all.total, seen);
    found.exact = all.exact;
    return found;
}

void EntityStore::newest_page(Db& db, const ListOptions& options, Clause clause, Found& found) const {
    std::string sql = "select " + clause.row() + ", body from " + clause.from() + " where " + clause.conditions();
    std::vector<Param> params = clause.params();
    if (options.after) {
        for (const std::string& row : clause.rows()) {
            sql += " and " + row + " < ?";
            params.emplace_back(Cursor::of(*options.after, clause.list).row);
        }
    }
    params.emplace_back(options.limit + 1);
    auto rows = db.rows<std::int64_t, std::string>(sql + " order by " + clause.row() + " desc limit ?", params);
    const bool more = static_cast<std::int64_t>(rows.size()) > options.limit;
    if (more) rows.pop_back();
    for (const auto& [row, body] : rows) found.bodies.push_back(from_json(body));
    if (more) found.next = Cursor{{}, std::get<0>(rows.back())}.text(clause.list);
}

/// First those that have a value, then those without: so that each part follows the column's index.
void EntityStore::sorted_page(Db& db, const ListOptions& options, const Clause& clause, Found& found) const {
    const Cursor cursor = options.after ? Cursor::of(*options.after, clause.list) : Cursor{};
    const Order order = order_of(*options.sort);
    const std::string column = clause.table + '.' + column_of(order.column), row = clause.table + ".row";
    const std::string way = order.downwards ? " desc" : "", beyond = order.downwards ? " < " : " > ";
    const std::string by = " order by " + column + way + ", " + row + way;
    // What few rows have is found by that and then sorted, without carrying the bodies along.
    const bool sorts = clause.finds_few();
    std::vector<std::tuple<std::int64_t, std::optional<std::string>, std::string>> rows;
    const auto read = [&](const std::string& part, std::vector<Param> more) {
        std::vector<Param> params = clause.params();
        std::ranges::move(more, std::back_inserter(params));
        params.emplace_back(options.limit + 1 - static_cast<std::int64_t>(rows.size()));
        const std::string where = " from " + clause.from() + " where " + clause.conditions(0, sorts) + part;
        const std::string columns = "select " + row + ", cast(" + column + " as text), body";
        auto some = db.rows<std::int64_t, std::optional<std::string>, std::string>(
            sorts ? columns + " from " + clause.table + " where " + row + " in (select " + row + where + " order by " +
                        (clause.sqlite ? "+" : "") + column + way + ", " + row + way + " limit ?)" + by
                  : columns + where + by + " limit ?",
            params);
        std::ranges::move(some, std::back_inserter(rows));
    };
    if (!options.after || cursor.value) {
        std::vector<Param> from;
        if (cursor.value) from = {value_of(order.column, *cursor.value), Param(cursor.row)};
        read(" and " + column + " is not null" +
                 (cursor.value ? " and (" + column + ", " + row + ")" + beyond + "(?, ?)" : ""),
             from);
    }
    if (static_cast<std::int64_t>(rows.size()) <= options.limit) {
        const bool within = options.after && !cursor.value;
        read(" and " + column + " is null" + (within ? " and " + row + beyond + "?" : ""),
             within ? std::vector<Param>{cursor.row} : std::vector<Param>{});
    }
    const bool more = static_cast<std::int64_t>(rows.size()) > options.limit;
    if (more) rows.pop_back();
    for (const auto& [at, value, body] : rows) found.bodies.push_back(from_json(body));
    if (more) found.next = Cursor{std::get<1>(rows.back()), std::get<0>(rows.back())}.text(clause.list);
}

Counts EntityStore::counts(const View& view, const ListOptions& options, std::span<const Condition> conditions,
                           std::string_view by) const {
    if (options.search && search_.empty()) throw invalid("search", "is not offered here");
    const Clause clause = where(view, options, conditions);
    const Shape* shape = field(by).shape;
    if (shape->kind == Shape::Kind::optional) shape = shape->element;
    std::vector<Param> params = clause.params();
    params.emplace_back(counted + 1);
    Counts counts;
    std::int64_t all = 0;
    for (auto& [value, count] : view.db().rows<std::optional<std::string>, std::int64_t>(
             "select value, count(*) from (select cast(" + clause.table + "." + std::string(by) +
                 " as text) as value from " + clause.from() + " where " + clause.conditions() +
                 " limit ?) as found group by value order by count(*) desc, value is not null, value",
             params)) {
        if (value && shape->kind == Shape::Kind::boolean) value = *value == "0" ? "false" : "true";
        all += count;
        if (counts.items.size() < most_values) counts.items.push_back({std::move(value), count});
        else counts.left_out = counts.left_out.value_or(0) + count;
    }
    if (all > counted) counts.counted = "at_least";
    return counts;
}

/// A cursor's text as what the column holds.
Param EntityStore::value_of(std::string_view column, const std::string& text) const {
    const Shape* shape = field(column).shape;
    if (shape->kind == Shape::Kind::optional) shape = shape->element;
    if (shape->kind == Shape::Kind::integer || shape->kind == Shape::Kind::boolean) {
        std::int64_t number = 0;
        const char* const last = text.data() + text.size();
        const auto [at, error] = std::from_chars(text.data(), last, number);
        if (error != std::errc{} || at != last) Cursor::refuse();
        return number;
    }
    Param value{std::string_view()};
    value.held = text;
    if (text.empty()) value.text = "";
    return value;
}

}  // namespace rapport::kit
