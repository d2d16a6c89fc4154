// SPDX-License-Identifier: MIT
#pragma once
#include "services/gateway/accounts/api.hpp"
#include "services/kit/entities/crud.hpp"
#include "services/registry/store/tables.hpp"

namespace rapport::registry {

/// Handlers about relationships and their stages.
class RelationshipDesk {
public:
    explicit RelationshipDesk(const Tables& tables) : tables_(tables) {}
    kit::Routes routes();
    /// A user is known: what is kept under their name is theirs.
    void adopt(Unit& unit, const kit::KnownUser& user) const;

private:
    void hand_over(Unit& unit, const gateway::accounts::api::UserRetired& told);
    void keep(Unit& unit, const api::Relationship& before, api::Relationship after) const;
    kit::Shown<api::Relationship> move(Unit& unit, const api::MoveRelationship& request);
    kit::Page<api::StageMove> list_moves(View& view, const api::ListMoves& request);
    void check_new(const View& view, const api::Relationship& relationship) const;

    const Tables& tables_;
};

}  // namespace rapport::registry
