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

    static constexpr auto fields =
        describe(Field{"id", &Token::id, "which"}, Field{"version", &Token::version, "counts changes"},
                 Field{"owner", &Token::owner, "the user on whose behalf it speaks"},
                 Field{"name", &Token::name, "what it is for", length(1, 100)},
                 Field{"roles", &Token::roles, "what it may do, as long as its owner may"},
                 Field{"parties", &Token::parties, "the only parties it may see, if it may not see all"},
                 Field{"created", &Token::created, "since when"},
                 Field{"expires", &Token::expires, "until when; none: for good"},
                 Field{"revoked", &Token::revoked, "when it was revoked, if it was"});
};

/// Whether it opens anything at that time.
bool valid(const Token& token, Instant now);
/// Who a request with it comes from: no more than its owner may. Nothing if the owner may not come in.
std::optional<Actor> actor_of(const Token& token, const User& owner);
/// Who a request in a session of that user comes from.
std::optional<Actor> actor_of(const User& user);

}  // namespace rapport::gateway::accounts
