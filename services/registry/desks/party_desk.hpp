// SPDX-License-Identifier: MIT
#pragma once
#include "services/kit/entities/crud.hpp"
#include "services/registry/store/tables.hpp"

namespace rapport::registry {

/// Handlers about parties.
class PartyDesk {
public:
    explicit PartyDesk(const Tables& tables) : tables_(tables) {}
    kit::Routes routes();

private:
    kit::Page<kit::Shown<api::Party>> list(View& view, const api::ListParties& request);
    kit::Shown<api::Party> retire(Unit& unit, const api::RetireParty& request);
    kit::Shown<api::Party> erase(Unit& unit, const api::EraseParty& request);
    api::Candidates duplicates(View& view, const kit::ById<api::PartyId>& request);
    /// Takes over a party, or changes the one that has the reference already.
    kit::ImportedRow import_row(Unit& unit, const api::ImportRow& row);
    api::PartyId referred(const View& view, const std::string& field, const api::Reference& reference) const;
    std::vector<api::Relationship> new_relationships(Unit& unit, const api::Party& party,
                                                     const api::ImportRow& row) const;
    std::vector<api::Contact> new_contacts(Unit& unit, const api::Party& person, const api::ImportRow& row) const;
    void check_successor(const View& view, const api::Party& party, const api::PartyId& to) const;
    void hand_over(Unit& unit, const api::PartyId& from, const api::PartyId& to) const;
    void tell_anew_of(Unit& unit, const api::PartyId& party) const;
    void check_all(const View& view, const api::Party& before, const api::Party& after) const;
    void check_parent(const View& view, const api::Party& party) const;
    void enter(Unit& unit, api::Party& party) const;
    bool change(Unit& unit, const api::Party& before, api::Party& after,
                const kit::Event<kit::Changed<api::Party>>& event) const;

    const Tables& tables_;
};

}  // namespace rapport::registry
