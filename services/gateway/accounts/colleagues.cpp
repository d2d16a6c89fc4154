// SPDX-License-Identifier: MIT
#include "services/gateway/accounts/colleagues.hpp"

#include <algorithm>

#include "services/gateway/accounts/caller.hpp"

namespace rapport::gateway::accounts {

kit::Routes Colleagues::routes() {
    return {on(kit::names, this, &Colleagues::names), on(api::list_team, this, &Colleagues::list_team)};
}

/// Of users alone: other records are read by whoever asks for their names. A token for some parties is not for knowing
/// our staff.
kit::Names Colleagues::names(kit::View& view, const kit::AskNames& request) {
    kit::Names names;
    if (caller_of(view, store_).of_some_parties) return names;
    for (const kit::NamedRef& ref : request.refs) {
        if (ref.type != "accounts.User") continue;
        const auto user = store_.users().find(view, UserId(ref.id));
        if (!user) continue;
        names.items.push_back({.type = ref.type,
                               .id = ref.id,
                               .title = user->full_name.value_or("").empty() ? user->name : *user->full_name,
                               .subtitle = user->team,
                               .retired = !user->active});
    }
    return names;
}

api::Team Colleagues::list_team(kit::View& view, const api::ListTeam&) {
    const Caller caller = caller_of(view, store_);
    if (!caller.user) throw Error(Code::failed_precondition, "only a user has a team");
    const User& me = *caller.user;
    api::Team team{.users = {me.id}};
    if (caller.of_some_parties) return team;
    for (const User& user : store_.all_users(view.db())) {
        const bool colleague = user.manager == me.id || (me.team && !me.team->empty() && user.team == me.team);
        if (user.active && user.id != me.id && colleague) team.users.push_back(user.id);
    }
    std::sort(team.users.begin() + 1, team.users.end());
    if (team.users.size() > api::Team::most) team.users.resize(api::Team::most);
    return team;
}

}  // namespace rapport::gateway::accounts
