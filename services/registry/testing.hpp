// SPDX-License-Identifier: MIT
#pragma once
#include "services/kit/testing/desk_test.hpp"
#include "services/registry/desk.hpp"

namespace rapport::registry {

using Parties = api::ListOf<api::Party>;
using Contacts = api::ListOf<api::Contact>;
using Relationships = api::ListOf<api::Relationship>;
using Services = api::ListOf<api::Service>;
using Agreements = api::ListOf<api::Agreement>;

/// The service on a store of each kind.
class DeskTest : public testing_kit::DeskTest<Desk> {
protected:
    api::Party acme() { return bed.call(api::create_party, {{.name = "Acme"}}); }
    api::Party ann() { return bed.call(api::create_party, {{.sort = api::Sort::person, .name = "Ann Miller"}}); }
    std::int64_t parties(const Parties& list) { return bed.call(api::list_parties, {list}).total; }
    /// What a row of an import says of a party.
    static kit::Part<api::Party> said(api::Party party) { return kit::Part<api::Party>::of(std::move(party)); }
    template <class T>
    static api::Edit<T> edit(const T& entity) {
        return api::Edit<T>::of(entity.id);
    }
    template <class T>
    static api::Edit<T> edit(const api::Shown<T>& entity) {
        return api::Edit<T>::of(entity.id);
    }

    api::Agreement active_agreement(const api::PartyId& party, api::Renewal renewal) {
        const auto draft = bed.call(api::create_agreement, {{.party = party,
                                                             .title = "Workplace",
                                                             .start = day_of(bed.clock.now()),
                                                             .term_months = 1,
                                                             .renewal_months = 1,
                                                             .renewal = renewal}});
        return bed.call(api::activate_agreement, {draft.id});
    }
};

}  // namespace rapport::registry
