// SPDX-License-Identifier: MIT
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "bus/base/actor.hpp"

namespace rapport::kit {

/// A user of ours: the id of their account.
using UserId = Id<struct UserTag>;
/// A user as people and other systems write them: the id, the name that they sign in with, or their e-mail address. See
/// find_user().
using UserText = std::string;

/// The user who acts, if a person does.
std::optional<UserId> user_acting(const Actor& actor);

/// The texts in what was stored of a user, or of some, before UserId: the text itself, or the `user` of an object. An
/// actor's id, `user:ID`, is the ID.
std::vector<std::string> users_in(const Any& stored);
/// Marks a UserId that was text before, or an object with `user`: what is no id is kept in the field `kept_in`, and
/// becomes one when a user of that name is known: see adopts().
constexpr Formerly formerly_text(std::string_view kept_in) { return {kept_in, users_in}; }

}  // namespace rapport::kit

template <>
struct rapport::RefersTo<rapport::kit::UserTag> {
    static std::string name() { return "accounts.User"; }
};
