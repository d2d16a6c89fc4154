// SPDX-License-Identifier: MIT
#include "services/registry/rules/relationship.hpp"

#include "services/registry/rules/refusal.hpp"

namespace rapport::registry {

void check(const api::Relationship& relationship) {
    if (relationship.account_manager && relationship.deputy &&
        relationship.account_manager->user == relationship.deputy->user)
        throw invalid("deputy", "must be another than the account manager");
}

api::StageMove step(const api::Relationship& relationship, const api::MoveRelationship& request, const std::string& by,
                    Instant now) {
    if (request.stage == relationship.stage) {
        std::vector<std::string_view> others;
        for (const std::string_view stage : names_of(api::Stage{}))
            if (stage != name_of(relationship.stage)) others.push_back(stage);
        throw move_refused("stage: it is " + std::string(name_of(relationship.stage)) + " already", others);
    }
    return {.relationship = relationship.id,
            .from = relationship.stage,
            .to = request.stage,
            .since = relationship.stage_since,
            .moved = now,
            .by = by,
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
