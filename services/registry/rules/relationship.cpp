// SPDX-License-Identifier: MIT
#include "services/registry/rules/relationship.hpp"

namespace rapport::registry {

void check(const api::Relationship& relationship) {
    if (relationship.account_manager && relationship.deputy && *relationship.account_manager == *relationship.deputy)
        throw invalid("deputy", "must be another than the account manager");
}

api::Relationship handed_over(api::Relationship relationship, const kit::UserId& user, const kit::UserId& to) {
    for (auto* staff : {&relationship.account_manager, &relationship.deputy})
        if (*staff == user) *staff = to;
    if (relationship.account_manager == to && relationship.deputy == to) relationship.deputy.reset();
    return relationship;
}

api::Relationship adopted(api::Relationship relationship, const std::string& name, const kit::UserId& user) {
    const auto take = [&](std::optional<kit::UserId>& staff, std::optional<std::string>& former) {
        if (staff || former != name) return;
        staff = user;
        former.reset();
    };
    take(relationship.account_manager, relationship.former_account_manager);
    take(relationship.deputy, relationship.former_deputy);
    if (relationship.account_manager == user && relationship.deputy == user) relationship.deputy.reset();
    return relationship;
}

const kit::Moves<api::Relationship>& relationship_moves() {
    using enum api::Stage;
    using kit::any_but;
    const auto& move = api::move_relationship;
    static const kit::Moves<api::Relationship> moves{
        "relationship",
        &api::Relationship::stage,
        {{{awareness}, connection, move, "they talk with us", kit::usual},
         {{connection}, cultivation, move, "we see what we can do for each other", kit::usual},
         {{cultivation}, growth, move, "we do more together", kit::usual},
         {{growth}, retention, move, "it is to stay as good as it is", kit::usual},
         {any_but(awareness), awareness, move, "back to where they know of us"},
         {any_but(connection, awareness), connection, move, "back to talking"},
         {any_but(cultivation, connection), cultivation, move, "without the stages between, or back"},
         {any_but(growth, cultivation), growth, move, "without the stages between, or back"},
         {any_but(retention, growth), retention, move, "without the stages between, or again"},
         {any_but(ended), ended, move, "it is over"}}};
    return moves;
}

api::StageMove step(const api::Relationship& relationship, const api::MoveRelationship& request,
                    const kit::Asking& asking) {
    auto after = relationship;
    relationship_moves().make(after, api::move_relationship, request.stage, asking);
    return {.relationship = relationship.id,
            .from = relationship.stage,
            .to = after.stage,
            .since = relationship.stage_since,
            .moved = asking.now,
            .by = asking.actor ? asking.actor->id : "",
            .reason = request.reason,
            .evidence = request.evidence};
}

api::Relationship moved(api::Relationship relationship, const api::StageMove& step) {
    relationship.stage = step.to;
    relationship.stage_since = step.moved;
    relationship.ended_reason.reset();
    if (step.to == api::Stage::ended) relationship.ended_reason = step.reason;
    return relationship;
}

}  // namespace rapport::registry
