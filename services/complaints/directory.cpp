// SPDX-License-Identifier: MIT
#include "services/complaints/directory.hpp"

#include "services/registry/api.hpp"

namespace rapport::complaints {

namespace registry = registry::api;
using kit::UnknownReference;

kit::Routes Directory::routes() {
    using kit::project;
    return {project(registry::party_created, this, &Directory::know_party),
            project(registry::party_changed, this, &Directory::know_party),
            project(registry::party_retired, this, &Directory::know_party),
            project(registry::contact_created, this, &Directory::know_contact),
            project(registry::contact_changed, this, &Directory::know_contact),
            project(registry::service_created, this, &Directory::know_service),
            project(registry::service_changed, this, &Directory::know_service),
            kit::clear("registry", this, &Directory::forget)};
}

void Directory::check(const kit::View& view, Complaint& complaint) const {
    if (complaint.contact) {
        const auto party =
            view.db().row<std::string>("select party from known_contacts where id = ?", {*complaint.contact});
        if (!party && name_of(view, to_text(*complaint.contact)))
            throw invalid("contact",
                          "must be the id of a contact, which says for whom a person speaks: GET /contacts?person=… "
                          "lists those of a person");
        if (!party) throw UnknownReference("registry", "contact");
        const PartyId of(uuid_from(std::get<0>(*party)).value());
        if (complaint.party && *complaint.party != of)
            throw invalid("contact", "must be somebody who speaks for the party");
        complaint.party = of;
    }
    if (complaint.party) complaint.party_name = party_name(view, *complaint.party, "party");
    if (complaint.service) check_service(view, *complaint.service);
}

void Directory::check_service(const kit::View& view, const ServiceId& id) const {
    if (!view.db().row<std::string>("select name from known_services where id = ?", {id}))
        throw UnknownReference("registry", "service");
}

std::string Directory::party_name(const kit::View& view, const PartyId& id, const std::string& field) const {
    auto name = view.db().row<std::string>("select name from known_parties where id = ?", {id});
    if (!name) throw UnknownReference("registry", field);
    return std::get<0>(*std::move(name));
}

std::optional<std::string> Directory::name_of(const kit::View& view, const std::string& id) const {
    auto name = view.db().row<std::string>(
        "select name from known_parties where id = ? union all select name from known_services where id = ?", {id, id});
    if (!name) return {};
    return std::get<0>(*std::move(name));
}

/// Unless a newer version of it is known.
void Directory::know_party(kit::Unit& unit, const registry::PartyEvent& told) {
    unit.db().run(
        "insert into known_parties (id, version, name) values (?, ?, ?) on conflict (id) do update set "
        "version = excluded.version, name = excluded.name where known_parties.version < excluded.version",
        {told.party.id, told.party.version, told.party.name});
}

void Directory::know_contact(kit::Unit& unit, const registry::ContactEvent& told) {
    unit.db().run(
        "insert into known_contacts (id, version, party) values (?, ?, ?) on conflict (id) do update set "
        "version = excluded.version, party = excluded.party where known_contacts.version < excluded.version",
        {told.contact.id, told.contact.version, told.contact.party});
}

void Directory::know_service(kit::Unit& unit, const registry::ServiceEvent& told) {
    unit.db().run(
        "insert into known_services (id, version, name) values (?, ?, ?) on conflict (id) do update set "
        "version = excluded.version, name = excluded.name where known_services.version < excluded.version",
        {told.service.id, told.service.version, told.service.name});
}

void Directory::forget(kit::Unit& unit) {
    for (const char* table : {"known_parties", "known_contacts", "known_services", "known_agreements"})
        unit.db().run("delete from " + std::string(table));
}

}  // namespace rapport::complaints
