// SPDX-License-Identifier: MIT
#pragma once
#include "services/registry/store/tables.hpp"

/// By what parties are found beside their id: references of other systems, and what they share with others. SQL,
/// nothing else.
namespace rapport::registry::party_index {

std::optional<api::PartyId> by_reference(const View& view, const api::Reference& reference);
/// Those that have that e-mail address or phone number, or one that differs in letters alone.
std::vector<api::PartyId> by_address(const View& view, const std::string& address);
/// already_exists, naming it, if one of the party's references is another party's.
void check_references(const View& view, const api::Party& party);
/// Has the index say what the party is now.
void put(Unit& unit, const api::Party& before, const api::Party& after);
/// What the parties share with others, for a store that has it in another form.
kit::Derivation derivation();

/// Another party, and the likenesses that it shares.
struct Alike {
    api::PartyId id;
    std::vector<std::string> shared;
};
/// Those that share a likeness with the party: the ones that share most first, at most `limit`.
std::vector<Alike> alike(const View& view, const api::Party& party, std::size_t limit);

}  // namespace rapport::registry::party_index
