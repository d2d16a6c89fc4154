// SPDX-License-Identifier: MIT
#pragma once
#include "bus/base/codec.hpp"
#include "services/kit/entities/requests.hpp"
#include "services/kit/method.hpp"
#include "services/kit/user_id.hpp"

namespace rapport::gateway::accounts {

using kit::Role;
using kit::UserId;

/// When a user is away: both days, and those between.
struct Absence {
    Day from, until;
    std::optional<UserId> deputy;
    static constexpr auto fields =
        describe(Field{"from", &Absence::from, "the first day"}, Field{"until", &Absence::until, "the last day"},
                 Field{"deputy", &Absence::deputy, "the user who stands in meanwhile"});
};

/// Somebody who may sign in, or own tokens.
struct User {
    UserId id;
    std::int64_t version = 0;
    std::string name;
    std::optional<std::string> full_name, email;
    std::vector<Role> roles;
    std::vector<std::string> parties;
    std::optional<std::string> language, time_zone, team;
    std::optional<UserId> manager;
    std::vector<Absence> absences;
    bool active = true;
    Instant created_at;

    static constexpr auto fields =
        describe(identity(&User::id, &User::version),
                 Field{"name", &User::name, "to sign in with: small letters, digits and . _ - @", length(1, 100),
                       initial, searched},
                 Field{"full_name", &User::full_name, "for people", length(0, 200), personal, editable, searched},
                 Field{"email", &User::email, "where to write to", email_address, personal, editable},
                 Field{"roles", &User::roles, "what they may do: one at least", length(1, 7), editable},
                 Field{"parties", &User::parties, "the only parties they may see; an empty list: all", editable},
                 Field{"language", &User::language, "in which they read: a BCP 47 tag, such as de or pt-BR",
                       length(2, 35), editable},
                 Field{"time_zone", &User::time_zone, "where they work: an IANA name, such as Europe/Berlin",
                       length(1, 64), editable},
                 Field{"team", &User::team, "what they belong to", length(1, 200), editable, searched},
                 Field{"manager", &User::manager, "the user who leads them", editable},
                 Field{"absences", &User::absences, "when they are away, and who stands in", length(0, 100), editable},
                 Field{"active", &User::active, "may sign in; false retires the user", editable, defaulted, filter},
                 Field{"created_at", &User::created_at, "when they were entered", was("created")});
};

/// What is to be changed of a user: what is left out stays, null empties.
struct UpdateUser : kit::Edit<User> {
    std::optional<UserId> hand_over_to = {};

    static Shape shape() {
        Shape shape = Edit::shape();
        shape.name = "UpdateUser";
        shape.fields = []() -> std::span<const FieldShape> {
            static const auto all = kit::extended<UpdateUser>(
                shape_of<Edit>(),
                describe(Field{
                    "hand_over_to", &UpdateUser::hand_over_to,
                    "of a user who is retired by this: who goes on with their open complaints, actions and the like"}));
            return all;
        };
        return shape;
    }
};

/// invalid_argument for a name that is none, roles that no person has, a party that is no id, a language or zone that
/// is none, an absence that ends before it begins, or somebody who leads or stands in for themself.
void check(const User& user);
bool is_administrator(const User& user);

/// Of those roles the ones that whoever has `own` may act in: their own, an admin in every one, a manager in all but
/// admin.
std::vector<Role> within(const std::vector<Role>& wanted, const std::vector<Role>& own);
/// As an Actor carries them.
std::vector<std::string> names_of_roles(const std::vector<Role>& roles);

}  // namespace rapport::gateway::accounts
