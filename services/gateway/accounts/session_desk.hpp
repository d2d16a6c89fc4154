// SPDX-License-Identifier: MIT
#pragma once
#include "services/gateway/accounts/second_factor_check.hpp"
#include "services/gateway/accounts/sessions.hpp"
#include "services/gateway/accounts/token_desk.hpp"

namespace rapport::gateway::accounts {

/// What the gateway has accounts write down when people sign in and out and set passwords.
class SessionDesk {
public:
    /// All outlive it.
    SessionDesk(Directory& directory, const Store& store, TokenDesk& tokens)
        : directory_(directory), store_(store), tokens_(tokens), codes_(directory, store) {}
    kit::Routes routes();

    /// Ends all of a user's, but the one of that digest.
    std::int64_t end_sessions(kit::Unit& unit, const User& user, api::SessionsEndedBy reason,
                              const std::string& but = {});
    /// Forgets what is over, and writes down when sessions were used.
    void tidy(kit::Unit& unit);

private:
    User open_session(kit::Unit& unit, const api::OpenSession& request);
    void end_former(kit::Unit& unit, const User& user, const std::string& digest);
    kit::Nothing close_session(kit::Unit& unit, const api::CloseSession& request);
    kit::Nothing close_sessions(kit::Unit& unit, const api::CloseSessions& request);
    kit::Nothing sign_in_failed(kit::Unit& unit, const api::SignInFailed& request);
    kit::Nothing set_password(kit::Unit& unit, const api::SetPassword& request);
    void keep(kit::Unit& unit, const Place& place);
    void keep(kit::Unit& unit, const Credential& credential);
    void unlock(kit::Unit& unit, const User& user);

    Directory& directory_;
    const Store& store_;
    TokenDesk& tokens_;
    const SecondFactorCheck codes_;
};

}  // namespace rapport::gateway::accounts
