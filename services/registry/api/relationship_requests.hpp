// SPDX-License-Identifier: MIT
#pragma once
#include "services/registry/api/relationship.hpp"

namespace rapport::registry::api {

/// Begins a relationship. already_exists if the party has one of that type, ended ones included: move it instead.
struct CreateRelationship {
    PartyId party;
    RelationshipType type = RelationshipType::customer;
    std::optional<Stage> stage;
    std::optional<Staff> account_manager, deputy;
    std::optional<Day> since;
    static constexpr auto fields =
        describe(Field{"party", &CreateRelationship::party, "with whom"},
                 Field{"type", &CreateRelationship::type, "what they are to us"},
                 Field{"stage", &CreateRelationship::stage, "how far it has come; awareness if left out, not ended"},
                 Field{"account_manager", &CreateRelationship::account_manager, "who of us answers for it"},
                 Field{"deputy", &CreateRelationship::deputy, "who stands in"},
                 Field{"since", &CreateRelationship::since, "its first day"});
};
struct UpdateRelationship {
    RelationshipId id;
    std::optional<std::int64_t> version;
    Patch<Staff> account_manager, deputy;
    Patch<Day> since;
    static constexpr auto fields = describe(
        Field{"id", &UpdateRelationship::id, "which"},
        Field{"version", &UpdateRelationship::version, "the version that was read: aborted if it is another by now"},
        Field{"account_manager", &UpdateRelationship::account_manager, "who of us answers for it"},
        Field{"deputy", &UpdateRelationship::deputy, "who stands in"},
        Field{"since", &UpdateRelationship::since, "its first day"});
};
/// Moves it to another stage, forwards or backwards; `ended` ends it.
struct MoveRelationship {
    RelationshipId id;
    std::optional<std::int64_t> version;
    Stage stage = Stage::awareness;
    std::string reason;
    std::optional<std::string> evidence;
    static constexpr auto fields = describe(
        Field{"id", &MoveRelationship::id, "which"},
        Field{"version", &MoveRelationship::version, "the version that was read: aborted if it is another by now"},
        Field{"stage", &MoveRelationship::stage, "another than it is in"},
        Field{"reason", &MoveRelationship::reason, "why", length(1, 2000), multiline},
        Field{"evidence", &MoveRelationship::evidence, "on what grounds", length(1, 2000), multiline});
};
struct ListRelationships {
    std::int64_t limit = 50;
    std::optional<std::string> after;
    std::optional<PartyId> party;
    std::optional<RelationshipType> type;
    std::optional<Stage> stage;
    static constexpr auto fields =
        describe(Field{"limit", &ListRelationships::limit, "how many, 200 at most", defaulted},
                 Field{"after", &ListRelationships::after, "`next` of the page before"},
                 Field{"party", &ListRelationships::party, "with whom"},
                 Field{"type", &ListRelationships::type, "what they are to us"},
                 Field{"stage", &ListRelationships::stage, "how far they have come"});
};
struct ListMoves {
    RelationshipId id;
    std::int64_t limit = 50;
    std::optional<std::string> after;
    static constexpr auto fields = describe(Field{"id", &ListMoves::id, "of which relationship"},
                                            Field{"limit", &ListMoves::limit, "how many, 200 at most", defaulted},
                                            Field{"after", &ListMoves::after, "`next` of the page before"});
};

}  // namespace rapport::registry::api
