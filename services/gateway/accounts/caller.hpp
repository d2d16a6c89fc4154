// SPDX-License-Identifier: MIT
#pragma once
#include "services/gateway/accounts/store.hpp"

namespace rapport::gateway::accounts {

/// On whose behalf a handler is called: the user, and the token if it was by one. Neither for one that is no user of
/// ours, such as the local operator.
struct Caller {
    std::optional<User> user;
    std::optional<StoredToken> token;
    /// Acts by a token that may not do all that its owner may.
    bool narrowed = false;
    /// Acts by a token that sees fewer parties than its owner.
    bool of_some_parties = false;

    bool is(const UserId& id) const { return user && user->id == id; }
};
Caller caller_of(const kit::View& view, const Store& store);

bool has(const Actor& actor, Role role);
std::vector<Role> roles_of(const Actor& actor);
/// Has the role admin, and not for some parties alone: who sees a part may not open the whole to themself.
bool administers(const Actor& actor);
/// permission_denied unless the actor administers. A manager may call every method; users are for administrators alone.
void require_administrator(const Actor& actor);
/// permission_denied unless it is the gateway itself, or an administrator over the bus.
void require_gateway(const Actor& actor);

/// Writes into an event about a user's sign-in whom to tell of it.
template <class Data>
Data told_to(const User& user, Data event) {
    event.user = user.id;
    event.name = user.name;
    event.full_name = user.full_name;
    event.email = user.email;
    return event;
}

}  // namespace rapport::gateway::accounts
