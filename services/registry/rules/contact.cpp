// SPDX-License-Identifier: MIT
#include "services/registry/rules/contact.hpp"

#include "services/registry/rules/checks.hpp"

namespace rapport::registry {

void check(const api::Contact& contact, const api::Party& person) {
    if (person.sort != api::Sort::person) throw invalid("person", "must be a party of sort person");
    if (contact.person == contact.party) throw invalid("party", "must be another than the person");
    if (contact.language) check_language("language", *contact.language);
}

api::Contact with_opt_out_dated(const api::Contact& before, api::Contact after, Instant now) {
    if (after.opted_out && !after.opted_out->since)
        after.opted_out->since = before.opted_out ? before.opted_out->since : now;
    return after;
}

}  // namespace rapport::registry
