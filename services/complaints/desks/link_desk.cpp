// SPDX-License-Identifier: MIT
#include "services/complaints/desks/link_desk.hpp"

#include "services/complaints/rules/links.hpp"

namespace rapport::complaints {
namespace {

/// A link names both: it concerns a party that both are of, and nobody else, who could not see the other one.
std::optional<PartyId> party_of_both(const View& view, const Store& store, ComplaintId one, ComplaintId other) {
    const auto party = store.party_of(view, one);
    return party == store.party_of(view, other) ? party : std::nullopt;
}

}  // namespace

kit::Routes LinkDesk::routes() {
    using kit::on, kit::tells;
    return {on(api::link, this, &LinkDesk::link),
            on(api::unlink, this, &LinkDesk::unlink),
            on(api::list_links, this, &LinkDesk::list),
            on(api::split, this, &LinkDesk::split),
            tells(api::linked),
            tells(api::unlinked)};
}

api::Links LinkDesk::link(Unit& unit, const api::Connect& request) {
    const Store& store = book_.store();
    store.complaints.get(unit, request.id);
    if (request.other == request.id) throw invalid("other", "must be another complaint");
    if (!store.complaints.find(unit, request.other)) throw Error(Code::not_found, "other: there is no such complaint");
    if (store.link(unit, request.id, request.other, LinkKind::related))
        unit.emit(api::linked, request.id, {request.id, request.other, LinkKind::related},
                  kit::concerning(party_of_both(unit, store, request.id, request.other)));
    return {store.links_of(unit, request.id)};
}

api::Links LinkDesk::unlink(Unit& unit, const api::Connect& request) {
    const Store& store = book_.store();
    store.complaints.get(unit, request.id);
    if (!store.complaints.find(unit, request.other)) throw Error(Code::not_found, "other: there is no such complaint");
    if (!store.unlink(unit, request.id, request.other, LinkKind::related))
        throw Error(Code::not_found, "other: the two are not linked as related");
    unit.emit(api::unlinked, request.id, {request.id, request.other, LinkKind::related},
              kit::concerning(party_of_both(unit, store, request.id, request.other)));
    return {store.links_of(unit, request.id)};
}

api::Links LinkDesk::list(View& view, const api::LinksOf& request) {
    book_.store().complaints.get(view, request.id);
    return {book_.store().links_of(view, request.id)};
}

api::Parts LinkDesk::split(Unit& unit, const api::Split& request) {
    const Complaint complaint = book_.store().complaints.get(unit, request.id);
    kit::check_version(request.version, complaint.version);
    api::Parts parts;
    for (const api::Part& part : request.parts) {
        parts.items.push_back(part_of(complaint, part));
        book_.directory().check(unit, parts.items.back());
    }
    for (Complaint& part : parts.items) {
        book_.create(unit, part, unit.now());
        book_.store().link(unit, part.id, complaint.id, LinkKind::split_from);
        unit.emit(api::linked, part.id, {part.id, complaint.id, LinkKind::split_from}, kit::concerning(part.party));
    }
    return parts;
}

}  // namespace rapport::complaints
