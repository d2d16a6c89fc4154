// SPDX-License-Identifier: MIT
#include "services/complaints/store.hpp"

namespace rapport::complaints {

void Store::refer(kit::Unit& unit, const Reference& reference, const ComplaintId& complaint) const {
    if (unit.db().run(
            "insert into complaint_references (system, id, complaint) values (?, ?, ?) on conflict do nothing",
            {reference.system, reference.id, complaint}) == 0)
        throw Error(Code::already_exists, "reference: there is a complaint with this id of that system already");
}

bool Store::is_known(const kit::View& view, const Reference& reference) const {
    return view.db()
        .row<std::string>("select complaint from complaint_references where system = ? and id = ?",
                          {reference.system, reference.id})
        .has_value();
}

std::vector<Action> Store::actions_of(const kit::View& view, const ComplaintId& complaint) const {
    std::vector<Action> actions;
    for (const auto& [body] :
         view.db().rows<std::string>("select body from actions where complaint = ? order by row", {complaint}))
        actions.push_back(decode<Action>(from_json(body)));
    return actions;
}

std::int64_t Store::repeats_before(const kit::View& view, const Complaint& complaint) const {
    constexpr std::chrono::days window(90);
    if (!complaint.party || !complaint.category) return 0;
    const auto row = view.db().row<std::int64_t>(
        "select count(*) from complaints where party = ? and category = ? and received_at >= ? and received_at < ?",
        {complaint.party, complaint.category, complaint.received_at - window, complaint.received_at});
    return std::get<0>(row.value());
}

std::optional<KnownParty> Store::party(const kit::View& view, const PartyId& id) const {
    const auto row =
        view.db().row<std::string, std::int64_t>("select name, retired from known_parties where id = ?", {id});
    if (!row) return {};
    return KnownParty{std::get<0>(*row), std::get<1>(*row) != 0};
}

void Store::know_party(kit::Unit& unit, const PartyId& id, std::int64_t version, const KnownParty& party) const {
    unit.db().run(
        "insert into known_parties (id, version, name, retired) values (?, ?, ?, ?) on conflict (id) do update set "
        "version = excluded.version, name = excluded.name, retired = excluded.retired "
        "where known_parties.version < excluded.version",
        {id, version, party.name, party.retired ? 1 : 0});
}

void Store::forget_parties(kit::Unit& unit) const { unit.db().run("delete from known_parties"); }

}  // namespace rapport::complaints
