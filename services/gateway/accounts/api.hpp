// SPDX-License-Identifier: MIT
#pragma once
#include "services/gateway/accounts/events.hpp"
#include "services/gateway/accounts/holidays.hpp"
#include "services/gateway/accounts/organisation.hpp"
#include "services/kit/store/table.hpp"

/// What accounts answers; what it tells is in events.hpp.
namespace rapport::gateway::accounts::api {

using kit::bus_only;
using kit::ById;
using kit::Command;
using kit::CREATE;
using kit::DELETE;
using kit::GET;
using kit::Nothing;
using kit::Page;
using kit::PATCH;
using kit::Query;

/// A new user, who cannot sign in before a password is set.
using CreateUser = kit::New<User>;
/// A page of users.
using ListUsers = kit::ListOf<User>;

/// A user as colleagues see one: to be chosen as an owner, and shown by name. No address, and no rights.
struct StaffMember {
    UserId id;
    std::string name;
    std::optional<std::string> full_name, team;
    bool active = true;
    static constexpr auto fields =
        describe(Field{"id", &StaffMember::id, "the user's id"}, Field{"name", &StaffMember::name, as_in<User>},
                 Field{"full_name", &StaffMember::full_name, "for people", personal},
                 Field{"team", &StaffMember::team, as_in<User>}, Field{"active", &StaffMember::active, as_in<User>});
};
/// A page of the staff directory.
struct ListStaff {
    std::int64_t limit = 50;
    std::optional<std::string> after, search;
    std::optional<bool> active;
    static constexpr auto fields =
        describe(Field{"limit", &ListStaff::limit, "how many", between(1, 200), defaulted},
                 Field{"after", &ListStaff::after, "`next` of the page before"},
                 Field{"search", &ListStaff::search, "words of name, full name and team", length(1, 200)},
                 Field{"active", &ListStaff::active, "only those who may, or may not, sign in"});
};

/// A token by which a program acts as its owner, allowed as much or less.
struct CreateToken {
    std::string name;
    std::vector<Role> roles;
    std::vector<std::string> parties;
    std::optional<UserId> owner;
    std::optional<Instant> expires;
    static constexpr auto fields = describe(
        Field{"name", &CreateToken::name, "what it is for", length(1, 100)},
        Field{"roles", &CreateToken::roles, "what it may do; none: all that its maker may"},
        Field{"parties", &CreateToken::parties, "the only parties it may see; none: all that its owner may"},
        Field{"owner", &CreateToken::owner, "on whose behalf it speaks; none: its maker's; another's only by an admin"},
        Field{"expires", &CreateToken::expires,
              "until when; none: for good, or as long as the token does that it is made with"});
};

/// A token and, this once, its secret. A repeated request with the same Idempotency-Key gets it without.
struct TokenMade {
    Token token;
    std::string secret;
    static constexpr auto fields =
        describe(Field{"token", &TokenMade::token, "what was made"},
                 Field{"secret", &TokenMade::secret, "send it as Authorization: Bearer; it is not shown again",
                       rapport::secret});
};

/// A page of tokens: of that owner; without one, one's own, or for an administrator all.
struct ListTokens {
    std::int64_t limit = 50;
    std::optional<std::string> after;
    std::optional<UserId> owner;
    static constexpr auto fields =
        describe(Field{"limit", &ListTokens::limit, "how many", between(1, 200), defaulted},
                 Field{"after", &ListTokens::after, "`next` of the page before"},
                 Field{"owner", &ListTokens::owner, "whose; none: one's own, an admin sees all"});
};

/// From where a password came.
struct Origin {
    std::string place;
    bool known = false;
    std::optional<std::string> address, agent;
    static constexpr auto fields =
        describe(Field{"place", &Origin::place, "digest of the browser or the address that failures count for"},
                 Field{"known", &Origin::known, "the user signed in from there before"},
                 Field{"address", &Origin::address, "the network address", length(0, 100), personal},
                 Field{"agent", &Origin::agent, "the program, as it says itself", length(0, 400), personal});
};

/// The gateway's: somebody signed in.
struct OpenSession {
    UserId user;
    std::string digest;
    Instant expires;
    Origin origin;
    std::string address_place;
    std::string proven;
    std::optional<std::string> instead_of = {};
    std::optional<std::string> code = {};
    static constexpr auto fields = describe(
        Field{"user", &OpenSession::user, "who signed in"},
        Field{"digest", &OpenSession::digest, "of the session's secret", secret},
        Field{"expires", &OpenSession::expires, "until when"}, Field{"origin", &OpenSession::origin, "from where"},
        Field{"address_place", &OpenSession::address_place, "digest of the address, to know it from now on"},
        Field{"proven", &OpenSession::proven, "the hash that the password was looked at with", secret},
        Field{"instead_of", &OpenSession::instead_of,
              "digest of the session that the browser had: it ends, if it is the same user's", secret},
        Field{"code", &OpenSession::code, "of the user's second factor, or a recovery code", secret});
};

/// The gateway's: the session of that digest is over.
struct CloseSession {
    std::string digest;
    static constexpr auto fields = describe(Field{"digest", &CloseSession::digest, "of the session's secret", secret});
};

/// The gateway's: somebody gave a wrong password or code.
struct SignInFailed {
    UserId user;
    Origin origin;
    static constexpr auto fields = describe(Field{"user", &SignInFailed::user, "whose password or code was not given"},
                                            Field{"origin", &SignInFailed::origin, "from where"});
};

/// The gateway's: a password, of which the hash alone comes here.
struct SetPassword {
    UserId user;
    std::string hash;
    std::optional<UserId> by;
    std::optional<Instant> expires;
    bool revoke_tokens = false;
    std::optional<std::string> proven;
    static constexpr auto fields = describe(
        Field{"user", &SetPassword::user, "whose"},
        Field{"hash", &SetPassword::hash, "Argon2id", length(20, 200), secret},
        Field{"by", &SetPassword::by, "the administrator who set it; none: the user"},
        Field{"expires", &SetPassword::expires, "until when it opens, if the user did not set it"},
        Field{"revoke_tokens", &SetPassword::revoke_tokens, "revokes the user's API tokens as well", defaulted},
        Field{
            "proven", &SetPassword::proven,
            "the hash that the password so far was looked at with, empty if there was none; none: by an administrator",
            secret});
};

/// The token in the state folder, and how long one that is made lives.
struct EnsureAdministrator {
    std::string digest;
    std::optional<std::int64_t> days;
    static constexpr auto fields =
        describe(Field{"digest", &EnsureAdministrator::digest, "of the token in the state folder", secret},
                 Field{"days", &EnsureAdministrator::days, "how many days a token that is made opens; none: for good"});
};

inline constexpr kit::Roles administrators = kit::only(Role::admin);
inline constexpr kit::Roles readers_of_users = kit::only(Role::admin, Role::auditor);
/// For the gateway itself, over the bus or in its process.
inline constexpr kit::Roles gateway_itself = kit::only(Role::service, Role::admin);

inline constexpr Command<CreateUser, User> create_user{"create_user", CREATE("/users"), administrators,
                                                       "Create a user, who cannot sign in before a password is set."};
inline constexpr Command<UpdateUser, User> update_user{
    "update_user", PATCH("/users/{id}"), administrators,
    "Update a user: only the fields given change. `active: false` retires the user."};
inline constexpr Query<ById<UserId>, User> get_user{"get_user", GET("/users/{id}"), readers_of_users, "Get a user."};
inline constexpr Query<ListUsers, Page<User>> list_users{"list_users", GET("/users"), readers_of_users,
                                                         "List users, newest first."};
inline constexpr Query<ListStaff, Page<StaffMember>> list_staff{
    "list_staff", GET("/staff"), kit::roles(Role::agent, Role::account_manager),
    "List our users by name, newest first: whom something may belong to."};
inline constexpr Command<CreateToken, TokenMade> create_token{"create_token", CREATE("/tokens"), kit::signed_in,
                                                              "Create an API token. Its secret is shown once."};
inline constexpr Query<ListTokens, Page<Token>> list_tokens{"list_tokens", GET("/tokens"), kit::signed_in,
                                                            "List API tokens, newest first."};
inline constexpr Command<ById<TokenId>, Token> revoke_token{
    "revoke_token", DELETE("/tokens/{id}"), kit::signed_in,
    "Revoke an API token at once, with those that were made by it."};

inline constexpr Command<OpenSession, User> open_session{"open_session", bus_only, gateway_itself,
                                                         "Begin a session after a right password."};
inline constexpr Command<CloseSession, Nothing> close_session{"close_session", bus_only, gateway_itself,
                                                              "End a session."};
inline constexpr Command<SignInFailed, Nothing> sign_in_failed{"sign_in_failed", bus_only, gateway_itself,
                                                               "Count a wrong password or code."};
inline constexpr Command<SetPassword, Nothing> set_password{"set_password", bus_only, gateway_itself,
                                                            "Set a password."};
inline constexpr Command<EnsureAdministrator, Token> ensure_administrator{
    "ensure_administrator", bus_only, gateway_itself,
    "See to it that there is an administrator, and that the token is theirs."};

}  // namespace rapport::gateway::accounts::api
