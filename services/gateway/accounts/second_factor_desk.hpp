// SPDX-License-Identifier: MIT
#pragma once
#include "services/gateway/accounts/second_factor_check.hpp"
#include "services/gateway/accounts/second_factors.hpp"
#include "services/gateway/accounts/session_desk.hpp"

namespace rapport::gateway::accounts {

/// What the gateway has accounts write down when people set up a second factor and take it away.
class SecondFactorDesk {
public:
    /// All outlive it.
    SecondFactorDesk(Directory& directory, const Store& store, SessionDesk& sessions)
        : directory_(directory), store_(store), sessions_(sessions), check_(directory, store) {}
    kit::Routes routes();

private:
    kit::Nothing begin(kit::Unit& unit, const api::BeginSecondFactor& request);
    kit::Nothing confirm(kit::Unit& unit, const api::ConfirmSecondFactor& request);
    kit::Nothing remove(kit::Unit& unit, const api::RemoveSecondFactor& request);
    kit::Nothing renew(kit::Unit& unit, const api::RenewRecoveryCodes& request);
    void check_proven(const kit::View& view, const UserId& user, const std::string& hash) const;

    Directory& directory_;
    const Store& store_;
    SessionDesk& sessions_;
    const SecondFactorCheck check_;
};

}  // namespace rapport::gateway::accounts
