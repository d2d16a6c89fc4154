// SPDX-License-Identifier: MIT
#include "services/complaints/store/directory.hpp"

#include "services/registry/api.hpp"

namespace rapport::complaints {

namespace registry = registry::api;
using kit::UnknownReference;

Directory::Directory()
    : parties_("registry", "known_parties", {{"name", &registry::Party::name}}),
      contacts_("registry", "known_contacts", {{"party", &registry::Contact::party}}),
      services_("registry", "known_services", {{"name", &registry::Service::name}}) {}

kit::Routes Directory::routes() const {
    return kit::all(parties_.routes(registry::party_created, registry::party_changed, registry::party_retired),
                    contacts_.routes(registry::contact_created, registry::contact_changed),
                    services_.routes(registry::service_created, registry::service_changed));
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
        if (complaint.party && kit::canonical_party(view, *complaint.party) != kit::canonical_party(view, of))
            throw invalid("contact", "must be somebody who speaks for the party");
        complaint.party = of;
    }
    check_party(view, complaint);
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

}  // namespace rapport::complaints
