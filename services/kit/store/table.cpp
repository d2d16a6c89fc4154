// SPDX-License-Identifier: MIT
#include "services/kit/store/table.hpp"

#include <algorithm>
#include <charconv>

namespace rapport::kit {
namespace {

constexpr std::int64_t counted = 10'000;

/// A field's value as a parameter; nothing for an absent optional.
Param param_of(const Shape& shape, const void* value) {
    switch (shape.kind) {
        case Shape::Kind::boolean:
            return shape.get_boolean(value) ? 1 : 0;
        case Shape::Kind::integer:
            return shape.get_integer(value);
        case Shape::Kind::number:
            return shape.get_number(value);
        case Shape::Kind::text: {
            Param param{std::string_view()};
            shape.get_text(value, param.held);
            return param;
        }
        case Shape::Kind::optional:
            return shape.size(value) == 0 ? Param(nullptr) : param_of(*shape.element, shape.at(value, 0));
        default:
            throw std::logic_error("a column must be a scalar");
    }
}

/// Words as both engines split them: what is neither letter, digit nor beyond ASCII divides.
std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words(1);
    for (const char c : text) {
        if (std::isalnum(static_cast<unsigned char>(c)) || static_cast<unsigned char>(c) >= 0x80) words.back() += c;
        else if (!words.back().empty()) words.emplace_back();
    }
    if (words.back().empty()) words.pop_back();
    return words;
}

/// Every word, the last one as a beginning, in the query language of the engine.
std::string match(Db::Dialect dialect, const std::string& search) {
    const auto words = words_of(search);
    if (words.empty()) throw invalid("search", "needs at least one word");
    std::string query;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const bool last = i + 1 == words.size();
        if (dialect == Db::Dialect::sqlite) query += (i ? " " : "") + ('"' + words[i] + '"') + (last ? "*" : "");
        else query += (i ? " & " : "") + words[i] + (last ? ":*" : "");
    }
    return query;
}

/// A cursor is the sort value and the row of a page's last entity, `VALUE~ROW`, or the row alone.
struct Cursor {
    std::optional<std::string> value;
    std::int64_t row = 0;

    static Cursor of(const std::string& text, bool sorted) {
        Cursor cursor;
        const auto tilde = text.rfind('~');
        const std::string row = sorted && tilde != text.npos ? text.substr(tilde + 1) : text;
        const auto [end, error] = std::from_chars(row.data(), row.data() + row.size(), cursor.row);
        if (error != std::errc{} || end != row.data() + row.size() || (sorted && tilde == text.npos))
            throw invalid("after", "must be the `next` of the page before, with the same sort");
        if (sorted) cursor.value = text.substr(0, tilde);
        return cursor;
    }
};

}  // namespace

struct EntityStore::Clause {
    std::string sql = " where 1 = 1";
    std::vector<Param> params;
    void add(const std::string& condition, Param value) {
        sql += " and " + condition;
        params.push_back(std::move(value));
    }
};

EntityStore::EntityStore(const Shape& shape, TableSpec spec) : shape_(shape), spec_(std::move(spec)) {
    std::string names, marks, sets;
    for (const std::string_view name : spec_.columns) {
        columns_.push_back(&field(name));
        names += std::string(name) + ", ";
        marks += "?, ";
        sets += std::string(name) + " = ?, ";
    }
    for (const std::string_view name : spec_.search) search_.push_back(&field(name));
    for (const std::string_view name : spec_.lists) lists_.push_back(&field(name));
    const std::string table(spec_.name);
    insert_ = "insert into " + table + " (id, version, " + names + "body) values (?, ?, " + marks +
              "?) on conflict do nothing";
    update_ = "update " + table + " set version = ?, " + sets + "body = ? where id = ? and version = ?";
}

const FieldShape& EntityStore::field(std::string_view name) const {
    const auto fields = shape_.fields();
    const auto found = std::ranges::find(fields, name, &FieldShape::name);
    if (found == fields.end()) throw std::logic_error(std::string(spec_.name) + " has no field " + std::string(name));
    return *found;
}

std::optional<std::string> EntityStore::find(Db& db, std::string_view column, const Param& value) const {
    const auto row = db.row<std::string>(
        "select body from " + std::string(spec_.name) + " where " + std::string(column) + " = ?", {value});
    if (!row) return {};
    return from_json(std::get<0>(*row));
}

void EntityStore::put(Db& db, const Uuid& id, std::int64_t version, const void* entity) const {
    std::string body;
    encode(shape_, entity, body);
    std::vector<Param> params;
    if (version == 0) params = {Param(id), Param(1)};
    else params = {Param(version + 1)};
    for (const FieldShape* column : columns_) params.push_back(param_of(*column->shape, member_of(*column, entity)));
    params.emplace_back(nullptr).kind = Param::Kind::text;
    params.back().held = to_json(body);
    if (version != 0) {
        params.emplace_back(id);
        params.emplace_back(version);
    }
    if (db.run(version == 0 ? insert_ : update_, std::span<const Param>(params)) == 0) {
        if (version == 0) throw Error(Code::already_exists, "it is there already");
        throw Error(Code::aborted, "version: somebody changed it meanwhile");
    }
    if (!search_.empty()) index_words(db, id, entity, version == 0);  // first: it knows the row that was inserted last
    for (const FieldShape* list : lists_) store_list(db, id, *list, entity, version == 0);
}

