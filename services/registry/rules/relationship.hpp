// SPDX-License-Identifier: MIT
#pragma once
#include "services/kit/entities/moves.hpp"
#include "services/registry/api.hpp"

namespace rapport::registry {

/// invalid_argument, with the field's path, for what a relationship cannot be.
void check(const api::Relationship& relationship);

/// With `to` in the place of `user`, where that was account manager or deputy. Nobody is both.
api::Relationship handed_over(api::Relationship relationship, const kit::UserId& user, const kit::UserId& to);
/// With the user in the place of that name, where an earlier version kept it and nobody was named since.
api::Relationship adopted(api::Relationship relationship, const std::string& name, const kit::UserId& user);

/// From any stage to any other.
const kit::Moves<api::Relationship>& relationship_moves();

/// The step that a request asks for, without its id. failed_precondition, with the stages that it may move to, if it is
/// in that stage already.
api::StageMove step(const api::Relationship& relationship, const api::MoveRelationship& request,
                    const kit::Asking& asking);
/// The relationship after that step. One that had ended and goes on forgets why it ended.
api::Relationship moved(api::Relationship relationship, const api::StageMove& step);

}  // namespace rapport::registry
