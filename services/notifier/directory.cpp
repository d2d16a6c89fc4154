// SPDX-License-Identifier: MIT
#include "services/notifier/directory.hpp"

#include <algorithm>

#include "services/kit/text/folding.hpp"
#include "services/kit/users_replica.hpp"
#include "services/notifier/mailbox.hpp"
#include "services/registry/api.hpp"

namespace rapport::notifier {

namespace registry = registry::api;

namespace {

/// Who answers for a relationship that goes on.
kit::Param manager_of(const registry::Relationship& relationship) {
    if (relationship.stage == registry::Stage::ended) return nullptr;
    return relationship.account_manager;
}

}  // namespace

Directory::Directory()
    : parties_("registry", "known_parties",
               {{"name", &registry::Party::name},
                {"email",
                 [](const registry::Party& party) {
                     return party.emails.empty() ? kit::Param(nullptr) : kit::Param(party.emails.front().address);
                 }},
                {"language", &registry::Party::language},
                {"time_zone", &registry::Party::time_zone},
                {"retired", &registry::Party::retired}}),
      contacts_("registry", "known_contacts",
                {{"person", &registry::Contact::person},
                 {"party", &registry::Contact::party},
                 {"role", &registry::Contact::role},
                 {"language", &registry::Contact::language},
                 {"inactive", &registry::Contact::inactive},
                 {"opted_out",
                  [](const registry::Contact& one) {
                      return one.opted_out ? kit::Param(one.opted_out->since) : kit::Param(nullptr);
                  }}}),
      managers_("registry", "known_managers",
                {{"party", &registry::Relationship::party},
                 {"type", [](const registry::Relationship& one) { return kit::Param(static_cast<int>(one.type)); }},
                 {"user_id", manager_of}}) {
    parties_.on_change([this](kit::Unit& unit, const registry::Party& party) { note_tags_and_marks(unit, party); });
}

kit::Routes Directory::routes() {
    return kit::all(parties_.routes(registry::party_created, registry::party_changed, registry::party_retired),
                    contacts_.routes(registry::contact_created, registry::contact_changed),
                    managers_.routes(registry::relationship_created, registry::relationship_changed),
                    kit::Routes{kit::clear("registry", this, &Directory::forget_tags_and_marks)}, kit::users_routes());
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
    const auto manager = view.db().row<Text, Text>(
        "select coalesce(u.full_name, u.name), u.email from known_managers m left join kit_users u on u.id = m.user_id "
        "and u.active = 1 where m.party = ? and m.user_id is not null order by m.type, m.id limit 1",
        {id});
    if (manager) party.account_manager = {std::get<0>(*manager).value_or(""), std::get<1>(*manager)};
    return party;
}

std::optional<KnownContact> Directory::contact(const kit::View& view, const Uuid& id) const {
    const auto found = view.db().row<Text, std::int64_t, std::string, Text, Text, Text, std::int64_t, Text>(
        "select c.language, c.inactive, p.name, p.email, p.language, p.time_zone, p.retired, c.opted_out from "
        "known_contacts c join known_parties p on p.id = c.person where c.id = ?",
        {id});
    if (!found) return {};
    KnownContact contact;
    std::int64_t inactive = 0, retired = 0;
    KnownParty& person = contact.person;
    Text opted_out;
    std::tie(contact.language, inactive, person.name, person.email, person.language, person.time_zone, retired,
             opted_out) = *found;
    contact.inactive = inactive != 0 || retired != 0;
    if (opted_out) contact.opted_out_since = instant_from(*opted_out);
    return contact;
}

std::vector<std::string> Directory::contacts_of(const kit::View& view, const std::vector<Uuid>& parties,
                                                const std::string& role) const {
    std::vector<std::string> contacts;
    for (const Uuid& party : parties)
        for (const auto& [id] : view.db().rows<std::string>(
                 "select c.id from known_contacts c join known_parties p on p.id = c.person where c.party = ? and "
                 "c.role = ? and c.inactive = 0 and p.retired = 0 order by c.id limit 100",
                 {party, role}))
            contacts.push_back(id);
    return contacts;
}

std::vector<std::string> Directory::contacts_tagged(const kit::View& view, const std::string& tag,
                                                    std::size_t limit) const {
    std::vector<std::string> contacts;
    for (const auto& [id] : view.db().rows<std::string>(
             "select c.id from known_tags t join known_parties p on p.id = t.party join known_contacts c on c.party = "
             "t.party join known_parties q on q.id = c.person where t.tag = ? and p.retired = 0 and c.inactive = 0 and "
             "q.retired = 0 order by c.id limit ?",
             {kit::name_key(tag), static_cast<std::int64_t>(limit)}))
        contacts.push_back(id);
    return contacts;
}

std::optional<Instant> Directory::marked_since(const kit::View& view, std::string_view kind,
                                               const std::string& address) const {
    const auto row = view.db().row<std::string>(
        "select since from known_marks where mailbox = ? and kind = ? order by since limit 1",
        {mailbox_of(address), std::string(kind)});
    return row ? instant_from(std::get<0>(*row)) : std::nullopt;
}

std::optional<Instant> Directory::invalid_since(const kit::View& view, const std::string& address) const {
    return marked_since(view, name_of(registry::MarkKind::invalid), address);
}

std::optional<Instant> Directory::opted_out_since(const kit::View& view, const std::string& address) const {
    return marked_since(view, name_of(registry::MarkKind::opted_out), address);
}

void Directory::note_tags_and_marks(kit::Unit& unit, const registry::Party& party) const {
    unit.db().run("delete from known_tags where party = ?", {party.id});
    for (const std::string& tag : party.tags)
        unit.db().run("insert into known_tags (tag, party) values (?, ?) on conflict (tag, party) do nothing",
                      {kit::name_key(tag), party.id});
    unit.db().run("delete from known_marks where party = ?", {party.id});
    for (const registry::Mark& mark : party.marks)
        unit.db().run(
            "insert into known_marks (mailbox, kind, party, since) values (?, ?, ?, ?) on conflict (mailbox, kind, "
            "party) do nothing",
            {mailbox_of(mark.address), mark.kind, party.id, mark.since.value_or(unit.now())});
}

void Directory::forget_tags_and_marks(kit::Unit& unit) {
    unit.db().run("delete from known_tags");
    unit.db().run("delete from known_marks");
}

std::optional<kit::KnownUser> Directory::user(const kit::View& view, const std::string& named) const {
    auto user = kit::find_user(view, named.starts_with("user:") ? named.substr(5) : named);
    if (!user || !user->active) return {};
    return user;
}

std::vector<std::string> Directory::users_with(const kit::View& view, const std::string& role) const {
    constexpr std::int64_t most = 100;
    constexpr auto names = names_of(kit::Role{});
    const auto known = std::ranges::find(names, role);
    std::vector<std::string> users;
    if (known == names.end()) return users;
    for (const kit::UserId& id : kit::users_with(view, static_cast<kit::Role>(known - names.begin()), most))
        users.push_back(to_text(id));
    return users;
}

}  // namespace rapport::notifier
