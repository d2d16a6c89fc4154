// SPDX-License-Identifier: MIT
#include "services/notifier/directory.hpp"

#include "services/gateway/accounts/api.hpp"
#include "services/registry/api.hpp"

namespace rapport::notifier {

namespace registry = registry::api;
namespace accounts = gateway::accounts::api;

kit::Routes Directory::routes() {
    using kit::project;
    return {project(registry::party_created, this, &Directory::know_party),
            project(registry::party_changed, this, &Directory::know_party),
            project(registry::party_retired, this, &Directory::know_party),
            project(registry::contact_created, this, &Directory::know_contact),
            project(registry::contact_changed, this, &Directory::know_contact),
            project(registry::relationship_created, this, &Directory::know_relationship),
            project(registry::relationship_changed, this, &Directory::know_relationship),
            kit::clear("registry", this, &Directory::forget),
            project(accounts::user_created, this, &Directory::know_user),
            project(accounts::user_changed, this, &Directory::know_user),
            kit::clear("accounts", this, &Directory::forget_users)};
}

namespace {

using Text = std::optional<std::string>;

}  // namespace

std::optional<KnownParty> Directory::party(const kit::View& view, const Uuid& id) const {
    const auto found = view.db().row<std::string, Text, Text, Text>(
        "select name, email, language, time_zone from known_parties where id = ?", {id});
    if (!found) return {};
    KnownParty party;
    std::tie(party.name, party.email, party.language, party.time_zone) = *found;
    // What they are to us first of all: the types are in that order.
    const auto manager = view.db().row<std::string, std::optional<std::string>>(
        "select name, email from known_managers where party = ? and name is not null order by type, relationship limit "
        "1",
        {id});
    if (manager) party.account_manager = {std::get<0>(*manager), std::get<1>(*manager)};
    return party;
}

std::optional<KnownContact> Directory::contact(const kit::View& view, const Uuid& id) const {
    const auto found = view.db().row<Text, std::int64_t, std::string, Text, Text, Text>(
        "select c.language, c.inactive, p.name, p.email, p.language, p.time_zone from known_contacts c join "
        "known_parties p on p.id = c.person where c.id = ?",
        {id});
    if (!found) return {};
    KnownContact contact;
    std::int64_t inactive = 0;
    KnownParty& person = contact.person;
    std::tie(contact.language, inactive, person.name, person.email, person.language, person.time_zone) = *found;
    contact.inactive = inactive != 0;
    return contact;
}

std::optional<KnownUser> Directory::user(const kit::View& view, const std::string& named) const {
    const std::string plain = named.starts_with("user:") ? named.substr(5) : named;
    const auto found = view.db().row<std::string, std::string, std::optional<std::string>>(
        "select id, name, email from known_users where (id = ? or login = ?) and active = 1 limit 1", {plain, plain});
    if (!found) return {};
    KnownUser user;
    std::tie(user.id, user.name, user.email) = *found;
    return user;
}

std::vector<std::string> Directory::users_with(const kit::View& view, const std::string& role) const {
    std::vector<std::string> users;
    for (const auto& [id] :
         view.db().rows<std::string>("select id from known_roles where role = ? order by id limit 100", {role}))
        users.push_back(id);
    return users;
}

void Directory::know_user(kit::Unit& unit, const accounts::UserEvent& told) {
    const auto& user = told.user;
    const bool newer =
        unit.db().run(
            "insert into known_users (id, version, login, name, email, active) values (?, ?, ?, ?, ?, ?) on conflict "
            "(id) do update set version = excluded.version, login = excluded.login, name = excluded.name, email = "
            "excluded.email, active = excluded.active where known_users.version < excluded.version",
            {user.id, user.version, user.name, user.full_name.value_or(user.name), user.email, user.active ? 1 : 0}) >
        0;
    if (!newer) return;
    unit.db().run("delete from known_roles where id = ?", {user.id});
    for (const kit::Role role : user.roles)
        if (user.active) unit.db().run("insert into known_roles (role, id) values (?, ?)", {role, user.id});
}

void Directory::forget_users(kit::Unit& unit) {
    unit.db().run("delete from known_users");
    unit.db().run("delete from known_roles");
}

void Directory::know_party(kit::Unit& unit, const registry::PartyEvent& told) {
    const registry::Party& party = told.party;
    unit.db().run(
        "insert into known_parties (id, version, name, email, language, time_zone) values (?, ?, ?, ?, ?, ?) "
        "on conflict (id) do update set version = excluded.version, name = excluded.name, email = excluded.email, "
        "language = excluded.language, time_zone = excluded.time_zone where known_parties.version < excluded.version",
        {party.id, party.version, party.name,
         party.emails.empty() ? std::nullopt : std::optional(party.emails.front().address), party.language,
         party.time_zone});
}

void Directory::know_contact(kit::Unit& unit, const registry::ContactEvent& told) {
    const registry::Contact& contact = told.contact;
    unit.db().run(
        "insert into known_contacts (id, version, person, language, inactive) values (?, ?, ?, ?, ?) "
        "on conflict (id) do update set version = excluded.version, person = excluded.person, "
        "language = excluded.language, inactive = excluded.inactive where known_contacts.version < excluded.version",
        {contact.id, contact.version, contact.person, contact.language, contact.inactive ? 1 : 0});
}

/// One that has no account manager, or ended, is kept without a name: an older event must not bring it back.
void Directory::know_relationship(kit::Unit& unit, const registry::RelationshipEvent& told) {
    const registry::Relationship& relationship = told.relationship;
    const auto& manager = relationship.account_manager;
    const bool answers = manager && relationship.stage != registry::Stage::ended;
    unit.db().run(
        "insert into known_managers (relationship, version, party, type, name, email) values (?, ?, ?, ?, ?, ?) "
        "on conflict (relationship) do update set version = excluded.version, type = excluded.type, "
        "name = excluded.name, email = excluded.email where known_managers.version < excluded.version",
        {relationship.id, relationship.version, relationship.party, static_cast<int>(relationship.type),
         answers ? std::optional(manager->name) : std::nullopt, answers ? manager->email : std::nullopt});
}

void Directory::forget(kit::Unit& unit) {
    unit.db().run("delete from known_parties");
    unit.db().run("delete from known_contacts");
    unit.db().run("delete from known_managers");
}

}  // namespace rapport::notifier
