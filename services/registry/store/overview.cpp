// SPDX-License-Identifier: MIT
#include "services/registry/store/overview.hpp"

namespace rapport::registry::overview {
namespace {

using kit::Param;

/// Ends the conditions of a statement with that on whose things the caller sees.
void limit(const kit::View& view, const std::string& party, std::string& sql, std::vector<Param>& params) {
    if (view.own_parties().all()) return;
    sql += " and " + view.own_parties().condition(party);
    params.insert(params.end(), view.own_parties().params().begin(), view.own_parties().params().end());
}

template <class T>
std::vector<T> read(const kit::View& view, const std::string& party, std::string sql, std::vector<Param> params) {
    limit(view, party, sql, params);
    std::vector<T> all;
    for (const auto& [body] : view.db().rows<std::string>(sql + " order by row", params))
        all.push_back(decode_stored<T>(from_json(body)));
    return all;
}

}  // namespace

std::vector<api::Relationship> relationships_of(const kit::View& view, const kit::UserId& user) {
    return read<api::Relationship>(view, "party",
                                   "select body from relationships where stage <> 'ended' and id in "
                                   "(select relationship from relationship_staff where user_id = ?)",
                                   {user});
}

std::vector<api::Relationship> relationships_formerly_of(const kit::View& view, const std::string& name) {
    return read<api::Relationship>(
        view, "party",
        "select body from relationships where id in (select relationship from relationship_staff where user_id = ?)",
        {name});
}

std::vector<api::Agreement> agreements_of(const kit::View& view, const kit::UserId& user, Day notice_until) {
    return read<api::Agreement>(view, "party",
                                "select body from agreements where status = 'active' and notice_by <= ? and party in "
                                "(select r.party from relationships r join relationship_staff s on s.relationship = "
                                "r.id where s.user_id = ? and r.stage <> 'ended')",
                                {notice_until, user});
}

std::vector<Standing> standings(const kit::View& view) {
    std::string sql =
        "select r.body, p.name, "
        "(select count(*) from agreements a where a.party = r.party and a.status in ('active', 'notice_given')), "
        "(select count(*) from contacts c where c.party = r.party and c.inactive = 0), "
        "(select count(*) from contacts c where c.party = r.party and c.inactive = 0 and c.role = 'escalation') "
        "from relationships r join parties p on p.id = r.party "
        "where r.type in ('customer', 'supplier') and r.stage <> 'ended' and p.retired = 0";
    std::vector<Param> params;
    limit(view, "r.party", sql, params);
    std::vector<Standing> all;
    for (const auto& [body, name, agreements, contacts, for_escalation] :
         view.db().rows<std::string, std::string, std::int64_t, std::int64_t, std::int64_t>(sql + " order by r.row",
                                                                                            params))
        all.push_back({decode_stored<api::Relationship>(from_json(body)), name, agreements, contacts, for_escalation});
    return all;
}

std::vector<api::Agreement> with_notice_day_in(const kit::View& view, const kit::Period& period) {
    return read<api::Agreement>(
        view, "party", "select body from agreements where status = 'active' and notice_by >= ? and notice_by < ?",
        {period.from, period.until});
}

}  // namespace rapport::registry::overview
