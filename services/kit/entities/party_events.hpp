// SPDX-License-Identifier: MIT
#pragma once
#include "bus/base/personal.hpp"
#include "services/kit/entities/crud.hpp"
#include "services/kit/entities/hand_over.hpp"
#include "services/kit/parties_told.hpp"

/// What every service does when the registry merges parties or erases one. The kit does for each service that has
/// something of parties: a party that was merged is known by the one that is left (canonical_party), and what was told
/// of an erased one loses its data. What a table of the service's own holds, it names here, one line a table.
namespace rapport::kit {

/// The party by which that one is known now: the one that it was merged into, or itself.
Uuid canonical_party(const View& view, const Uuid& party);

/// The party, and those that were merged into it: what a service has kept under their ids since before it heard of the
/// merge is this one's as well.
std::vector<Uuid> parties_that_are(const View& view, const Uuid& party);
/// What is one of theirs.
Condition of_any(std::string_view column, const std::vector<Uuid>& parties);

/// For the service that tells `registry.party_erased`, and for each that hears it: the data of all events told so far
/// that concern the party is erased, with its salt, so that the chain still proves what was told when; answers that are
/// kept for repeated requests, and events that wait for an operator, lose what they say of the party.
void erase_history(Unit& unit, const Uuid& party);

/// What the kit adds to a service that has something of parties.
Routes party_event_routes();

/// The reaction to a merge: the entities of a table with an owner that belong to a merged party belong to the one that
/// is left. `save(unit, before, after)` stores an entity and tells of it. The table outlives the route.
template <Described T, class Save>
Route follows_merges(const Table<T>& table, Save save) {
    return EventRoute{EventRoute::As::reaction, std::string(parties_merged.type),
                      [&table, save](Unit& unit, const bus::Event& told) {
                          const auto merge = decode_stored<PartiesMerged>(told.data);
                          for (const Uuid& party : merge.merged) {
                              const Condition theirs[] = {{table.owner(), party}};
                              for (const T& before : all_of(unit, table, theirs)) {
                                  T after = before;
                                  table.give(after, party, merge.survivor);
                                  save(unit, before, std::move(after));
                              }
                          }
                      }};
}

/// The reaction to an erasure: what is personal in the party's entities of a table with an owner is blanked.
/// `save(unit, after)` stores an entity and tells of it, and says nothing of what was there before. std::logic_error if
/// T has something personal that cannot be blanked.
template <Described T, class Save>
Route forgets_erased(const Table<T>& table, Save save) {
    check_can_blank(shape_of<T>());
    return EventRoute{EventRoute::As::reaction, std::string(party_erased.type),
                      [&table, save](Unit& unit, const bus::Event& told) {
                          const Uuid party = decode_stored<PartyErased>(told.data).party;
                          const Condition theirs[] = {of_any(table.owner(), parties_that_are(unit, party))};
                          for (T& entity : all_of(unit, table, theirs)) {
                              blank_personal(entity);
                              save(unit, std::move(entity));
                          }
                      }};
}

/// Both, for entities whose change is told by an event alone.
template <Described T, class E>
Routes follows_parties(const Table<T>& table, const Event<E>& changed) {
    return {follows_merges(table, [&table, changed](Unit& unit, const T& before,
                                                    T after) { save(unit, table, before, after, changed); }),
            forgets_erased(table, [&table, changed](Unit& unit, T after) { add(unit, table, after, changed); })};
}

}  // namespace rapport::kit
