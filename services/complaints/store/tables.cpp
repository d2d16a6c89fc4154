// SPDX-License-Identifier: MIT
#include "services/complaints/store/tables.hpp"

#include <algorithm>

#include "bus/base/names.hpp"
#include "services/complaints/rules/action.hpp"
#include "services/complaints/rules/links.hpp"
#include "services/kit/entities/adopt.hpp"
#include "services/kit/entities/crud.hpp"
#include "services/kit/text/folding.hpp"

namespace rapport::complaints {

Store::Store(const kit::Moves<Complaint>& moves)
    : complaints("complaints", kit::owned_by("party"), moves),
      actions(api::complaint_actions, complaints, check_action, in_todays_shape),
      notes("note", "notes"),
      rules("rule", "assignment_rules"),
      categories("category", "categories"),
      targets("target", "targets") {}

void Store::add_derivations(std::vector<kit::Derivation>& all) const {
    complaints.add_derivation(all);
    categories.add_derivation(all);
    all.push_back(kit::owner_columns<Complaint>("complaints"));
    all.push_back(kit::owner_columns<Question>("questions"));
    all.push_back(kit::owner_columns<Suggestion>("suggestions"));
}

void Store::refer(Unit& unit, const Reference& reference, const ComplaintId& complaint) const {
    if (unit.db().run(
            "insert into complaint_references (system, id, complaint) values (?, ?, ?) on conflict do nothing",
            {reference.system, reference.id, complaint}) == 0)
        throw Error(Code::already_exists, "reference: there is a complaint with this id of that system already");
}

std::optional<ComplaintId> Store::known(const View& view, const Reference& reference) const {
    const auto row = view.db().row<std::string>(
        "select complaint from complaint_references where system = ? and id = ?", {reference.system, reference.id});
    if (!row) return {};
    return ComplaintId(uuid_from(std::get<0>(*row)).value());
}

std::optional<PartyId> Store::party_of(const View& view, const ComplaintId& complaint) const {
    const auto row =
        view.db().row<std::optional<std::string>>("select party from complaints where id = ?", {complaint});
    const auto party = row ? uuid_from(std::get<0>(*row).value_or("")) : std::nullopt;
    return party ? std::optional(PartyId(*party)) : std::nullopt;
}

void Store::give(Unit& unit, const Action& action, const ComplaintId& complaint) const {
    Action after = action;
    after.about = complaint;
    after.party = party_of(unit, complaint);
    kit::save(unit, actions.table(), action, after, api::complaint_actions.changed);
}

void Store::hand_to_its_party(Unit& unit, const Complaint& complaint) const {
    for (const Action& action : actions_of(unit.unscoped(), complaint.id)) give(unit, action, complaint.id);
}

std::vector<Action> Store::actions_of(const View& view, const ComplaintId& complaint) const {
    return actions.table().rows(view, "where about = ? order by row", {complaint});
}

std::int64_t Store::repeats_before(const View& view, const Complaint& complaint) const {
    constexpr std::chrono::days window(90);
    if (!complaint.party || !complaint.category) return 0;
    const auto row = view.db().row<std::int64_t>(
        "select count(*) from complaints where party = ? and category = ? and received_at >= ? and received_at < ?",
        {complaint.party, complaint.category, complaint.received_at - window, complaint.received_at});
    return std::get<0>(row.value());
}

bool Store::link(Unit& unit, const ComplaintId& complaint, const ComplaintId& other, LinkKind kind) const {
    constexpr auto insert =
        "insert into complaint_links (complaint, other, kind, made_by, made_at) values (?, ?, ?, ?, ?) on conflict do "
        "nothing";
    unit.db().run(insert, {other, complaint, inverse(kind), unit.actor().id, unit.now()});
    return unit.db().run(insert, {complaint, other, kind, unit.actor().id, unit.now()}) > 0;
}

bool Store::unlink(Unit& unit, const ComplaintId& complaint, const ComplaintId& other, LinkKind kind) const {
    constexpr auto remove = "delete from complaint_links where complaint = ? and other = ? and kind = ?";
    unit.db().run(remove, {other, complaint, inverse(kind)});
    return unit.db().run(remove, {complaint, other, kind}) > 0;
}

std::vector<Link> Store::links_of(const View& view, const ComplaintId& complaint) const {
    std::vector<Link> links;
    std::string seen;
    std::vector<kit::Param> params{complaint};
    if (const kit::OwnParties& own = view.own_parties(); !own.all()) {
        seen = " and " + own.condition("c.party");
        params.insert(params.end(), own.params().begin(), own.params().end());
    }
    const auto rows = view.db().rows<std::string, std::string, std::string, std::string, std::string>(
        "select l.other, l.kind, l.made_by, l.made_at, c.body from complaint_links l join complaints c on c.id = "
        "l.other where l.complaint = ?" +
            seen + " order by l.row limit 200",
        params);
    for (const auto& [other, kind, by, at, body] : rows) {
        const auto linked = decode_stored<Complaint>(from_json(body));
        Link link{.other = linked.id, .number = linked.number, .subject = linked.subject, .state = linked.state};
        shape_of<LinkKind>().set_text(&link.kind, kind);
        link.by = by;
        link.at = instant_from(at).value();
        links.push_back(std::move(link));
    }
    return links;
}

std::vector<Complaint> Store::instead_of(const View& view, const Complaint& duplicate) const {
    constexpr std::size_t deepest = 32;  // an original may become a duplicate later
    std::vector<Complaint> others;
    for (auto next = duplicate.duplicate_of; next && others.size() < deepest; next = others.back().duplicate_of)
        others.push_back(complaints.get(view, *next));
    return others;
}

std::vector<Note> Store::notes_since(const View& view, const ComplaintId& complaint, Instant since) const {
    auto found = notes.rows(view, "where complaint = ? order by row desc", {complaint});
    found.erase(std::ranges::find_if(found, [since](const Note& note) { return note.created_at < since; }),
                found.end());
    return found;
}

std::optional<Category> Store::category_at(const View& view, Scheme scheme, const std::string& path) const {
    // Of two that an earlier version took for different ones, the one that is written like this.
    auto found = categories.rows(
        view, "where scheme = ? and path_key = ? order by case when path = ? then 0 else 1 end, row limit 1",
        {scheme, kit::name_key(path), path});
    if (found.empty()) return {};
    return std::move(found.front());
}

std::string Store::words_of_tree(const View& view, Scheme scheme, const std::string& field,
                                 const std::string& path) const {
    const auto found = category_at(view, scheme, path);
    if (found && !found->retired) return found->path;
    const auto paths = paths_of(view, scheme);
    if (paths.empty()) return path;  // no tree is kept: any word is good
    const auto meant = nearest(path, {paths.begin(), paths.end()});
    throw invalid(field, "must be a path of the tree of categories that is not retired" +
                             (meant.empty() ? "" : "; did you mean `" + std::string(meant) + "`?"));
}

std::vector<std::string> Store::paths_of(const View& view, Scheme scheme) const {
    std::vector<std::string> paths;
    for (const auto& [path] : view.db().rows<std::string>(
             "select path from categories where scheme = ? and retired = 0 order by path", {scheme}))
        paths.push_back(path);
    return paths;
}

std::vector<AssignmentRule> Store::rules_in_force(const View& view) const {
    return rules.rows(view, "where enabled = 1 order by position, row");
}

std::int64_t Store::open_complaints_of(const View& view, const kit::UserId& owner) const {
    return std::get<0>(
        view.db().row<std::int64_t>("select count(*) from complaints where owner = ? and open = 1", {owner}).value());
}

}  // namespace rapport::complaints
