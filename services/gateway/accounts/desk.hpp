// SPDX-License-Identifier: MIT
#pragma once
#include "services/gateway/accounts/directory.hpp"
#include "services/kit/service/service.hpp"

namespace rapport::gateway::accounts {

/// The service `accounts`: what it answers and does.
class Desk final : public kit::Component {
public:
    /// `directory` outlives it, and is kept as the store is.
    explicit Desk(Directory& directory) : directory_(directory) {}
    kit::Definition definition() override;
    /// Fills the directory from a store that was just opened.
    void load(kit::Db& db) { directory_.reload(store_, db); }

private:
    User create_user(kit::Unit& unit, const api::CreateUser& request);
    User update_user(kit::Unit& unit, const UpdateUser& request);
    User get_user(kit::View& view, const kit::ById<UserId>& request);
    kit::Page<User> list_users(kit::View& view, const api::ListUsers& request);
    api::TokenMade create_token(kit::Unit& unit, const api::CreateToken& request);
    kit::Page<Token> list_tokens(kit::View& view, const api::ListTokens& request);
    Token revoke_token(kit::Unit& unit, const kit::ById<TokenId>& request);
    User open_session(kit::Unit& unit, const api::OpenSession& request);
    kit::Nothing close_session(kit::Unit& unit, const api::CloseSession& request);
    kit::Nothing sign_in_failed(kit::Unit& unit, const api::OfUser& request);
    kit::Nothing set_password(kit::Unit& unit, const api::SetPassword& request);
    User ensure_administrator(kit::Unit& unit, const api::EnsureAdministrator& request);
    void tidy(kit::Unit& unit);

    /// The user on whose behalf the actor speaks; nothing for one that is no user of ours, such as the local operator.
    std::optional<User> user_of(const kit::View& view) const;
    std::optional<StoredToken> token_of(const kit::View& view) const;
    void keep_an_administrator(const kit::Unit& unit, const User& but_not) const;
    void add(kit::Unit& unit, User& user);
    Token add(kit::Unit& unit, Token token, const std::string& digest);

    Directory& directory_;
    Store store_;
};

}  // namespace rapport::gateway::accounts
