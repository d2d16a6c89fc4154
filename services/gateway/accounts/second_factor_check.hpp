// SPDX-License-Identifier: MIT
#pragma once
#include "services/gateway/accounts/directory.hpp"

namespace rapport::gateway::accounts {

/// Looks at the codes that users give, and writes down that each was used. The handlers that ask it run one after
/// another, so of two who come with one code at once one is let in.
class SecondFactorCheck {
public:
    /// Both outlive it.
    SecondFactorCheck(Directory& directory, const Store& store) : directory_(directory), store_(store) {}

    /// What a user has who must give a code; nothing for who set up none.
    std::optional<SecondFactor> confirmed_of(const kit::View& view, const UserId& user) const;
    /// Takes a code of the program or a recovery code. code_required() or code_wrong() otherwise.
    void take(kit::Unit& unit, const User& user, SecondFactor factor, const std::optional<std::string>& code) const;
    /// The step of a code that may be used now.
    std::optional<std::int64_t> step_of(const SecondFactor& factor, std::string_view typed, Instant now) const;
    /// Writes down what is there now, for the directory too.
    void keep(kit::Unit& unit, const SecondFactor& factor) const;

private:
    Directory& directory_;
    const Store& store_;
};

}  // namespace rapport::gateway::accounts
