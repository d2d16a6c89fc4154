// SPDX-License-Identifier: MIT
#pragma once
#include "services/kit/routes.hpp"
#include "services/kit/users.hpp"

/// Before UserId, stores and other systems named an owner by any text. What named no user known here is kept in a field
/// `former_owner` (formerly_text()), and becomes theirs when a user of that name is known.
namespace rapport::kit {

/// Has `adopt` called, in a unit of its own, when a user is new here or was changed: it gives them what is kept under
/// one of their names (names_of()). At most once for a service.
Routes adopts(std::function<void(Unit&, const KnownUser&)> adopt);

/// What a user may have been called: the name to sign in with, and the address.
std::vector<std::string> names_of(const KnownUser& user);

/// Makes the columns `owner` and `former_owner` of a store in which `owner` was text: for Definition::derivations.
template <Described T>
Derivation owner_columns(const std::string& table) {
    return {.table = table,
            .name = table + "_owner",
            .form = "1",
            .begin = [](Db&) {},
            .make =
                [table](Db& db, std::string_view body) {
                    const T entity = decode_stored<T>(body);
                    if (entity.owner || entity.former_owner)
                        db.run("update " + table + " set owner = ?, former_owner = ? where id = ?",
                               {entity.owner, entity.former_owner, entity.id});
                }};
}

}  // namespace rapport::kit
