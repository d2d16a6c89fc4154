// SPDX-License-Identifier: MIT
#pragma once
#include "services/registry/api/relationship.hpp"

namespace rapport::registry::api {

/// Moves it to another stage, forwards or backwards; `ended` ends it.
struct MoveRelationship {
    RelationshipId id;
    std::optional<std::int64_t> version;
    Stage stage = Stage::awareness;
    std::string reason;
    std::optional<std::string> evidence;
    static constexpr auto fields =
        describe(identity(&MoveRelationship::id, &MoveRelationship::version),
                 Field{"stage", &MoveRelationship::stage, "another than it is in"},
                 Field{"reason", &MoveRelationship::reason, "why", length(1, 2000), multiline},
                 Field{"evidence", &MoveRelationship::evidence, "on what grounds", length(1, 2000), multiline});
};
/// A page of the moves between stages that a relationship made, newest first.
struct ListMoves {
    RelationshipId id;
    std::int64_t limit = 50;
    std::optional<std::string> after;
    static constexpr auto fields = describe(Field{"id", &ListMoves::id, "of which relationship"},
                                            Field{"limit", &ListMoves::limit, "how many, 200 at most", defaulted},
                                            Field{"after", &ListMoves::after, "`next` of the page before"});
};

}  // namespace rapport::registry::api
