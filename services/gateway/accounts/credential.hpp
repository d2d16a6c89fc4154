// SPDX-License-Identifier: MIT
#pragma once
#include "services/gateway/accounts/user.hpp"

namespace rapport::gateway::accounts {

/// A user's password, as its hash, and how often it was guessed wrong.
struct Credential {
    UserId user;
    std::string hash;  ///< Argon2id; empty: no password yet
    std::int64_t failures = 0;
    std::optional<Instant> locked_until;
};

/// Whether nobody may try at that time, be the password right or wrong.
bool locked(const Credential& credential, Instant now);
/// After one more wrong password: the fifth locks for a minute, each further one twice as long, up to an hour.
Credential failed(Credential credential, Instant now);
/// After a right one.
Credential succeeded(Credential credential);
/// invalid_argument unless the password is long enough to be one and short enough to be hashed.
void check_password(const std::string& password, const std::string& field);

}  // namespace rapport::gateway::accounts
