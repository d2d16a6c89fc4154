// SPDX-License-Identifier: MIT
#include "services/registry/relationship_desk.hpp"

#include "services/registry/relationship.hpp"

namespace rapport::registry {

kit::Routes RelationshipDesk::routes() {
    using kit::on;
    using kit::tells;
    return {on(api::create_relationship, this, &RelationshipDesk::create),
            on(api::get_relationship, this, &RelationshipDesk::get),
            on(api::update_relationship, this, &RelationshipDesk::update),
            on(api::move_relationship, this, &RelationshipDesk::move),
            on(api::list_relationships, this, &RelationshipDesk::list),
            on(api::list_moves, this, &RelationshipDesk::list_moves),
            tells(api::relationship_created),
            tells(api::relationship_changed)};
}

api::Relationship RelationshipDesk::create(Unit& unit, const api::CreateRelationship& request) {
    tables_.party_for(unit, "party", request.party);
    const kit::Condition same[] = {{"party", request.party}, {"type", request.type}};
    const auto present = tables_.relationships.list(unit, {.limit = 1}, same);
    if (!present.items.empty())
        throw Error(Code::already_exists,
                    "type: the party has a relationship of that type: " + to_text(present.items.front().id));
    if (request.stage == api::Stage::ended) throw invalid("stage", "must be one that a relationship begins in");
    api::Relationship relationship{
        .id = unit.new_id<api::RelationshipId>(), .stage_since = unit.now(), .created = unit.now()};
    apply_patch(relationship, request);
    check(relationship);
    add(unit, tables_.relationships, relationship, api::relationship_created);
    return relationship;
}

api::Relationship RelationshipDesk::get(View& view, const kit::ById<api::RelationshipId>& request) {
    return tables_.relationships.get(view, request.id);
}

api::Relationship RelationshipDesk::update(Unit& unit, const api::UpdateRelationship& request) {
    const auto before = tables_.relationships.get(unit, request.id);
    kit::check_version(request.version, before.version);
    auto after = before;
    apply_patch(after, request);
    check(after);
    save(unit, tables_.relationships, before, after, api::relationship_changed);
    return after;
}

api::Relationship RelationshipDesk::move(Unit& unit, const api::MoveRelationship& request) {
    const auto before = tables_.relationships.get(unit, request.id);
    kit::check_version(request.version, before.version);
    auto move = step(before, request, unit.actor().id, unit.now());
    move.id = unit.new_id<api::StageMoveId>();
    auto after = moved(before, move);
    auto changes = changes_between(before, after);
    tables_.moves.put(unit, move);
    tables_.relationships.put(unit, after);
    unit.emit(api::relationship_changed, after.id, {after, std::move(changes), move});
    return after;
}

kit::Page<api::Relationship> RelationshipDesk::list(View& view, const api::ListRelationships& request) {
    const kit::Condition conditions[] = {{"party", request.party}, {"type", request.type}, {"stage", request.stage}};
    return tables_.relationships.list(view, {.limit = request.limit, .after = request.after}, conditions);
}

kit::Page<api::StageMove> RelationshipDesk::list_moves(View& view, const api::ListMoves& request) {
    const auto relationship = tables_.relationships.get(view, request.id);
    const kit::Condition conditions[] = {{"relationship", relationship.id}};
    return tables_.moves.list(view, {.limit = request.limit, .after = request.after}, conditions);
}

}  // namespace rapport::registry
