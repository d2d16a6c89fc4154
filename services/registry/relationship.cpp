// SPDX-License-Identifier: MIT
#include "services/registry/relationship.hpp"

#include "services/registry/checks.hpp"
#include "services/registry/refusal.hpp"

namespace rapport::registry {
namespace {

void check(const std::string& path, const std::optional<api::Staff>& staff) {
    if (!staff) return;
    check_words(path + ".name", staff->name);
    if (staff->email) check_email(path + ".email", *staff->email);
}

}  // namespace

void check(const api::Relationship& relationship) {
    check("account_manager", relationship.account_manager);
    check("deputy", relationship.deputy);
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
    check_words("reason", request.reason);
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
