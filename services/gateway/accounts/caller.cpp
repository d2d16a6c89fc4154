// SPDX-License-Identifier: MIT
#include "services/gateway/accounts/caller.hpp"

#include <algorithm>

namespace rapport::gateway::accounts {
namespace {

/// What follows that word in the actor's id, `user:` or `token:`, as an id.
std::optional<Uuid> id_after(std::string_view word, const Actor& actor) {
    if (!actor.id.starts_with(word)) return {};
    return uuid_from(std::string_view(actor.id).substr(word.size()));
}

}  // namespace

Caller caller_of(const kit::View& view, const Store& store) {
    Caller caller;
    if (const auto id = id_after("token:", view.actor())) caller.token = store.tokens().find(view, TokenId(*id));
    const auto user = id_after("user:", view.actor());
    if (caller.token) caller.user = store.users().find(view, caller.token->owner);
    else if (user) caller.user = store.users().find(view, UserId(*user));
    caller.narrowed =
        caller.token && !(caller.user && covers({roles_of(view.actor()), view.actor().parties}, *caller.user));
    caller.of_some_parties =
        caller.token && !(caller.user && covers({caller.user->roles, view.actor().parties}, *caller.user));
    return caller;
}

bool has(const Actor& actor, Role role) { return std::ranges::count(actor.roles, name_of(role)) > 0; }

std::vector<Role> roles_of(const Actor& actor) {
    std::vector<Role> out;
    for (std::size_t i = 0; i < names_of(Role{}).size(); ++i)
        if (has(actor, static_cast<Role>(i))) out.push_back(static_cast<Role>(i));
    return out;
}

bool administers(const Actor& actor) { return has(actor, Role::admin) && actor.parties.empty(); }

void require_administrator(const Actor& actor) {
    if (!administers(actor)) throw Error(Code::permission_denied, "users are for the role admin");
}

void require_gateway(const Actor& actor) {
    if (!has(actor, Role::service) && !administers(actor))
        throw Error(Code::permission_denied, "that is for the gateway itself");
}

}  // namespace rapport::gateway::accounts
