// SPDX-License-Identifier: MIT
#pragma once
#include <shared_mutex>
#include <unordered_map>

#include "services/gateway/accounts/secrets.hpp"
#include "services/gateway/accounts/store.hpp"
#include "services/gateway/auth.hpp"

namespace rapport::gateway::accounts {

inline constexpr std::string_view token_prefix = "rap_";
inline constexpr std::string_view session_prefix = "ras_";
inline constexpr std::string_view session_cookie = "rapport_session";

/// Who sent a request, and how we know.
struct Identity {
    Actor actor;
    User user;
    std::optional<Session> session;  ///< none: by a token
    std::string csrf;                ///< what requests of that session that change something must carry
};

/// Users, tokens and sessions as they are in the store, in memory: what each request is checked against. Thread-safe;
/// written by the desk alone.
///
/// The desk writes here when it writes the store, before the commit. What is made is of no use to anybody before, since
/// its secret is told after; what is taken away is gone a moment early; and if the store then said no, the reload that
/// comes each minute puts it right.
class Directory final : public Authenticator {
public:
    /// `clock` outlives it.
    Directory(const KeyedHash& hash, const Clock& clock);

    std::optional<Actor> who(const HttpRequest& request) const override;
    /// The same with what else is known. Does not ask for X-CSRF-Token.
    std::optional<Identity> identify(const HttpRequest& request) const;

    std::string token_digest(std::string_view secret) const { return hash_.digest("token", secret); }
    std::string session_digest(std::string_view secret) const { return hash_.digest("session", secret); }
    std::string csrf_of(std::string_view session_secret) const { return hash_.digest("csrf", session_secret); }

    std::optional<User> user_named(const std::string& name) const;
    std::optional<User> user(const UserId& id) const;
    Credential credential(const UserId& user) const;

    void put(const User& user);
    void put(const StoredToken& token);
    void put(const Credential& credential);
    void put(const Session& session);
    void erase_session(const std::string& digest);
    void erase_sessions_of(const UserId& user);
    /// Everything anew.
    void reload(const Store& store, kit::Db& db);

private:
    std::optional<Identity> by_token(std::string_view secret) const;
    std::optional<Identity> by_cookie(std::string_view secret) const;

    struct Content {
        std::unordered_map<UserId, User> users;
        std::unordered_map<std::string, UserId> by_name;
        std::unordered_map<UserId, Credential> credentials;
        std::unordered_map<std::string, Token> tokens;      ///< by digest
        std::unordered_map<std::string, Session> sessions;  ///< by digest
    };

    const KeyedHash hash_;
    const Clock& clock_;
    mutable std::shared_mutex mutex_;
    Content content_;
};

}  // namespace rapport::gateway::accounts
