// SPDX-License-Identifier: MIT
#include "services/kit/store/table.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "services/kit/store/list_plan.hpp"
#include "services/kit/store/search_index.hpp"
#include "services/kit/text/folding.hpp"

namespace rapport::kit {
namespace {

/// The same text's name_key(); nothing for nothing.
Param key_of(const Param& value) {
    Param key = value;
    if (value.kind != Param::Kind::text) return key;
    key.held = name_key(value.as_text());
    key.text = {};
    return key;
}

/// All text in a value, such as that of a record.
void add_words(const Shape& shape, const void* value, std::string& words) {
    switch (shape.kind) {
        case Shape::Kind::text: {
            std::string made;
            words.append(shape.get_text(value, made)).append(" ");
            return;
        }
        case Shape::Kind::optional:
        case Shape::Kind::list:
            for (std::size_t i = 0; i < shape.size(value); ++i) add_words(*shape.element, shape.at(value, i), words);
            return;
        case Shape::Kind::record:
            for (const FieldShape& field : shape.fields()) add_words(*field.shape, member_of(field, value), words);
            return;
        default:
            return;
    }
}

constexpr std::string_view of_key = "_key";

}  // namespace

TableSpec table_of(std::string_view name, const Shape& entity, OwnedBy owner) {
    TableSpec spec{.name = name, .columns = {}, .owner = owner.field};
    for (const FieldShape& field : entity.fields()) {
        const Purposes& purposes = field.purposes;
        const bool list = field.shape->kind == Shape::Kind::list;
        const bool finds = purposes.filter || purposes.hides;
        if (list && finds) spec.lists.push_back(field.name);
        if (!list && (finds || purposes.sorted)) spec.columns.push_back(field.name);
        if (purposes.searched) spec.search.push_back(field.name);
        if (purposes.sorted) spec.sorts.push_back(field.name);
        if (purposes.folded) spec.names.push_back(field.name);
    }
    return spec;
}

EntityStore::EntityStore(const Shape& shape, TableSpec spec) : shape_(shape), spec_(std::move(spec)) {
    std::string names, marks, sets;
    for (const std::string_view name : spec_.columns) {
        columns_.push_back(&field(name));
        names += std::string(name) + ", ";
        marks += "?, ";
        sets += std::string(name) + " = ?, ";
    }
    for (const std::string_view name : spec_.names) {
        if (std::ranges::find(spec_.columns, name) == spec_.columns.end()) continue;
        keys_.push_back(&field(name));
        names += std::string(name) + std::string(of_key) + ", ";
        marks += "?, ";
        sets += std::string(name) + std::string(of_key) + " = ?, ";
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

bool EntityStore::is_name(std::string_view field) const {
    return std::ranges::find(spec_.names, field) != spec_.names.end();
}

/// What it is filtered and sorted by.
std::string EntityStore::column_of(std::string_view field) const {
    return std::string(field) + std::string(is_name(field) ? of_key : "");
}

/// The value as what is filtered by holds it.
Param EntityStore::found_by(std::string_view field, const Param& value) const {
    return is_name(field) ? key_of(value) : value;
}

std::optional<std::string> EntityStore::find(const View& view, std::string_view column, const Param& value) const {
    std::string sql = "select body from " + std::string(spec_.name) + " where " + column_of(column) + " = ?";
    std::vector<Param> params{found_by(column, value)};
    if (const OwnParties& own = view.own_parties(); !own.all() && has_owner()) {
        sql += " and " + is_own(own, false);
        params.insert(params.end(), own.params().begin(), own.params().end());
    }
    const auto rows = view.db().rows<std::string>(sql, params);
    if (rows.empty()) return {};
    return from_json(std::get<0>(rows.front()));
}

/// Whether it may be several parties'.
bool EntityStore::has_owners() const {
    return has_owner() && spec_.owner != "id" && field(spec_.owner).shape->kind == Shape::Kind::list;
}

/// Whether few rows are the caller's, where each may be several parties'.
bool EntityStore::has_few(Db& db, const OwnParties& own) const {
    if (!has_owners()) return false;
    const std::string holder = std::string(spec_.name) + "_" + std::string(spec_.owner);
    return some(db, holder + " where " + own.condition("value"), own.params()) <= counted;
}

/// The condition that a row is the caller's. Only where they are few are they gathered first.
std::string EntityStore::is_own(const OwnParties& own, bool few) const {
    const std::string table(spec_.name), owner(spec_.owner), holder = table + "_" + owner;
    if (!has_owners()) return own.condition(table + '.' + owner);
    if (few) return table + ".row in (select row from " + holder + " where " + own.condition("value") + ")";
    return "exists (select 1 from " + holder + " where " + holder + ".row = " + table + ".row and " +
           own.condition("value") + ")";
}

std::vector<std::string> EntityStore::owners_of(const void* entity) const {
    const FieldShape& owner = field(spec_.owner);
    const void* member = member_of(owner, entity);
    const bool several = has_owners();
    std::vector<std::string> parties;
    for (std::size_t i = 0; i < (several ? owner.shape->size(member) : 1); ++i) {
        const Param id =
            several ? param_of(*owner.shape->element, owner.shape->at(member, i)) : param_of(*owner.shape, member);
        if (id.kind == Param::Kind::text) parties.emplace_back(id.as_text());
    }
    return parties;
}

std::optional<Uuid> EntityStore::owner_of(const void* entity) const {
    if (!has_owner()) return {};
    const auto parties = owners_of(entity);
    return parties.size() == 1 ? uuid_from(parties.front()) : std::nullopt;
}

void EntityStore::give(void* entity, const Uuid& from, const Uuid& to) const {
    const FieldShape& owner = field(spec_.owner);
    void* member = member_of(owner, entity);
    std::vector<std::string> parties = owners_of(entity), after;
    std::ranges::replace(parties, to_text(from), to_text(to));
    for (std::string& party : parties)
        if (std::ranges::find(after, party) == after.end()) after.push_back(std::move(party));
    const bool wrapped = owner.shape->kind == Shape::Kind::optional || owner.shape->kind == Shape::Kind::list;
    if (wrapped) owner.shape->clear(member);
    for (const std::string& party : after)
        if (wrapped) owner.shape->element->set_text(owner.shape->append(member), party);
        else owner.shape->set_text(member, party);
}

std::vector<std::string> EntityStore::rows(const View& view, std::string_view rest,
                                           std::span<const Param> params) const {
    const std::string table(spec_.name);
    std::string from = table;
    std::vector<Param> all;
    if (const OwnParties& own = view.own_parties(); !own.all() && has_owner()) {
        from = "(select * from " + table + " where " + is_own(own, has_few(view.db(), own)) + ") as " + table;
        all = own.params();
    }
    all.insert(all.end(), params.begin(), params.end());
    std::vector<std::string> bodies;
    for (const auto& [body] : view.db().rows<std::string>("select body from " + from + ' ' + std::string(rest), all))
        bodies.push_back(from_json(body));
    return bodies;
}

void EntityStore::check_owner(const View& view, const void* entity, bool is_new) const {
    const OwnParties& own = view.own_parties();
    if (own.all() || !has_owner()) return;
    const std::string column(spec_.owner);
    if (column == "id" && is_new) {
        if (!view.actor().parties.empty())
            throw Error(Code::permission_denied, "who is limited to parties cannot enter another");
        return;
    }
    const auto parties = owners_of(entity);
    if (std::ranges::none_of(parties, [&](const std::string& party) { return own.have(view.db(), party); }))
        throw Error(Code::not_found, column + ": there is no such party");
}

void EntityStore::put(const View& view, const Uuid& id, std::int64_t version, const void* entity) const {
    write(view, id, version, version + 1, entity);
}

void EntityStore::adopt(const View& view, const Uuid& id, std::int64_t version, const void* entity) const {
    write(view, id, 0, version, entity);
}

void EntityStore::write(const View& view, const Uuid& id, std::int64_t version, std::int64_t next,
                        const void* entity) const {
    check_owner(view, entity, version == 0);
    Db& db = view.db();
    std::string body;
    encode(shape_, entity, body);
    std::vector<Param> params;
    if (version == 0) params.emplace_back(id);
    params.emplace_back(next);
    for (const FieldShape* column : columns_) params.push_back(param_of(*column->shape, member_of(*column, entity)));
    for (const FieldShape* key : keys_) params.push_back(key_of(param_of(*key->shape, member_of(*key, entity))));
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
    if (!search_.empty()) index_words(db, id, entity, version == 0);
    for (const FieldShape* list : lists_) store_list(db, id, *list, entity, version == 0);
}

void EntityStore::store_list(Db& db, const Uuid& id, const FieldShape& list, const void* entity, bool is_new) const {
    const std::string name = std::string(spec_.name) + "_" + std::string(list.name);
    const std::string row = "select row from " + std::string(spec_.name) + " where id = ?";
    std::set<std::string> values, stored;
    const void* member = member_of(list, entity);
    for (std::size_t i = 0; i < list.shape->size(member); ++i)
        values.emplace(found_by(list.name, param_of(*list.shape->element, list.shape->at(member, i))).as_text());
    if (!is_new)
        for (auto& [value] : db.rows<std::string>("select value from " + name + " where row = (" + row + ")", {id}))
            stored.insert(std::move(value));
    if (values == stored) return;
    if (!stored.empty()) db.run("delete from " + name + " where row = (" + row + ")", {id});
    for (const std::string& value : values)
        db.run("insert into " + name + " (row, value) values ((" + row + "), ?) on conflict do nothing", {id, value});
}

void EntityStore::index(Db& db, const Uuid& id, const void* entity) const {
    for (const FieldShape* key : keys_)
        db.run("update " + std::string(spec_.name) + " set " + column_of(key->name) + " = ? where id = ?",
               {key_of(param_of(*key->shape, member_of(*key, entity))), id});
    for (const FieldShape* list : lists_)
        if (is_name(list->name)) store_list(db, id, *list, entity, false);
    if (!search_.empty()) index_words(db, id, entity, true);
}

void EntityStore::check_filters(Db& db) const {
    const std::string table(spec_.name);
    for (const FieldShape& field : shape_.fields()) {
        if (!field.purposes.filter) continue;
        const bool list = field.shape->kind == Shape::Kind::list;
        const std::string name = table + "_" + std::string(field.name), holder = list ? name : table;
        const std::string column = list ? "value" : column_of(field.name);
        if (has_index(db, holder, column)) continue;
        throw std::logic_error(table + " is filtered by " + std::string(field.name) +
                               ", and no index begins with that: create index " + name + (list ? "_value" : "") +
                               " on " + holder + " (" + column + ", row);");
    }
}

std::optional<Derivation> EntityStore::derivation() const {
    if (search_.empty() && spec_.names.empty()) return {};
    const std::string table(spec_.name);
    Derivation one{.table = table, .name = table, .form = std::string(form_of_words)};
    for (const std::string_view searched : spec_.search) one.form.append(" ").append(searched);
    for (const std::string_view name : spec_.names) one.form.append(" ").append(column_of(name));
    if (search_.empty()) {
        one.begin = [](Db&) {};
        return one;
    }
    one.begin = [table](Db& db) { begin_search_table(db, table + "_search"); };
    one.end = [table](Db& db) { end_search_table(db, table + "_search"); };
    return one;
}

/// Where it lies; nothing if it does not.
Param EntityStore::row_of(Db& db, const Uuid& id) const {
    const auto row = db.row<std::int64_t>("select row from " + std::string(spec_.name) + " where id = ?", {id});
    return row ? Param(std::get<0>(*row)) : Param(nullptr);
}

void EntityStore::index_words(Db& db, const Uuid& id, const void* entity, bool is_new) const {
    std::string words;
    for (const FieldShape* searched : search_) add_words(*searched->shape, member_of(*searched, entity), words);
    const std::string table(spec_.name), index = table + "_search";
    const std::string text = indexed(db.dialect(), words);
    if (db.dialect() == Db::Dialect::sqlite) {
        // At the commit, since FTS5 writes what it has got to the file at every savepoint, and merges it later.
        const Param at = row_of(db, id);
        if (is_new)
            db.run_at_commit("insert into " + index + " (rowid, text) values (?, ?)", std::array{at, Param(text)});
        else
            db.run_at_commit("update " + index + " set text = ? where rowid = ? and text <> ?",
                             std::array{Param(text), at, Param(text)});
    } else {
        db.run("insert into " + index + " (row, text) values ((select row from " + table +
                   " where id = ?), cast(? as tsvector)) on conflict (row) do update set text = excluded.text",
               {id, text});
    }
}

void EntityStore::erase(Db& db, const Uuid& id) const {
    const std::string table(spec_.name);
    for (const FieldShape* list : lists_)
        db.run("delete from " + table + "_" + std::string(list->name) + " where row = (select row from " + table +
                   " where id = ?)",
               {id});
    if (!search_.empty()) {
        const bool sqlite = db.dialect() == Db::Dialect::sqlite;
        db.run_at_commit("delete from " + table + "_search where " + (sqlite ? "rowid" : "row") + " = ?",
                         std::array{row_of(db, id)});
    }
    db.run("delete from " + table + " where id = ?", {id});
}

}  // namespace rapport::kit
