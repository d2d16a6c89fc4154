// SPDX-License-Identifier: MIT
#pragma once
#include <deque>
#include <functional>
#include <shared_mutex>
#include <unordered_map>

#include "services/gateway/accounts/cookies.hpp"
#include "services/gateway/accounts/secrets.hpp"
#include "services/gateway/accounts/store.hpp"
#include "services/gateway/http/auth.hpp"

namespace rapport::gateway::accounts {

inline constexpr std::string_view token_prefix = "rap_";
inline constexpr std::string_view session_prefix = "ras_";

/// How long people stay signed in, how their browsers reach us, and who needs more than a password.
struct SessionRules {
    bool secure = false;  ///< over TLS alone
    Millis longest = std::chrono::hours(12);
    Millis idle = std::chrono::minutes(30);  ///< a session ends when it was not used for so long
    std::vector<Role> second_factor = {};    ///< who has one of these signs in with a second factor
};

/// Who sent a request, and how we know.
struct Identity {
    Actor actor;
    User user;
    std::optional<Session> session = {};  ///< none: by a token
    std::string csrf = {};                ///< what requests of that session that change something must carry
    bool whole = true;                    ///< may do all that the user may
    bool lacks_second_factor = false;     ///< and so may do nothing but set one up
};

/// Users, tokens, sessions and the organisation as they are in the store, in memory: what each request is checked
/// against. Thread-safe; written by the desk alone.
///
/// The desk says here what it writes to the store, in the same unit; it is so here once that is committed, before
/// whoever asked is answered. A trial, and what the store did not take, changes nothing here. Where nobody knows
/// whether the store took it, the reloads that come each minute put it right. A reload sees nothing of a transaction
/// that goes on beside it, so what was written here lately stays until one comes later.
class Directory final : public Authenticator {
public:
    /// `clock` outlives it.
    Directory(const KeyedHash& hash, const Clock& clock, SessionRules rules = {});

    /// Outlives the admissions that it gives. A session counts as used by it.
    AdmissionPtr admit(const HttpRequest& request) const override;
    /// The same with what else is known. Does not ask for X-CSRF-Token, and uses nothing.
    std::optional<Identity> identify(const HttpRequest& request) const;
    /// Why the session or token that came with a request opens nothing any more; empty where none came, or it does.
    std::string_view refusal(const HttpRequest& request) const override;
    /// The browser that a request comes from.
    Device device(const HttpRequest& request) const { return {request.cookie(device_cookie.name), hash_}; }

    std::string token_digest(std::string_view secret) const { return hash_.digest("token", secret); }
    std::string session_digest(std::string_view secret) const { return hash_.digest("session", secret); }
    std::string csrf_of(std::string_view session_secret) const { return hash_.digest("csrf", session_secret); }
    /// What stands for a network address where wrong passwords are counted.
    std::string address_digest(const std::string& address) const;
    /// The same for who is in already: a session by itself, all tokens of a user together, since one can make others.
    std::string holder_digest(const Identity& identity) const;

    /// How the store keeps what codes are made from: for that user, and with our key.
    std::string sealed(const UserId& user, std::string_view secret) const;
    std::optional<std::string> unsealed(const SecondFactor& factor) const;
    std::string recovery_digest(const UserId& user, std::string_view typed_code) const;

    std::optional<User> user_named(const std::string& name) const;
    std::optional<User> user(const UserId& id) const;
    Credential credential(const UserId& user) const;
    /// Nothing for who has none, or none that is confirmed.
    std::optional<SecondFactorState> second_factor(const UserId& user) const;
    /// Whether one of the user's roles needs one.
    bool needs_second_factor(const User& user) const;
    /// What the user may do in a session: as somebody from outside who needs a second factor and has none.
    std::optional<Rights> rights_in_session(const User& user) const;
    /// Never null.
    std::shared_ptr<const api::Organisation> organisation() const;
    /// One where nothing ever happened if there is none.
    Place place(const UserId& user, const std::string& digest) const;
    /// Those of a user that still open something.
    std::vector<Session> sessions_of(const UserId& user) const;
    /// By what a session is named to its user: nobody learns its digest of it.
    Uuid id_of(const Session& session) const;
    /// When a session ends unless it is used before: at its end at the latest.
    Instant expiry(const Session& session) const { return std::min(session.expires, idle_end(session)); }
    /// The same, however long it may last in all.
    Instant idle_end(const Session& session) const;
    /// Whether it opens nothing any more.
    bool over(const Session& session) const;
    /// When it was asked with last.
    Instant last_used(const Session& session) const;
    /// Forgets the uses that the store has, whose sessions these are.
    void forget_used(const std::vector<Session>& stored) const;

    void put(kit::Unit& unit, const User& user);
    void put(kit::Unit& unit, const StoredToken& token);
    void put(kit::Unit& unit, const Credential& credential);
    void put(kit::Unit& unit, const Place& place);
    void put(kit::Unit& unit, const SecondFactorState& factor);
    void put(kit::Unit& unit, const Session& session);
    void put(kit::Unit& unit, const api::Organisation& organisation);
    void erase(kit::Unit& unit, const Place& place);
    void erase_session(kit::Unit& unit, const std::string& digest);
    /// All but the one of that digest.
    void erase_sessions_of(kit::Unit& unit, const UserId& user, const std::string& but = {});
    void erase_second_factor(kit::Unit& unit, const UserId& user);
    /// What a store that was just opened has, and nothing of before.
    void load(const Store& store, kit::Db& db);
    /// Everything anew, but for what was written here in the last `settled`.
    void reload(const Store& store, kit::Db& db);
    /// No transaction takes longer.
    static constexpr std::chrono::seconds settled{10};

    const SessionRules rules;
    const Cookie session_cookie{"rapport_session", rules.secure};
    const Cookie device_cookie{"rapport_device", rules.secure};

private:
    class Right;
    /// A token or session as it is kept.
    struct Key {
        enum class Kind { token, session } kind;
        std::string digest;
    };
    /// What it opens now, or in a word why nothing.
    struct Standing {
        std::optional<Identity> identity;
        std::string_view why = {};
    };

    std::optional<Key> key_of(const HttpRequest& request) const;
    Standing standing(const Key& key) const;
    Standing by_token(const std::string& digest) const;
    Standing by_session(const std::string& digest) const;
    bool lacks_second_factor(const User& user) const;
    void use(const std::string& session_digest) const;

    struct Content {
        std::unordered_map<UserId, User> users;
        std::unordered_map<std::string, UserId> by_name;
        std::unordered_map<UserId, Credential> credentials;
        std::unordered_map<UserId, SecondFactorState> second_factors;
        std::unordered_map<std::string, Place> places;      ///< by user and digest
        std::unordered_map<std::string, Token> tokens;      ///< by digest
        std::unordered_map<TokenId, std::string> digests;   ///< of tokens
        std::unordered_map<std::string, Session> sessions;  ///< by digest
        std::shared_ptr<const api::Organisation> organisation = std::make_shared<api::Organisation>();
    };

    using Change = std::function<void(Content& content)>;
    /// After the commit.
    void change(kit::Unit& unit, Change change);
    void forget_settled_changes();

    std::optional<Rights> session_rights(const User& user) const;

    const KeyedHash hash_;
    const Clock& clock_;
    mutable std::shared_mutex mutex_;
    Content content_;
    std::deque<std::pair<Instant, Change>> changes_;  ///< of late, in their order
    mutable std::mutex used_mutex_;
    mutable std::unordered_map<std::string, Instant> used_;  ///< sessions, since the store has it
};

}  // namespace rapport::gateway::accounts
