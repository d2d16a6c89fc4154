// SPDX-License-Identifier: MIT
#pragma once
#include "services/gateway/accounts/api.hpp"
#include "services/gateway/accounts/credential.hpp"

namespace rapport::gateway::accounts {

/// A token as it is stored: beside what everybody may see, the keyed hash of its secret.
struct StoredToken {
    TokenId id;
    std::int64_t version = 0;
    UserId owner;
    std::string digest;
    Token token;
    static constexpr auto fields =
        describe(Field{"id", &StoredToken::id, ""}, Field{"version", &StoredToken::version, ""},
                 Field{"owner", &StoredToken::owner, ""}, Field{"digest", &StoredToken::digest, "", secret},
                 Field{"token", &StoredToken::token, ""});
};

/// Somebody who is signed in.
struct Session {
    std::string digest;  ///< of its secret
    UserId user;
    Instant expires;
};

/// Everything that accounts keeps: SQL, and nothing else.
class Store {
public:
    const kit::Table<User>& users() const { return users_; }
    const kit::Table<StoredToken>& tokens() const { return tokens_; }

    /// One without password or failures if there is none.
    Credential credential(const kit::View& view, const UserId& user) const;
    void put(kit::Unit& unit, const Credential& credential) const;
    void put(kit::Unit& unit, const Session& session) const;
    std::optional<Session> session(const kit::View& view, const std::string& digest) const;
    void erase_session(kit::Unit& unit, const std::string& digest) const;
    void erase_sessions_of(kit::Unit& unit, const UserId& user) const;
    void erase_sessions_before(kit::Unit& unit, Instant now) const;

    std::vector<User> all_users(kit::Db& db) const;
    std::vector<StoredToken> all_tokens(kit::Db& db) const;
    std::vector<Credential> all_credentials(kit::Db& db) const;
    std::vector<Session> all_sessions(kit::Db& db) const;

private:
    kit::Table<User> users_{"user", {"users", {"name", "active"}, {"name", "full_name"}}};
    kit::Table<StoredToken> tokens_{"token", {"tokens", {"owner", "digest"}}};
};

}  // namespace rapport::gateway::accounts
