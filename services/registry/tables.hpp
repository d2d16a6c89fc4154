// SPDX-License-Identifier: MIT
#pragma once
#include "services/kit/store/table.hpp"
#include "services/registry/api.hpp"

namespace rapport::registry {

using kit::Unit;
using kit::View;

/// Where the registry's entities are kept.
struct Tables {
    Tables();
    kit::Table<api::Party> parties;
    kit::Table<api::Contact> contacts;
    kit::Table<api::Relationship> relationships;
    kit::Table<api::StageMove> moves;
    kit::Table<api::Service> services;
    kit::Table<api::Agreement> agreements;

    /// What is made of them beside them.
    void add_derivations(std::vector<kit::Derivation>& all) const;

    /// The party that a request names in `field`. not_found if there is none; failed_precondition if it is retired,
    /// since nothing new is begun with it.
    api::Party party_for(const View& view, const std::string& field, const api::PartyId& id) const;
};

/// Stores a new entity and tells of it.
template <Described T, class E>
void add(Unit& unit, const kit::Table<T>& table, T& entity, const kit::Event<E>& event) {
    table.put(unit, entity);
    unit.emit(event, entity.id, E{entity, {}});
}

/// Stores what became of an entity and tells what changed. False, and nothing is stored or told, if nothing did.
template <Described T, class E>
bool save(Unit& unit, const kit::Table<T>& table, const T& before, T& after, const kit::Event<E>& event) {
    auto changes = changes_between(before, after);
    if (changes.empty()) return false;
    table.put(unit, after);
    unit.emit(event, after.id, E{after, std::move(changes)});
    return true;
}

}  // namespace rapport::registry
