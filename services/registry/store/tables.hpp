// SPDX-License-Identifier: MIT
#pragma once
#include "services/kit/store/table.hpp"
#include "services/registry/api.hpp"
#include "services/registry/store/calendars.hpp"

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
    Calendars calendars;

    /// What is made of them beside them.
    void add_derivations(std::vector<kit::Derivation>& all) const;

    /// The party that a request names in `field`. not_found if there is none; failed_precondition if it is retired,
    /// since nothing new is begun with it.
    api::Party party_for(const View& view, const std::string& field, const api::PartyId& id) const;
};

}  // namespace rapport::registry
