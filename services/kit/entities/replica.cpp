// SPDX-License-Identifier: MIT
#include "services/kit/entities/replica.hpp"

namespace rapport::kit {

ReplicaTable::ReplicaTable(std::string name, const std::vector<std::string_view>& columns) : name_(std::move(name)) {
    std::string names = "id, version", marks = "?, ?", sets = "version = excluded.version";
    for (const std::string_view column : columns) {
        names.append(", ").append(column);
        form_.append(form_.empty() ? "" : ",").append(column);
        marks += ", ?";
        sets.append(", ").append(column).append(" = excluded.").append(column);
    }
    upsert_ = "insert into " + name_ + " (" + names + ") values (" + marks + ") on conflict (id) do update set " +
              sets + " where " + name_ + ".version < excluded.version";
}

bool ReplicaTable::put(Db& db, const Uuid& id, std::int64_t version, std::vector<Param> values) const {
    values.insert(values.begin(), {Param(id), Param(version)});
    return db.run(upsert_, values) > 0;
}

bool ReplicaTable::has(Db& db, const Uuid& id) const {
    return db.row<std::string>("select id from " + name_ + " where id = ?", {id}).has_value();
}

void ReplicaTable::clear(Db& db) const { db.run("delete from " + name_); }

}  // namespace rapport::kit
