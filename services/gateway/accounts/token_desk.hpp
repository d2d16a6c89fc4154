// SPDX-License-Identifier: MIT
#pragma once
#include "services/gateway/accounts/caller.hpp"
#include "services/gateway/accounts/directory.hpp"
#include "services/kit/routes.hpp"

namespace rapport::gateway::accounts {

/// API tokens: made, listed, revoked. A token that makes one gives no more than it has, and takes it along when it
/// ends; one that may not do all that its owner may manages itself and what it made, and nothing else.
class TokenDesk {
public:
    /// Both outlive it.
    TokenDesk(Directory& directory, const Store& store) : directory_(directory), store_(store) {}
    kit::Routes routes();

    Token add(kit::Unit& unit, Token token, const std::string& digest, const User& owner, api::By by);
    /// With those that it made. One that is revoked stays as it is.
    Token revoke(kit::Unit& unit, const StoredToken& token, api::By by);
    /// The same of many. Those that were revoked by it.
    std::vector<Token> revoke_all(kit::Unit& unit, const std::vector<StoredToken>& tokens, api::By by);
    /// Those that a user's programs go on with.
    std::vector<StoredToken> open_tokens_of(const kit::View& view, const UserId& owner) const;

private:
    api::TokenMade create(kit::Unit& unit, const api::CreateToken& request);
    kit::Page<Token> list(kit::View& view, const api::ListTokens& request);
    kit::Page<Token> list_below(kit::View& view, const TokenId& top, const api::ListTokens& request) const;
    Token revoke_one(kit::Unit& unit, const kit::ById<TokenId>& request);
    Token rightly_narrowed(const kit::Unit& unit, const Caller& maker, const User& owner, Token token) const;

    Directory& directory_;
    const Store& store_;
};

}  // namespace rapport::gateway::accounts
