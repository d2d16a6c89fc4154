// SPDX-License-Identifier: MIT
#include "services/registry/desks/relationship_desk.hpp"

#include "services/kit/entities/adopt.hpp"
#include "services/registry/rules/relationship.hpp"
#include "services/registry/store/overview.hpp"
#include "services/registry/store/staff_index.hpp"

namespace rapport::registry {

kit::Routes RelationshipDesk::routes() {
    using api::Relationship;
    using kit::on;
    const auto& relationships = tables_.relationships;
    return {kit::create(api::create_relationship, relationships, api::relationship_created,
                        [this](Unit& unit, Relationship& relationship) {
                            check_new(unit, relationship);
                            relationship.stage_since = unit.now();
                            staff_index::put(unit, relationship);
                        }),
            on(api::get_relationship, relationships),
            kit::change(api::update_relationship, relationships, api::relationship_changed,
                        [](Unit& unit, const Relationship&, const Relationship& after) {
                            check(after);
                            staff_index::put(unit, after);
                        }),
            on(api::move_relationship, this, &RelationshipDesk::move),
            on(api::list_relationships, relationships),
            on(api::list_moves, this, &RelationshipDesk::list_moves),
            kit::react(gateway::accounts::api::user_retired, this, &RelationshipDesk::hand_over)};
}

/// Whoever goes on with what belonged to a user who is retired answers for their relationships.
void RelationshipDesk::hand_over(Unit& unit, const gateway::accounts::api::UserRetired& told) {
    if (!told.hand_over_to) return;
    for (const auto& before : overview::relationships_of(unit, told.user.id))
        keep(unit, before, handed_over(before, told.user.id, *told.hand_over_to));
}

void RelationshipDesk::adopt(Unit& unit, const kit::KnownUser& user) const {
    for (const std::string& name : kit::names_of(user))
        for (const auto& before : overview::relationships_formerly_of(unit, name))
            keep(unit, before, adopted(before, name, user.id));
}

void RelationshipDesk::keep(Unit& unit, const api::Relationship& before, api::Relationship after) const {
    staff_index::put(unit, after);
    kit::save(unit, tables_.relationships, before, after, api::relationship_changed);
}

void RelationshipDesk::check_new(const View& view, const api::Relationship& relationship) const {
    tables_.party_for(view, "party", relationship.party);
    const kit::Condition same[] = {{"party", relationship.party}, {"type", relationship.type}};
    const auto present = tables_.relationships.list(view, {.limit = 1}, same);
    if (!present.items.empty())
        throw Error(Code::already_exists,
                    "type: the party has a relationship of that type: " + to_text(present.items.front().id));
    if (relationship.stage == api::Stage::ended) throw invalid("stage", "must be one that a relationship begins in");
    check(relationship);
}

kit::Shown<api::Relationship> RelationshipDesk::move(Unit& unit, const api::MoveRelationship& request) {
    const auto before = tables_.relationships.get(unit, request.id);
    kit::check_version(request.version, before.version);
    auto move = step(before, request, kit::asking(unit));
    move.id = unit.new_id<api::StageMoveId>();
    auto after = moved(before, move);
    auto changes = changes_between(before, after);
    tables_.moves.put(unit, move);
    tables_.relationships.put(unit, after);
    unit.emit(api::relationship_changed, after.id, {{after, std::move(changes)}, move});
    return tables_.relationships.shown(unit, std::move(after));
}

kit::Page<api::StageMove> RelationshipDesk::list_moves(View& view, const api::ListMoves& request) {
    const auto relationship = tables_.relationships.get(view, request.id);
    const kit::Condition conditions[] = {{"relationship", relationship.id}};
    return tables_.moves.list(view, {.limit = request.limit, .after = request.after}, conditions);
}

}  // namespace rapport::registry
