// SPDX-License-Identifier: MIT
#include "services/registry/store/staff_index.hpp"

#include <set>

namespace rapport::registry::staff_index {
namespace {

void enter(kit::Db& db, const api::Relationship& relationship) {
    std::set<std::string> users;
    for (const auto& staff : {relationship.account_manager, relationship.deputy})
        if (staff) users.insert(to_text(*staff));
    for (const auto& former : {relationship.former_account_manager, relationship.former_deputy})
        if (former) users.insert(*former);
    for (const std::string& user : users)
        db.run("insert into relationship_staff (relationship, user_id, party) values (?, ?, ?)",
               {relationship.id, user, relationship.party});
}

}  // namespace

void put(kit::Unit& unit, const api::Relationship& relationship) {
    unit.db().run("delete from relationship_staff where relationship = ?", {relationship.id});
    enter(unit.db(), relationship);
}

void entered(kit::Unit& unit, const api::Party& party) {
    if (!kit::OwnParties::limit(unit.actor())) return;
    unit.db().run("insert into parties_entered (party, user_id) values (?, ?)",
                  {party.id, unit.actor().id.substr(unit.actor().id.find(':') + 1)});
}

kit::Derivation derivation() {
    return {.table = "relationships",
            .name = "relationship_staff",
            .form = "1",
            .begin = [](kit::Db& db) { db.run("delete from relationship_staff"); },
            .make = [](kit::Db& db, std::string_view body) { enter(db, decode_stored<api::Relationship>(body)); }};
}

kit::OwnPartiesSql own_parties() {
    return {.of_user =
                "select party from (select party, user_id from relationship_staff union "
                "select party, user_id from parties_entered) as staff where user_id = ?",
            .with = "select person from contacts where party in ($own)"};
}

}  // namespace rapport::registry::staff_index
