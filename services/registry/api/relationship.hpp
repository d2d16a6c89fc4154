// SPDX-License-Identifier: MIT
#pragma once
#include "services/registry/api/party.hpp"

namespace rapport::registry::api {

struct RelationshipTag;
using RelationshipId = Id<RelationshipTag>;
struct StageMoveTag;
using StageMoveId = Id<StageMoveTag>;

/// customer: has or had an agreement; client: by project only, or not yet a customer.
enum class RelationshipType {
    customer,
    client,
    partner,
    supplier,
    third_party,
    employee,
    investor,
    community,
    influencer
};
constexpr auto names_of(RelationshipType) {
    return std::array{"customer"sv, "client"sv,   "partner"sv,   "supplier"sv,  "third_party"sv,
                      "employee"sv, "investor"sv, "community"sv, "influencer"sv};
}
/// How near a relationship is, from hearing of each other to its end. It may go back.
enum class Stage { awareness, connection, cultivation, growth, retention, ended };
constexpr auto names_of(Stage) {
    return std::array{"awareness"sv, "connection"sv, "cultivation"sv, "growth"sv, "retention"sv, "ended"sv};
}

/// What a party is to us. One of each type for a party.
struct Relationship {
    RelationshipId id;
    std::int64_t version = 0;
    PartyId party;
    RelationshipType type = RelationshipType::customer;
    Stage stage = Stage::awareness;
    Instant stage_since;
    std::optional<kit::UserId> account_manager, deputy;
    std::optional<std::string> former_account_manager, former_deputy;
    std::optional<Day> since;
    std::optional<std::string> ended_reason;
    Instant created_at;

    static constexpr auto fields = describe(
        identity(&Relationship::id, &Relationship::version),
        Field{"party", &Relationship::party, "with whom", initial, filter, headline, listed(1)},
        Field{"type", &Relationship::type, "what they are to us", initial, filter, headline, listed(2)},
        Field{"stage", &Relationship::stage, "how far it has come; awareness unless said otherwise", initial, defaulted,
              filter, listed(3)},
        Field{"stage_since", &Relationship::stage_since, "when it came into that stage"},
        Field{"account_manager", &Relationship::account_manager, "the user who answers for it", editable, listed(4),
              kit::formerly_text("former_account_manager")},
        Field{"former_account_manager", &Relationship::former_account_manager,
              "the name that an earlier version kept, while no user is called that"},
        Field{"deputy", &Relationship::deputy, "the user who stands in", editable, kit::formerly_text("former_deputy")},
        Field{"former_deputy", &Relationship::former_deputy,
              "the name that an earlier version kept, while no user is called that"},
        Field{"since", &Relationship::since, "its first day", editable, listed(5)},
        Field{"ended_reason", &Relationship::ended_reason, "why it ended, if it did", length(1, 2000), multiline},
        Field{"created_at", &Relationship::created_at, "when it was entered here", was("created")});
};

/// One step from stage to stage.
struct StageMove {
    StageMoveId id;
    std::int64_t version = 0;
    RelationshipId relationship;
    Stage from = Stage::awareness, to = Stage::awareness;
    Instant since, moved;
    std::string by, reason;
    std::optional<std::string> evidence;
    static constexpr auto fields =
        describe(identity(&StageMove::id, &StageMove::version),
                 Field{"relationship", &StageMove::relationship, "of what", filter},
                 Field{"from", &StageMove::from, "the stage before"}, Field{"to", &StageMove::to, "the stage after"},
                 Field{"since", &StageMove::since, "when the stage before had begun"},
                 Field{"moved", &StageMove::moved, "when it ended"}, Field{"by", &StageMove::by, "who moved it"},
                 Field{"reason", &StageMove::reason, "why", length(1, 2000), multiline},
                 Field{"evidence", &StageMove::evidence, "on what grounds", length(1, 2000), multiline});
};

/// Data of every event about a relationship; `move` if its stage changed.
struct RelationshipEvent : kit::Changed<Relationship> {
    std::optional<StageMove> move = {};

    static constexpr auto more = describe(Field{"move", &RelationshipEvent::move, "the step, if its stage changed"});
    static Shape shape() { return kit::shape_with_more<RelationshipEvent, Changed>(); }
};

}  // namespace rapport::registry::api
