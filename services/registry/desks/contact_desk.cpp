// SPDX-License-Identifier: MIT
#include "services/registry/desks/contact_desk.hpp"

#include "services/registry/rules/contact.hpp"

namespace rapport::registry {

kit::Routes ContactDesk::routes() {
    using api::Contact;
    const auto& contacts = tables_.contacts;
    return {kit::create(api::create_contact, contacts, api::contact_created,
                        [this](Unit& unit, Contact& contact) {
                            contact = with_opt_out_dated({}, std::move(contact), unit.now());
                            const auto person = tables_.party_for(unit, "person", contact.person);
                            tables_.party_for(unit, "party", contact.party);
                            check(contact, person);
                            check_unique(unit, contact);
                        }),
            kit::on(api::get_contact, contacts),
            kit::change(api::update_contact, contacts, api::contact_changed,
                        [this](Unit& unit, const Contact& before, Contact& after) {
                            after = with_opt_out_dated(before, std::move(after), unit.now());
                            check(after, tables_.parties.get(unit, after.person));
                            if (after.role != before.role) check_unique(unit, after);
                        }),
            kit::on(api::list_contacts, contacts)};
}

void ContactDesk::check_unique(const View& view, const api::Contact& contact) const {
    const kit::Condition link[] = {{"person", contact.person}, {"party", contact.party}, {"role", contact.role}};
    const auto same = tables_.contacts.list(view, {.limit = 1}, link);
    if (!same.items.empty())
        throw Error(Code::already_exists,
                    "role: this person is that to the party already, in the contact " + to_text(same.items.front().id));
}

}  // namespace rapport::registry
