// SPDX-License-Identifier: MIT
#pragma once
#include "services/gateway/accounts/api.hpp"
#include "services/gateway/accounts/credential.hpp"
#include "services/gateway/accounts/second_factor.hpp"

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
    Instant used = {};                                    ///< when it was last asked with, or began
    std::optional<Instant> began = {};                    ///< none: before that was written down
    std::optional<std::string> address = {}, agent = {};  ///< from where, and by which program
};

/// Everything that accounts keeps: SQL, and nothing else.
class Store {
public:
    const kit::Table<User>& users() const { return users_; }
    const kit::Table<StoredToken>& tokens() const { return tokens_; }
    /// Of one row.
    const kit::Table<api::Organisation>& organisation() const { return organisation_; }
    const kit::Table<api::BusinessCalendar>& calendars() const { return calendars_; }

    /// One without password or failures if there is none.
    Credential credential(const kit::View& view, const UserId& user) const;
    void put(kit::Unit& unit, const Credential& credential) const;
    /// One where nothing ever happened if there is none.
    Place place(const kit::View& view, const UserId& user, const std::string& digest) const;
    std::vector<Place> places_of(const kit::View& view, const UserId& user) const;
    void put(kit::Unit& unit, const Place& place) const;
    void erase(kit::Unit& unit, const Place& place) const;
    void put(kit::Unit& unit, const Session& session) const;
    void set_used(kit::Unit& unit, const std::string& digest, Instant used) const;
    std::optional<Session> session(const kit::View& view, const std::string& digest) const;
    void erase_session(kit::Unit& unit, const std::string& digest) const;
    /// All but the one of that digest. How many there were.
    std::int64_t erase_sessions_of(kit::Unit& unit, const UserId& user, const std::string& but = {}) const;

    std::optional<SecondFactor> second_factor(const kit::View& view, const UserId& user) const;
    void put(kit::Unit& unit, const SecondFactor& factor) const;
    /// With the recovery codes.
    void erase_second_factor(kit::Unit& unit, const UserId& user) const;
    /// In the place of those before.
    void put_recovery_codes(kit::Unit& unit, const UserId& user, const std::vector<std::string>& digests) const;
    std::int64_t recovery_codes_left(const kit::View& view, const UserId& user) const;
    /// False if there is none of that digest.
    bool erase_recovery_code(kit::Unit& unit, const UserId& user, const std::string& digest) const;

    std::vector<User> all_users(kit::Db& db) const;
    std::vector<StoredToken> all_tokens(kit::Db& db) const;
    std::vector<Credential> all_credentials(kit::Db& db) const;
    std::vector<Session> all_sessions(kit::Db& db) const;
    std::vector<Place> all_places(kit::Db& db) const;
    /// Of those that are confirmed.
    std::vector<SecondFactorState> all_second_factors(kit::Db& db) const;
    /// As it begins while none is stored.
    api::Organisation organisation(kit::Db& db) const;

private:
    kit::Table<User> users_{"user", {"users", {"name", "active"}, {"name", "full_name", "team"}}};
    kit::Table<StoredToken> tokens_{"token", {"tokens", {"owner", "digest"}}};
    kit::Table<api::Organisation> organisation_{"organisation", "organisation"};
    kit::Table<api::BusinessCalendar> calendars_{"calendar", "calendars"};
};

}  // namespace rapport::gateway::accounts
