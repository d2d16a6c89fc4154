// SPDX-License-Identifier: MIT
#pragma once
#include "services/gateway/accounts/user.hpp"

namespace rapport::gateway::accounts {

/// A user's password, as its hash, and how often strangers guessed it wrong: those who come from where the user never
/// signed in.
struct Credential {
    UserId user;
    std::string hash;                     ///< Argon2id; empty: no password yet
    std::optional<Instant> expires = {};  ///< of a password that an administrator set: until then it opens
    std::int64_t failures = 0;            ///< of strangers, in the hour that ends then:
    std::optional<Instant> hour_ends = {};
};

/// From where somebody signs in, a browser or a network address, and how often one user's password was guessed wrong
/// from there.
struct Place {
    UserId user;
    std::string digest;         ///< of the browser's secret or the address
    std::int64_t failures = 0;  ///< since the last right password
    std::optional<Instant> locked_until = {};
    std::optional<Instant> signed_in = {};  ///< when the user last did, from there
    Instant changed = {};
};

/// What the password opens has ended: an administrator set it, and the user never set one of their own.
bool expired(const Credential& credential, Instant now);
/// Whether strangers guessed so often in the running hour that none may try any more until it is over. They have 50
/// tries in an hour that begins with the first, and so never more than 100 in any hour.
bool closed_to_strangers(const Credential& credential, Instant now);
/// After a stranger's wrong password.
Credential failed(Credential credential, Instant now);

/// Whether nobody may try from there at that time, be the password right or wrong.
bool locked(const Place& place, Instant now);
/// Whether the user signed in from there in the last 30 days.
bool known(const Place& place, Instant now);
/// After one more wrong password: the tenth locks for a minute, each further one twice as long, up to an hour.
Place failed(Place place, Instant now);
/// After a right one.
Place succeeded(Place place, Instant now);
/// Whether there is anything to remember of it.
bool stale(const Place& place, Instant now);

}  // namespace rapport::gateway::accounts
