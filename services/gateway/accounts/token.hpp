// SPDX-License-Identifier: MIT
#pragma once
#include "bus/base/actor.hpp"
#include "services/gateway/accounts/user.hpp"

namespace rapport::gateway::accounts {

using TokenId = Id<struct TokenTag>;

/// A key for programs, as everybody who may list tokens sees it.
struct Token {
    TokenId id;
    std::int64_t version = 0;
    UserId owner;
    std::string name;
    std::vector<Role> roles;
    std::vector<std::string> parties;
    Instant created;
    std::optional<Instant> expires, revoked;
    std::optional<TokenId> parent;

    static constexpr auto fields =
        describe(Field{"id", &Token::id, "which"}, Field{"version", &Token::version, "counts changes"},
                 Field{"owner", &Token::owner, "the user on whose behalf it speaks"},
                 Field{"name", &Token::name, "what it is for", length(1, 100)},
                 Field{"roles", &Token::roles, "what it may do, as long as its owner may"},
                 Field{"parties", &Token::parties, "the only parties it may see, if it may not see all"},
                 Field{"created", &Token::created, "since when"},
                 Field{"expires", &Token::expires, "until when; none: for good"},
                 Field{"revoked", &Token::revoked, "when it was revoked, if it was"},
                 Field{"parent", &Token::parent, "the token that made it, and with which it ends; none: a person did"});
};

/// What somebody may do, and the only parties they may see, if they may not see all.
struct Rights {
    std::vector<Role> roles;
    std::vector<std::string> parties;
};

/// Whether it opens anything at that time, as far as that is up to itself.
bool valid(const Token& token, Instant now);
/// What a user may; nothing if they may not come in.
std::optional<Rights> rights_of(const User& user);
/// What a token gives: no more than its owner may. Nothing if the owner may not come in, or no party is left to see.
std::optional<Rights> rights_of(const Token& token, const User& owner);
/// What a token gives that was made with another one: no more than that. Nothing if no party is left to see.
std::optional<Rights> within(const Rights& own, const Rights& maker);
/// Whether those are all rights that the user has, so that whoever acts by them may act for the user in everything.
bool covers(const Rights& rights, const User& user);

/// Who a request with that token comes from.
Actor actor_of(const Token& token, const Rights& rights);
/// Who a request in a session of that user comes from.
Actor actor_of(const User& user, const Rights& rights);

}  // namespace rapport::gateway::accounts
