// SPDX-License-Identifier: MIT
#include "services/kit/own_parties.hpp"

#include <algorithm>
#include <array>

#include "services/kit/method.hpp"

namespace rapport::kit {
namespace {

bool has(const Actor& actor, Role role) { return std::ranges::find(actor.roles, name_of(role)) != actor.roles.end(); }

/// An account manager who has no role that sees all.
bool sees_own_relationships(const Actor& actor) {
    constexpr std::array sees_all{Role::admin, Role::manager, Role::agent, Role::auditor, Role::service};
    return has(actor, Role::account_manager) &&
           std::ranges::none_of(sees_all, [&actor](Role role) { return has(actor, role); });
}

/// The id of a user, without what kind of actor they are.
std::string user_of(const Actor& actor) { return actor.id.substr(actor.id.find(':') + 1); }

const std::string nobodys = "select '' as party where 1 = 0";

Param held(std::string text) {
    Param param(std::string_view{});
    param.held = std::move(text);
    return param;
}

}  // namespace

bool OwnParties::limit(const Actor& actor) { return !actor.parties.empty() || sees_own_relationships(actor); }

OwnParties::OwnParties(const Actor& actor, const OwnPartiesSql& sql) {
    if (!limit(actor)) return;
    std::string named;
    for (const std::string& party : actor.parties) {
        named += named.empty() ? "(?)" : ", (?)";
        params_.push_back(held(party));
    }
    std::string own = "select column1 from (values " + named + ") as named";
    if (sees_own_relationships(actor)) {
        const bool known = !sql.of_user.empty();
        const std::string of_user = "select * from (" + (known ? sql.of_user : nobodys) + ") as theirs";
        own = named.empty() ? of_user : own + " intersect " + of_user;
        if (known) params_.push_back(held(user_of(actor)));
    }
    select_ = own;
    if (sql.with.empty()) return;
    std::string with = sql.with;
    const std::vector<Param> once = params_;
    for (auto at = with.find("$own"); at != with.npos; at = with.find("$own", at + own.size())) {
        with.replace(at, 4, own);
        params_.insert(params_.end(), once.begin(), once.end());
    }
    select_ = "select * from (" + own + ") as own union " + with;
}

std::string OwnParties::condition(const std::string& column) const { return column + " in (" + select_ + ")"; }

bool OwnParties::have(Db& db, const std::string& party) const {
    if (all()) return true;
    std::vector<Param> params{held(party)};
    params.insert(params.end(), params_.begin(), params_.end());
    return !db.rows<std::int64_t>(
                  "select 1 from (select column1 as id from (values (?)) as one) as party where " + condition("id"),
                  params)
                .empty();
}

}  // namespace rapport::kit
