// SPDX-License-Identifier: MIT
#pragma once
#include "services/gateway/accounts/store.hpp"
#include "services/kit/names.hpp"
#include "services/kit/routes.hpp"

namespace rapport::gateway::accounts {

namespace api {

/// Asks whose work is that of the caller's team.
struct ListTeam {
    bool ok = true;
    static constexpr auto fields = describe(Field{"ok", &ListTeam::ok, "always true", defaulted});
};
/// The users of a team, the caller among them.
struct Team {
    std::vector<UserId> users;
    static constexpr std::size_t most = 50;
    static constexpr auto fields = describe(
        Field{"users", &Team::users, "the caller, whom they lead, and who is of the same team; at most 50, by id"});
};
inline constexpr kit::Query<ListTeam, Team> list_team{"list_team", kit::bus_only,
                                                      kit::roles(Role::agent, Role::account_manager, Role::service),
                                                      "List the users of the caller's team."};

}  // namespace api

/// What all of our staff may know of one another: who is called what, and who is of a team. No address, and no rights.
class Colleagues {
public:
    /// The store outlives it.
    explicit Colleagues(const Store& store) : store_(store) {}
    kit::Routes routes();

private:
    kit::Names names(kit::View& view, const kit::AskNames& request);
    api::Team list_team(kit::View& view, const api::ListTeam& request);

    const Store& store_;
};

}  // namespace rapport::gateway::accounts
