// SPDX-License-Identifier: MIT
#pragma once
#include "bus/base/codec.hpp"
#include "services/kit/method.hpp"

namespace rapport::gateway::accounts {

using kit::Role;
using UserId = Id<struct UserTag>;

/// Somebody who may sign in, or own tokens.
struct User {
    UserId id;
    std::int64_t version = 0;
    std::string name;
    std::optional<std::string> full_name, email;
    std::vector<Role> roles;
    std::vector<std::string> parties;
    bool active = true;
    Instant created;

    static constexpr auto fields = describe(
        Field{"id", &User::id, "which"}, Field{"version", &User::version, "counts changes"},
        Field{"name", &User::name, "to sign in with: small letters, digits and . _ - @", length(1, 100)},
        Field{"full_name", &User::full_name, "for people", length(0, 200), personal},
        Field{"email", &User::email, "where to write to", email_address, personal},
        Field{"roles", &User::roles, "what they may do"},
        Field{"parties", &User::parties, "the only parties they may see, if they may not see all"},
        Field{"active", &User::active, "may sign in", defaulted}, Field{"created", &User::created, "since when"});
};

/// What is changed of a user; what is absent stays.
struct UpdateUser {
    UserId id;
    std::optional<std::int64_t> version;
    std::optional<std::string> full_name, email;
    std::optional<std::vector<Role>> roles;
    std::optional<std::vector<std::string>> parties;
    std::optional<bool> active;
    std::optional<UserId> hand_over_to;

    static constexpr auto fields = describe(
        Field{"id", &UpdateUser::id, "which"}, Field{"version", &UpdateUser::version, "the one that was read"},
        Field{"full_name", &UpdateUser::full_name, "for people", length(0, 200), personal},
        Field{"email", &UpdateUser::email, "where to write to", email_address, personal},
        Field{"roles", &UpdateUser::roles, "what they may do"},
        Field{"parties", &UpdateUser::parties, "the only parties they may see; an empty list: all"},
        Field{"active", &UpdateUser::active, "may sign in; false retires the user"},
        Field{"hand_over_to", &UpdateUser::hand_over_to,
              "of a user who is retired by this: who goes on with their open complaints, actions and the like"});
};

/// invalid_argument for a name that is none, roles that no person has, or a party that is no id.
void check(const User& user);
/// The user with what was asked for; checked.
User changed(User user, const UpdateUser& by);
bool is_administrator(const User& user);

/// Of those roles the ones that whoever has `own` may act in: their own, an admin in every one, a manager in all but
/// admin.
std::vector<Role> within(const std::vector<Role>& wanted, const std::vector<Role>& own);
/// As an Actor carries them.
std::vector<std::string> names_of_roles(const std::vector<Role>& roles);

}  // namespace rapport::gateway::accounts
