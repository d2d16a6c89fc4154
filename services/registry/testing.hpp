// SPDX-License-Identifier: MIT
#pragma once
#include <gtest/gtest.h>

#include "services/kit/testing/bed.hpp"
#include "services/registry/desk.hpp"

namespace rapport::registry {

using Parties = api::ListOf<api::Party>;
using Contacts = api::ListOf<api::Contact>;
using Relationships = api::ListOf<api::Relationship>;
using Services = api::ListOf<api::Service>;
using Agreements = api::ListOf<api::Agreement>;

/// The service on a store of each kind.
class DeskTest : public testing::TestWithParam<std::string> {
protected:
    Desk desk;
    testing_kit::TestBed bed{desk.definition(), GetParam()};

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

    /// `CODE message` of what a call was refused for.
    template <class Method>
    std::string refusal(const Method& method, const typename Method::Request& request) {
        const auto events = bed.events.size();
        try {
            bed.call(method, request);
        } catch (const Error& error) {
            EXPECT_EQ(bed.events.size(), events) << "something was told of what was refused";
            return std::string(name_of(error.code())) + " " + error.message();
        }
        return "accepted";
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
