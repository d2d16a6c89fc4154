// SPDX-License-Identifier: MIT
#pragma once
#include "services/kit/routes.hpp"
#include "services/registry/tables.hpp"

namespace rapport::registry {

/// Handlers about relationships and their stages.
class RelationshipDesk {
public:
    explicit RelationshipDesk(const Tables& tables) : tables_(tables) {}
    kit::Routes routes();

private:
    api::Relationship create(Unit& unit, const api::CreateRelationship& request);
    api::Relationship get(View& view, const kit::ById<api::RelationshipId>& request);
    api::Relationship update(Unit& unit, const api::UpdateRelationship& request);
    api::Relationship move(Unit& unit, const api::MoveRelationship& request);
    kit::Page<api::Relationship> list(View& view, const api::ListRelationships& request);
    kit::Page<api::StageMove> list_moves(View& view, const api::ListMoves& request);

    const Tables& tables_;
};

}  // namespace rapport::registry
