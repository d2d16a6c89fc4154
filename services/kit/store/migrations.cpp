// SPDX-License-Identifier: MIT
#include "services/kit/store/migrations.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <map>

#include "services/kit/schema.hpp"
#include "services/kit/store/search_index.hpp"

namespace rapport::kit {
namespace {

std::string replaced(std::string text, std::string_view what, std::string_view by) {
    for (auto at = text.find(what); at != text.npos; at = text.find(what, at + by.size()))
        text.replace(at, what.size(), by);
    return text;
}

constexpr std::string_view search = "create search table ", actions = "create action table ";

/// Where an Action<Owner> lies.
std::string create_action_table(const std::string& name) {
    std::string sql = "create table " + name +
                      " (row $row, id text not null unique, version bigint not null, about text not null, party text, "
                      "kind text not null, owner text, due text, state text not null, overdue bigint not null, body "
                      "text not null);\n";
    for (const std::string column : {"about", "party", "kind", "owner", "due", "state", "overdue"})
        sql += "create index " + name + "_" + column + " on " + name + " (" + column + ", row);\n";
    sql.resize(sql.size() - 2);  // the statement's own end follows
    return sql;
}

/// Replaces `STATEMENT NAME` by what `made` makes of the name.
template <class Make>
void replace_statements(std::string& text, std::string_view statement, Make made) {
    for (auto at = text.find(statement); at != text.npos; at = text.find(statement)) {
        const auto end = text.find(';', at);
        const std::string name = text.substr(at + statement.size(), end - at - statement.size());
        text.replace(at, end - at, made(name));
    }
}

std::string in_words_of(Db::Dialect dialect, std::string_view sql) {
    std::string text(sql);
    replace_statements(text, actions, create_action_table);
    replace_statements(text, search, [dialect](const std::string& name) { return create_search_table(dialect, name); });
    return replaced(std::move(text), "$row",
                    dialect == Db::Dialect::sqlite ? "integer primary key autoincrement" : "bigserial primary key");
}

void apply(Db& db, const Migration& migration, std::string_view prefix) {
    db.script(in_words_of(db.dialect(), migration.sql));
    db.run("insert into kit_migrations (name) values (?)", {std::string(prefix) + std::string(migration.name)});
}

void migrate(Db& db, std::span<const Migration> migrations, std::string_view prefix) {
    for (const Migration& migration : migrations) {
        const auto done = db.row<std::string>("select name from kit_migrations where name = ?",
                                              {std::string(prefix) + std::string(migration.name)});
        if (done) continue;
        db.begin();
        try {
            apply(db, migration, prefix);
            db.commit();
        } catch (...) {
            db.rollback();
            throw;
        }
    }
}

/// Sorts text by its bytes, as SQLite does, whatever the database was made with.
void sort_by_bytes(Db& db, bool is_new) {
    const auto columns = db.rows<std::string, std::string>(
        "select cast(c.relname as text), cast(a.attname as text) from pg_attribute a join pg_class c on c.oid = "
        "a.attrelid join pg_collation l on l.oid = a.attcollation where c.relkind = 'r' and c.relnamespace = "
        "cast(current_schema() as regnamespace) and a.attnum > 0 and not a.attisdropped and a.atttypid = "
        "cast('text' as regtype) and l.collname <> 'C' order by 1, 2");
    std::map<std::string, std::string> changes;
    for (const auto& [table, column] : columns)
        changes[table] +=
            (changes[table].empty() ? "" : ", ") + ("alter column \"" + column) + "\" type text collate \"C\"";
    for (const auto& [table, change] : changes) {
        db.script("alter table \"" + table + "\" " + change);
        if (!is_new) spdlog::info("the text of {} is sorted by its bytes from now on", table);
    }
}

}  // namespace

std::vector<std::string> search_tables_of(std::span<const Migration> migrations) {
    std::vector<std::string> names;
    for (const auto& [unused, sql] : migrations)
        for (auto at = sql.find(search); at != sql.npos; at = sql.find(search, at + search.size())) {
            const auto begin = at + search.size();
            names.emplace_back(sql.substr(begin, sql.find(';', begin) - begin));
        }
    return names;
}

void migrate(Db& db, std::span<const Migration> migrations) {
    db.script("create table if not exists kit_migrations (name text primary key);\n");
    const auto known = db.row<std::int64_t>("select count(*) from kit_migrations");
    if (std::get<0>(*known) > static_cast<std::int64_t>(migrations.size() + std::size(schema)))
        throw Error(Code::failed_precondition,
                    "the store was made by a newer version of this program: upgrade the program");
    migrate(db, schema, "kit/");
    migrate(db, migrations, "");
    if (db.dialect() == Db::Dialect::postgresql) sort_by_bytes(db, std::get<0>(*known) == 0);
}

}  // namespace rapport::kit
