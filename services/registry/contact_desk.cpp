// SPDX-License-Identifier: MIT
#include "services/registry/contact_desk.hpp"

#include "services/registry/contact.hpp"

namespace rapport::registry {

kit::Routes ContactDesk::routes() {
    using kit::on;
    using kit::tells;
    return {on(api::create_contact, this, &ContactDesk::create),
            on(api::get_contact, this, &ContactDesk::get),
            on(api::update_contact, this, &ContactDesk::update),
            on(api::list_contacts, this, &ContactDesk::list),
            tells(api::contact_created),
            tells(api::contact_changed)};
}

api::Contact ContactDesk::create(Unit& unit, const api::CreateContact& request) {
    api::Contact contact{.id = unit.new_id<api::ContactId>(), .created = unit.now()};
    apply_patch(contact, request);
    const auto person = tables_.party_for(unit, "person", contact.person);
    tables_.party_for(unit, "party", contact.party);
    check(contact, person);
    check_unique(unit, contact);
    add(unit, tables_.contacts, contact, api::contact_created);
    return contact;
}

api::Contact ContactDesk::get(View& view, const kit::ById<api::ContactId>& request) {
    return tables_.contacts.get(view, request.id);
}

api::Contact ContactDesk::update(Unit& unit, const api::UpdateContact& request) {
    const auto before = tables_.contacts.get(unit, request.id);
    kit::check_version(request.version, before.version);
    auto after = before;
    apply_patch(after, request);
    check(after, tables_.parties.get(unit, after.person));
    if (after.role != before.role) check_unique(unit, after);
    save(unit, tables_.contacts, before, after, api::contact_changed);
    return after;
}

kit::Page<api::Contact> ContactDesk::list(View& view, const api::ListContacts& request) {
    const kit::Condition conditions[] = {
        {"party", request.party}, {"person", request.person}, {"role", request.role}, {"inactive", request.inactive}};
    return tables_.contacts.list(view, {.limit = request.limit, .after = request.after}, conditions);
}

void ContactDesk::check_unique(const View& view, const api::Contact& contact) const {
    const kit::Condition link[] = {{"person", contact.person}, {"party", contact.party}, {"role", contact.role}};
    const auto same = tables_.contacts.list(view, {.limit = 1}, link);
    if (!same.items.empty())
        throw Error(Code::already_exists,
                    "role: this person is that to the party already, in the contact " + to_text(same.items.front().id));
}

}  // namespace rapport::registry
