// SPDX-License-Identifier: MIT
#include "services/registry/party_desk.hpp"

#include <algorithm>

#include "bus/base/edge.hpp"
#include "services/registry/party.hpp"
#include "services/registry/party_index.hpp"
#include "services/registry/refusal.hpp"

namespace rapport::registry {

kit::Routes PartyDesk::routes() {
    using kit::on;
    using kit::tells;
    return {on(api::create_party, this, &PartyDesk::create),
            on(api::get_party, this, &PartyDesk::get),
            on(api::update_party, this, &PartyDesk::update),
            on(api::list_parties, this, &PartyDesk::list),
            on(api::retire_party, this, &PartyDesk::retire),
            on(api::restore_party, this, &PartyDesk::restore),
            on(api::duplicates, this, &PartyDesk::duplicates),
            on(api::import_parties, this, &PartyDesk::import),
            tells(api::party_created),
            tells(api::party_changed),
            tells(api::party_retired)};
}

api::Party PartyDesk::create(Unit& unit, const api::CreateParty& request) {
    api::Party party{.id = unit.new_id<api::PartyId>(), .created = unit.now()};
    apply_patch(party, request);
    check_all(unit, {}, party);
    enter(unit, party);
    return party;
}

api::Party PartyDesk::get(View& view, const kit::ById<api::PartyId>& request) {
    return tables_.parties.get(view, request.id);
}

api::Party PartyDesk::update(Unit& unit, const api::UpdateParty& request) {
    const auto before = tables_.parties.get(unit, request.id);
    kit::check_version(request.version, before.version);
    auto after = before;
    apply_patch(after, request);
    check_all(unit, before, after);
    change(unit, before, after, api::party_changed);
    return after;
}

kit::Page<api::Party> PartyDesk::list(View& view, const api::ListParties& request) {
    if (request.reference.has_value() != request.reference_system.has_value())
        throw invalid(request.reference ? "reference_system" : "reference", "reference and its system go together");
    std::optional<api::PartyId> referred;
    if (request.reference) {
        referred = party_index::by_reference(view, {*request.reference_system, *request.reference});
        if (!referred) return {};
    }
    const kit::Condition conditions[] = {{"id", referred},
                                         {"retired", request.retired},
                                         {"tags", request.tag},
                                         {"country", request.country},
                                         {"parent", request.parent}};
    return tables_.parties.list(view, {request.limit, request.after, request.search, request.sort}, conditions);
}

api::Party PartyDesk::retire(Unit& unit, const api::RetireParty& request) {
    const auto before = tables_.parties.get(unit, request.id);
    kit::check_version(request.version, before.version);
    for (const auto status : {api::AgreementStatus::active, api::AgreementStatus::notice_given}) {
        const kit::Condition conditions[] = {{"party", before.id}, {"status", status}};
        if (tables_.agreements.list(unit, {.limit = 1}, conditions).total > 0)
            throw Error(Code::failed_precondition, "id: the party has an agreement in force: end it first");
    }
    auto after = before;
    after.retired = true;
    change(unit, before, after, api::party_retired);
    return after;
}

api::Party PartyDesk::restore(Unit& unit, const api::RetireParty& request) {
    const auto before = tables_.parties.get(unit, request.id);
    kit::check_version(request.version, before.version);
    auto after = before;
    after.retired = false;
    change(unit, before, after, api::party_changed);
    return after;
}

api::Candidates PartyDesk::duplicates(View& view, const kit::ById<api::PartyId>& request) {
    constexpr std::size_t most = 20;
    const auto party = tables_.parties.get(view, request.id);
    api::Candidates candidates;
    for (const auto& [id, shared] : party_index::alike(view, party, most)) {
        const auto other = tables_.parties.get(view, id);
        api::Candidate candidate{.id = id, .name = other.name};
        for (const std::string& likeness : shared) {
            const std::string kind = likeness.substr(0, likeness.find(':'));
            if (std::ranges::find(candidate.because, kind) == candidate.because.end())
                candidate.because.push_back(kind);
        }
        if (!other.retired) candidates.items.push_back(std::move(candidate));
    }
    return candidates;
}

api::ImportedParties PartyDesk::import(Unit& unit, const api::ImportParties& request) {
    if (!request.notify) unit.be_quiet();
    api::ImportedParties imported;
    for (const Any& row : request.rows) {
        // Each row is a request of its own, so what refuses it is its answer. All checks come before the first write.
        try {
            imported.rows.push_back(import_row(unit, read_request<api::ImportRow>(row.bytes)));
        } catch (const kit::StoreError&) {
            throw;
        } catch (const Error& error) {
            imported.rows.push_back({.outcome = api::Imported::refused, .error = error.message()});
        }
    }
    return imported;
}

api::ImportedRow PartyDesk::import_row(Unit& unit, const api::ImportRow& row) {
    const auto known = party_index::by_reference(unit, row.reference);
    if (!known) {
        auto party = imported({.id = unit.new_id<api::PartyId>(), .created = unit.now()}, row);
        check_all(unit, {}, party);
        enter(unit, party);
        return {.outcome = api::Imported::created, .id = party.id};
    }
    const auto before = tables_.parties.get(unit, *known);
    auto after = imported(before, row);
    check_all(unit, before, after);
    const bool changed = change(unit, before, after, api::party_changed);
    return {.outcome = changed ? api::Imported::updated : api::Imported::unchanged, .id = after.id};
}

void PartyDesk::check_all(const View& view, const api::Party& before, const api::Party& after) const {
    check(after);
    if (after.parent != before.parent) check_parent(view, after);
    if (after.references != before.references) party_index::check_references(view, after);
}

void PartyDesk::check_parent(const View& view, const api::Party& party) const {
    constexpr int deepest = 32;
    auto above = party.parent;
    for (int level = 0; above; ++level) {
        if (*above == party.id || level == deepest)
            throw invalid("parent", "must not belong to this party itself, nor to a chain of more than 32");
        const auto parent = level == 0 ? tables_.party_for(view, "parent", *above) : tables_.parties.get(view, *above);
        above = parent.parent;
    }
}

void PartyDesk::enter(Unit& unit, api::Party& party) const {
    party_index::put(unit, {}, party);
    add(unit, tables_.parties, party, api::party_created);
}

bool PartyDesk::change(Unit& unit, const api::Party& before, api::Party& after,
                       const kit::Event<api::PartyEvent>& event) const {
    if (!save(unit, tables_.parties, before, after, event)) return false;
    party_index::put(unit, before, after);
    return true;
}

}  // namespace rapport::registry
