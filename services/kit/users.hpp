// SPDX-License-Identifier: MIT
#pragma once
#include "services/kit/unit.hpp"
#include "services/kit/user_id.hpp"

/// Our users, as accounts tell of them: a projection, in `kit_users`, of each service that has a command which names a
/// user. The engine adds it, and has each such command checked: require_user().
namespace rapport::kit {

/// What is known of a user.
struct KnownUser {
    UserId id;
    std::string name;  ///< to sign in with
    std::optional<std::string> full_name, email;
    bool active = true;

    /// For people.
    const std::string& shown_name() const { return full_name ? *full_name : name; }
};

/// The user of that id, retired ones too.
std::optional<KnownUser> user_of(const View& view, const UserId& id);
/// The user whom somebody means by that text, retired ones too: by id, by the name to sign in with, or by an address
/// that one user alone has. A name counts before an address, capitals do not.
std::optional<KnownUser> find_user(const View& view, const UserText& text);
/// Those who may sign in and have that role, by id, at most `limit`.
std::vector<UserId> users_with(const View& view, Role role, std::int64_t limit);
/// UnknownReference, naming the request's field, unless that user is known here; failed_precondition if they are
/// retired.
void require_user(const View& view, const UserId& id, const std::string& field);

/// Whether a value of that shape may name a user.
bool names_users(const Shape& shape);
/// require_user() of each user in a value of that shape, such as a request.
void require_users(const View& view, const Shape& shape, const void* value);
/// The same of those that are not in the same field of an entity as it was before.
void require_new_users(const View& view, const Shape& entity, const void* before, const void* after);

namespace detail {

/// require_users() of a command's request; nothing in a service that does not follow accounts, which is accounts.
template <class Req>
void check_users(const Unit& unit, const Req& request) {
    static const bool may_name_some = names_users(shape_of<Req>());
    if (may_name_some && unit.follows_users()) require_users(unit, shape_of<Req>(), &request);
}
/// The same of an entity that was changed.
template <class T>
void check_users(const Unit& unit, const T& before, const T& after) {
    static const bool may_name_some = names_users(shape_of<T>());
    if (may_name_some && unit.follows_users()) require_new_users(unit, shape_of<T>(), &before, &after);
}

}  // namespace detail

}  // namespace rapport::kit