void EntityStore::store_list(Db& db, const Uuid& id, const FieldShape& list, const void* entity, bool is_new) const {
    const std::string name = std::string(spec_.name) + "_" + std::string(list.name);
    const std::string row = "select row from " + std::string(spec_.name) + " where id = ?";
    if (!is_new) db.run("delete from " + name + " where row = (" + row + ")", {id});
    const void* values = member_of(list, entity);
    for (std::size_t i = 0; i < list.shape->size(values); ++i)
        db.run("insert into " + name + " (row, value) values ((" + row + "), ?) on conflict do nothing",
               {id, param_of(*list.shape->element, list.shape->at(values, i))});
}

void EntityStore::index_words(Db& db, const Uuid& id, const void* entity, bool is_new) const {
    std::string words;
    for (const FieldShape* searched : search_) {
        const Param text = param_of(*searched->shape, member_of(*searched, entity));
        if (text.kind == Param::Kind::text) words.append(text.as_text()).append(" ");
    }
    const std::string table(spec_.name), index = table + "_search";
    const std::string row = "(select row from " + table + " where id = ?)";
    const bool sqlite = db.dialect() == Db::Dialect::sqlite;
    if (is_new && sqlite) {
        db.run("insert into " + index + " (rowid, text) values (last_insert_rowid(), ?)", {words});
    } else if (sqlite) {
        db.run("update " + index + " set text = ? where rowid = " + row + " and text <> ?", {words, id, words});
    } else {
        // Divided by us: PostgreSQL takes `-2026` for a number.
        std::string divided;
        for (const std::string& word : words_of(words)) divided += word + ' ';
        db.run("insert into " + index + " (row, text) values (" + row +
                   ", to_tsvector('simple', ?)) on conflict (row) do update set text = excluded.text",
               {id, divided});
    }
}

void EntityStore::erase(Db& db, const Uuid& id) const {
    const std::string table(spec_.name);
    for (const FieldShape* list : lists_)
        db.run("delete from " + table + "_" + std::string(list->name) + " where row = (select row from " + table +
                   " where id = ?)",
               {id});
    if (!search_.empty())
        db.run("delete from " + table + "_search where " + (db.dialect() == Db::Dialect::sqlite ? "rowid" : "row") +
                   " = (select row from " + table + " where id = ?)",
               {id});
    db.run("delete from " + table + " where id = ?", {id});
}

EntityStore::Clause EntityStore::where(Db::Dialect dialect, const ListOptions& options,
                                       std::span<const Condition> conditions) const {
    Clause clause;
    for (const Condition& condition : conditions) {
        const std::string column(condition.column), table(spec_.name);
        const auto declared = [&column](const auto& names) { return std::ranges::find(names, column) != names.end(); };
        const bool list = declared(spec_.lists);
        if (!list && column != "id" && !declared(spec_.columns))
            throw std::logic_error(table + " has no column " + column);
        if (condition.value.kind == Param::Kind::null) continue;
        clause.add(list ? "row in (select row from " + table + "_" + column + " where value = ?)" : column + " = ?",
                   condition.value);
    }
    if (options.search) {
        Param query{std::string_view()};
        query.held = match(dialect, *options.search);
        const std::string index = std::string(spec_.name) + "_search";
        clause.add(dialect == Db::Dialect::sqlite
                       ? "row in (select rowid from " + index + " where " + index + " match ?)"
                       : "row in (select row from " + index + " where text @@ to_tsquery('simple', ?))",
                   std::move(query));
    }
    return clause;
}

EntityStore::Found EntityStore::list(Db& db, const ListOptions& options, std::span<const Condition> conditions) const {
    if (options.limit < 1 || options.limit > 200) throw invalid("limit", "must be from 1 to 200");
    if (options.search && search_.empty()) throw invalid("search", "is not offered here");
    if (options.sort && std::ranges::find(spec_.sorts, *options.sort) == spec_.sorts.end())
        throw invalid("sort", "is not one of the sorts of this list");
    const std::string table(spec_.name), sort = options.sort.value_or("");
    Clause clause = where(db.dialect(), options, conditions);

    Found found;
    std::vector<Param> count_params = clause.params;
    count_params.emplace_back(counted + 1);
    found.total = std::get<0>(
        db.rows<std::int64_t>("select count(*) from (select 1 from " + table + clause.sql + " limit ?) as found",
                              count_params)
            .at(0));
    found.exact = found.total <= counted;
    found.total = std::min(found.total, counted);

    if (options.after) {
        const Cursor cursor = Cursor::of(*options.after, !sort.empty());
        if (sort.empty()) {
            clause.add("row < ?", cursor.row);
        } else {
            Param value{std::string_view()};
            value.held = *cursor.value;
            clause.params.push_back(value);
            clause.add("(coalesce(" + sort + ", '~'), row) > (?, ?)", cursor.row);
        }
    }
    const std::string order = sort.empty() ? "row desc" : "coalesce(" + sort + ", '~'), row";
    clause.params.emplace_back(options.limit + 1);
    auto rows = db.rows<std::int64_t, std::string, std::string>(
        "select row, " + (sort.empty() ? std::string("''") : "coalesce(" + sort + ", '~')") + ", body from " + table +
            clause.sql + " order by " + order + " limit ?",
        clause.params);
    const bool more = static_cast<std::int64_t>(rows.size()) > options.limit;
    if (more) rows.pop_back();
    for (const auto& [row, value, body] : rows) found.bodies.push_back(from_json(body));
    if (more) {
        const auto& [row, value, body] = rows.back();
        found.next = sort.empty() ? std::to_string(row) : value + "~" + std::to_string(row);
    }
    return found;
}

}  // namespace rapport::kit
