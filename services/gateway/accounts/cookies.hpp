// SPDX-License-Identifier: MIT
#pragma once
#include "services/gateway/accounts/secrets.hpp"
#include "services/gateway/accounts/user.hpp"

namespace rapport::gateway::accounts {

/// A cookie of ours. Where browsers reach us over TLS alone its name begins with __Host-, which binds it to this host:
/// no other one, and no page without TLS, can set or read it. Without TLS browsers refuse that prefix.
struct Cookie {
    std::string name;
    bool secure = false;

    Cookie(std::string_view plain_name, bool is_secure)
        : name((is_secure ? "__Host-" : "") + std::string(plain_name)), secure(is_secure) {}
    /// The value of Set-Cookie that keeps `value` for so long.
    std::string set(std::string_view value, std::chrono::seconds for_so_long) const;
    /// The one that takes it away.
    std::string cleared() const { return set("", std::chrono::seconds(0)); }
};

/// A browser that users signed in with before, as the cookie that it was given then proves: for 30 days, and as long as
/// the user has the password that it was with, which `password_hash` stands for.
class Device {
public:
    /// A new one where there is no cookie, or none of ours.
    Device(std::optional<std::string_view> cookie, const KeyedHash& hash);
    static constexpr std::chrono::days proves_for{30};

    /// Whether that user signed in with it.
    bool proves(const UserId& user, const std::string& password_hash, Instant now) const;
    /// What its cookie is to be once that user has; it remembers the last five users.
    std::string with(const UserId& user, const std::string& password_hash, Instant now) const;
    /// What stands for it where wrong passwords are counted.
    std::string digest() const { return hash_.digest("place", "device " + secret_); }

private:
    std::string proof_of(const UserId& user, const std::string& password_hash, std::string_view day) const;
    bool is_proof(const std::string& proof, const UserId& user, const std::string& password_hash) const;

    const KeyedHash& hash_;
    std::string secret_;
    std::vector<std::string> proofs_;
};

}  // namespace rapport::gateway::accounts
