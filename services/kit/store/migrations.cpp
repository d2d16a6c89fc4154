// SPDX-License-Identifier: MIT
#include "services/kit/store/migrations.hpp"

#include <algorithm>

#include "services/kit/schema.hpp"

namespace rapport::kit {
namespace {

std::string replaced(std::string text, std::string_view what, std::string_view by) {
    for (auto at = text.find(what); at != text.npos; at = text.find(what, at + by.size()))
        text.replace(at, what.size(), by);
    return text;
}

/// `create search table NAME;` in the words of each engine. PostgreSQL would keep what is new in a list of up to 4 MiB
/// that every search goes through.
std::string search_table(Db::Dialect dialect, const std::string& name) {
    if (dialect == Db::Dialect::sqlite)
        return "create virtual table " + name + " using fts5(text, tokenize = 'unicode61 remove_diacritics 2')";
    return "create table " + name + " (row bigint primary key, text tsvector not null);\ncreate index " + name +
           "_text on " + name + " using gin (text) with (fastupdate = off)";
}

std::string in_words_of(Db::Dialect dialect, std::string_view sql) {
    constexpr std::string_view search = "create search table ";
    std::string text =
        replaced(std::string(sql), "$row",
                 dialect == Db::Dialect::sqlite ? "integer primary key autoincrement" : "bigserial primary key");
    for (auto at = text.find(search); at != text.npos; at = text.find(search)) {
        const auto end = text.find(';', at);
        const std::string name = text.substr(at + search.size(), end - at - search.size());
        text.replace(at, end - at, search_table(dialect, name));
    }
    return text;
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

}  // namespace

void migrate(Db& db, std::span<const Migration> migrations) {
    db.script("create table if not exists kit_migrations (name text primary key);\n");
    const auto known = db.row<std::int64_t>("select count(*) from kit_migrations");
    if (std::get<0>(*known) > static_cast<std::int64_t>(migrations.size() + std::size(schema)))
        throw Error(Code::failed_precondition,
                    "the store was made by a newer version of this program: upgrade the program");
    migrate(db, schema, "kit/");
    migrate(db, migrations, "");
}

}  // namespace rapport::kit
