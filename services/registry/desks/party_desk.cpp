// SPDX-License-Identifier: MIT
#include "services/registry/desks/party_desk.hpp"

#include <algorithm>

#include "services/kit/entities/hand_over.hpp"
#include "services/kit/entities/import_each.hpp"
#include "services/kit/entities/party_events.hpp"
#include "services/kit/questions.hpp"
#include "services/registry/rules/party.hpp"
#include "services/registry/rules/refusal.hpp"
#include "services/registry/store/party_index.hpp"
#include "services/registry/store/staff_index.hpp"

namespace rapport::registry {
namespace {

template <class Request>
kit::AskHolds what_depends(const Request& request) {
    return {.party = request.id};
}

/// Stores and tells of what meets the condition as it is, without what is personal and what was there before.
template <class T, class E>
void tell_anew(Unit& unit, const kit::Table<T>& table, const kit::Condition& which, const kit::Event<E>& event) {
    for (T& one : kit::all_of(unit, table, {&which, 1})) {
        blank_personal(one);
        kit::add(unit, table, one, event);
    }
}

}  // namespace

kit::Routes PartyDesk::routes() {
    using api::Party;
    using kit::on;
    const auto& parties = tables_.parties;
    return {kit::create(api::create_party, parties, api::party_created,
                        [this](Unit& unit, Party& party) {
                            party = with_marks_dated({}, std::move(party), unit.now());
                            check_all(unit, {}, party);
                            party_index::put(unit, {}, party);
                            staff_index::entered(unit, party);
                        }),
            on(api::get_party, parties),
            kit::change(api::update_party, parties, api::party_changed,
                        [this](Unit& unit, const Party& before, Party& after) {
                            after = with_marks_dated(before, std::move(after), unit.now());
                            check_all(unit, before, after);
                            party_index::put(unit, before, after);
                        }),
            kit::with_counts(on(api::list_parties, parties, this, &PartyDesk::list), parties),
            kit::asks(kit::holds, what_depends<api::RetireParty>, on(api::retire_party, this, &PartyDesk::retire)),
            kit::tells(api::party_retired, parties),
            kit::asks(kit::holds, what_depends<api::EraseParty>, on(api::erase_party, this, &PartyDesk::erase)),
            kit::tells(api::party_erased),
            kit::move(api::restore_party, parties, api::party_changed),
            on(api::duplicates, this, &PartyDesk::duplicates),
            kit::import_each(api::import_parties, this, &PartyDesk::import_row)};
}

kit::Page<kit::Shown<api::Party>> PartyDesk::list(View& view, const api::ListParties& request) {
    if (request.reference.has_value() != request.reference_system.has_value())
        throw invalid(request.reference ? "reference_system" : "reference", "reference and its system go together");
    const auto& parties = tables_.parties;
    if (!request.reference) return parties.shown(view, parties.page(view, request));
    const auto referred = party_index::by_reference(view, {*request.reference_system, *request.reference});
    if (!referred) return {};
    const kit::Condition one[] = {{"id", *referred}};
    return parties.shown(view, parties.page(view, request, one));
}

kit::Shown<api::Party> PartyDesk::retire(Unit& unit, const api::RetireParty& request) {
    const auto& parties = tables_.parties;
    const auto before = parties.get(unit, request.id);
    kit::check_version(request.version, before.version);
    auto after = before;
    parties.moves().make(after, api::retire_party, kit::asking(unit));
    if (request.hand_over_to) check_successor(unit, before, *request.hand_over_to);
    kit::check_may_retire(kit::held(unit.answers()), request.hand_over_to.has_value());
    if (request.hand_over_to) hand_over(unit, before.id, *request.hand_over_to);
    auto changes = changes_between(before, after);
    parties.put(unit, after);
    unit.emit(api::party_retired, after.id, {{after, std::move(changes)}, request.hand_over_to});
    return parties.shown(unit, std::move(after));
}

kit::Shown<api::Party> PartyDesk::erase(Unit& unit, const api::EraseParty& request) {
    const auto before = tables_.parties.get(unit, request.id);
    kit::check_version(request.version, before.version);
    check_not_erased(before);
    kit::check_may_erase(kit::held(unit.answers()));
    kit::erase_history(unit, before.id);
    auto after = erased(before, unit.now());
    kit::add(unit, tables_.parties, after, api::party_changed);
    party_index::put(unit, before, after);
    tell_anew_of(unit, after.id);
    unit.emit(api::party_erased, after.id, {after.id}, kit::Concerning{{after.id}});
    return tables_.parties.shown(unit, std::move(after));
}

/// What was told of it is erased with the party's history: who reads that anew is to know what there is.
void PartyDesk::tell_anew_of(Unit& unit, const api::PartyId& party) const {
    const kit::Condition theirs{"party", party};
    tell_anew(unit, tables_.contacts, theirs, api::contact_changed);
    tell_anew(unit, tables_.relationships, theirs, api::relationship_changed);
    tell_anew(unit, tables_.agreements, theirs, api::agreement_changed);
}

void PartyDesk::check_successor(const View& view, const api::Party& party, const api::PartyId& to) const {
    if (to == party.id) throw invalid("hand_over_to", "must be another party");
    tables_.party_for(view, "hand_over_to", to);
}

/// What others keep they hand over when they hear of it.
void PartyDesk::hand_over(Unit& unit, const api::PartyId& from, const api::PartyId& to) const {
    for (const auto status : {api::AgreementStatus::active, api::AgreementStatus::notice_given}) {
        const kit::Condition conditions[] = {{"party", from}, {"status", status}};
        for (const auto& before : kit::all_of(unit, tables_.agreements, conditions)) {
            auto after = before;
            after.party = to;
            kit::save(unit, tables_.agreements, before, after, api::agreement_changed);
        }
    }
}

api::Candidates PartyDesk::duplicates(View& view, const kit::ById<api::PartyId>& request) {
    constexpr std::size_t most = 20;
    const auto party = tables_.parties.get(view, request.id);
    api::Candidates candidates;
    for (const auto& [id, shared] : party_index::alike(view, party, most)) {
        const auto other = tables_.parties.find(view, id);
        if (!other || other->retired) continue;
        api::Candidate candidate{.id = id, .name = other->name};
        for (const std::string& likeness : shared) {
            const std::string kind = likeness.substr(0, likeness.find(':'));
            if (std::ranges::find(candidate.because, kind) == candidate.because.end())
                candidate.because.push_back(kind);
        }
        candidates.items.push_back(std::move(candidate));
    }
    return candidates;
}

kit::ImportedRow PartyDesk::import_row(Unit& unit, const api::ImportRow& row) {
    using enum kit::ImportOutcome;
    const auto known = party_index::by_reference(unit, row.reference);
    const auto before = known ? tables_.parties.get(unit, *known) : api::Party{};
    auto after =
        imported(known ? before : api::Party{.id = unit.new_id<api::PartyId>(), .created_at = unit.now()}, row);
    if (row.parent) after.parent = referred(unit, "parent", *row.parent);
    after = with_marks_dated(before, std::move(after), unit.now());
    check_all(unit, before, after);
    auto relationships = new_relationships(unit, after, row);
    auto contacts = new_contacts(unit, after, row);
    const bool changes = !changes_between(before, after).empty() || !relationships.empty() || !contacts.empty();
    if (!changes) return {.outcome = unchanged, .id = after.id};
    if (before.retired) throw Error(Code::failed_precondition, "reference: the party is retired; restore it first");

    if (known) change(unit, before, after, api::party_changed);
    else enter(unit, after);
    for (auto& relationship : relationships)
        kit::add(unit, tables_.relationships, relationship, api::relationship_created);
    for (auto& contact : contacts) kit::add(unit, tables_.contacts, contact, api::contact_created);
    return {.outcome = known ? updated : created, .id = after.id};
}

api::PartyId PartyDesk::referred(const View& view, const std::string& field, const api::Reference& reference) const {
    const auto id = party_index::by_reference(view, reference);
    if (!id) throw invalid(field, "must be the reference of a party that was entered before this one");
    return *id;
}

/// Those of a row that the party has not yet.
std::vector<api::Relationship> PartyDesk::new_relationships(Unit& unit, const api::Party& party,
                                                            const api::ImportRow& row) const {
    std::vector<api::Relationship> all;
    for (std::size_t i = 0; i < row.relationships.size(); ++i) {
        const auto& [type, stage, since] = row.relationships[i];
        const std::string field = "relationships[" + std::to_string(i) + "]";
        if (stage == api::Stage::ended) throw invalid(field + ".stage", "must be one that a relationship begins in");
        if (std::ranges::find(all, type, &api::Relationship::type) != all.end())
            throw invalid(field + ".type", "is there twice");
        const kit::Condition same[] = {{"party", party.id}, {"type", type}};
        if (!tables_.relationships.list(unit, {.limit = 1}, same).items.empty()) continue;
        all.push_back({.id = unit.new_id<api::RelationshipId>(),
                       .party = party.id,
                       .type = type,
                       .stage = stage.value_or(api::Stage::awareness),
                       .stage_since = unit.now(),
                       .since = since,
                       .created_at = unit.now()});
    }
    return all;
}

/// Those of a row that the person is not yet.
std::vector<api::Contact> PartyDesk::new_contacts(Unit& unit, const api::Party& person,
                                                  const api::ImportRow& row) const {
    std::vector<api::Contact> all;
    for (std::size_t i = 0; i < row.speaks_for.size(); ++i) {
        const auto& said = row.speaks_for[i];
        const std::string field = "speaks_for[" + std::to_string(i) + "]";
        if (person.sort != api::Sort::person) throw invalid(field, "is for a party of sort person alone");
        api::Contact contact{.id = unit.new_id<api::ContactId>(),
                             .person = person.id,
                             .party = referred(unit, field + ".party", said.party),
                             .role = said.role.value_or(api::ContactRole::user),
                             .channel = said.channel.value_or(api::Channel::email),
                             .created_at = unit.now()};
        if (contact.party == person.id) throw invalid(field + ".party", "must be another than the person");
        const kit::Condition same[] = {{"person", person.id}, {"party", contact.party}, {"role", contact.role}};
        if (!tables_.contacts.list(unit, {.limit = 1}, same).items.empty()) continue;
        tables_.party_for(unit, field + ".party", contact.party);
        const auto twice = [&](const api::Contact& c) { return c.party == contact.party && c.role == contact.role; };
        if (std::ranges::any_of(all, twice)) throw invalid(field, "is there twice");
        all.push_back(contact);
    }
    return all;
}

void PartyDesk::check_all(const View& view, const api::Party& before, const api::Party& after) const {
    check_not_erased(before);
    check(after);
    if (after.tags != before.tags) check_tags(after);
    if (after.marks != before.marks) check_marks(before, after);
    if (after.parent != before.parent) check_parent(view, after);
    if (after.references != before.references) party_index::check_references(view, after);
}

void PartyDesk::check_parent(const View& view, const api::Party& party) const {
    constexpr int deepest = 32;
    auto above = party.parent;
    for (int level = 0; above; ++level) {
        if (*above == party.id || level == deepest)
            throw invalid("parent", "must not belong to this party itself, nor to a chain of more than 32");
        const auto parent =
            level == 0 ? tables_.party_for(view, "parent", *above) : tables_.parties.get(view.unscoped(), *above);
        above = parent.parent;
    }
}

void PartyDesk::enter(Unit& unit, api::Party& party) const {
    kit::add(unit, tables_.parties, party, api::party_created);
    party_index::put(unit, {}, party);
}

bool PartyDesk::change(Unit& unit, const api::Party& before, api::Party& after,
                       const kit::Event<kit::Changed<api::Party>>& event) const {
    if (!kit::save(unit, tables_.parties, before, after, event)) return false;
    party_index::put(unit, before, after);
    return true;
}

}  // namespace rapport::registry
