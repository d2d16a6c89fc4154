// SPDX-License-Identifier: MIT
#pragma once
#include "services/gateway/accounts/token.hpp"

/// What accounts tells. What changes how somebody signs in carries whom to tell of it: the user's id, name and address.
namespace rapport::gateway::accounts::api {

using kit::Event;

/// Who changed it, as the user would ask.
enum class By { self, administrator, gateway };
constexpr auto names_of(By) {
    using namespace std::literals;
    return std::array{"self"sv, "administrator"sv, "gateway"sv};
}

/// Data of events about a user.
struct UserEvent {
    User user;
    std::vector<Change> changes;
    std::optional<std::string> former_email;
    std::optional<By> by;
    static constexpr auto fields =
        describe(Field{"user", &UserEvent::user, "as it is now"},
                 Field{"changes", &UserEvent::changes, "before and after of what changed"},
                 Field{"former_email", &UserEvent::former_email,
                       "where to write to until now, if that was changed: the change is told there as well",
                       length(3, 254), personal},
                 Field{"by", &UserEvent::by, "who changed it"});
};

/// Data of the event that a user was retired, with who goes on with what belonged to them.
struct UserRetired {
    User user;
    std::optional<UserId> hand_over_to;
    std::optional<User> successor;
    static constexpr auto fields =
        describe(Field{"user", &UserRetired::user, "as it is now"},
                 Field{"hand_over_to", &UserRetired::hand_over_to, "the user who goes on with what belonged to them"},
                 Field{"successor", &UserRetired::successor, "that user, as it is now"});
};

/// Data of events about a token, with who owns it.
struct TokenEvent {
    Token token;
    std::optional<UserId> user;
    std::optional<std::string> name, full_name, email;
    std::optional<By> by;
    static constexpr auto fields =
        describe(Field{"token", &TokenEvent::token, "as it is now"}, Field{"user", &TokenEvent::user, "its owner"},
                 Field{"name", &TokenEvent::name, "the owner's, to sign in with"},
                 Field{"full_name", &TokenEvent::full_name, "the owner's, for people", length(0, 200), personal},
                 Field{"email", &TokenEvent::email, "where to write to the owner", length(3, 254), personal},
                 Field{"by", &TokenEvent::by, "who made or revoked it"});
};

/// How far a lock reaches.
enum class LockReach { place, strangers };
constexpr auto names_of(LockReach) {
    using namespace std::literals;
    return std::array{"place"sv, "strangers"sv};
}

/// Data of events about signing in: who, from where, and how long a lock lasts.
struct SignInEvent {
    UserId user;
    std::optional<Instant> until;
    std::optional<std::string> name, full_name, email;
    std::optional<std::string> address, agent;
    std::optional<LockReach> reach;
    static constexpr auto fields =
        describe(Field{"user", &SignInEvent::user, "who"},
                 Field{"until", &SignInEvent::until, "of a session its end; of a lock when it opens"},
                 Field{"name", &SignInEvent::name, "the user's, to sign in with"},
                 Field{"full_name", &SignInEvent::full_name, "for people", length(0, 200), personal},
                 Field{"email", &SignInEvent::email, "where to write to the user", length(3, 254), personal},
                 Field{"address", &SignInEvent::address, "the network address it came from", length(0, 100), personal},
                 Field{"agent", &SignInEvent::agent, "the program it came by, as that says", length(0, 400), personal},
                 Field{"reach", &SignInEvent::reach,
                       "of a lock: the one place that guessed, or all from where the user never signed in"});
};

/// Data of the event that a password was set, and of what ended with the one before.
struct PasswordEvent {
    UserId user;
    std::optional<Instant> until;
    std::optional<std::string> name, full_name, email;
    std::optional<By> by;
    std::optional<std::string> by_name;
    std::optional<std::int64_t> sessions_ended, tokens_revoked, tokens_left;
    static constexpr auto fields =
        describe(Field{"user", &PasswordEvent::user, "whose"},
                 Field{"until", &PasswordEvent::until, "until when it opens, unless the user sets one of their own"},
                 Field{"name", &PasswordEvent::name, "the user's, to sign in with"},
                 Field{"full_name", &PasswordEvent::full_name, "for people", length(0, 200), personal},
                 Field{"email", &PasswordEvent::email, "where to write to the user", length(3, 254), personal},
                 Field{"by", &PasswordEvent::by, "who set it"},
                 Field{"by_name", &PasswordEvent::by_name, "the administrator's name, if it was one"},
                 Field{"sessions_ended", &PasswordEvent::sessions_ended, "how many sessions it ended"},
                 Field{"tokens_revoked", &PasswordEvent::tokens_revoked, "how many API tokens were revoked with it"},
                 Field{"tokens_left", &PasswordEvent::tokens_left, "how many API tokens of the user go on"});
};

/// Why sessions ended that nobody signed out of.
enum class SessionsEndedBy { password, retirement, self, administrator, second_factor };
constexpr auto names_of(SessionsEndedBy) {
    using namespace std::literals;
    return std::array{"password"sv, "retirement"sv, "self"sv, "administrator"sv, "second_factor"sv};
}

/// Data of the event that somebody was signed out everywhere.
struct SessionsEndedEvent {
    UserId user;
    std::optional<std::string> name, full_name, email;
    SessionsEndedBy reason{};
    std::int64_t count = 0;
    static constexpr auto fields = describe(
        Field{"user", &SessionsEndedEvent::user, "whose"},
        Field{"name", &SessionsEndedEvent::name, "the user's, to sign in with"},
        Field{"full_name", &SessionsEndedEvent::full_name, "for people", length(0, 200), personal},
        Field{"email", &SessionsEndedEvent::email, "where to write to the user", length(3, 254), personal},
        Field{
            "reason", &SessionsEndedEvent::reason,
            "a new password, the user was retired, ended them, or an administrator did; or a second factor was set up "
            "without which they were opened"},
        Field{"count", &SessionsEndedEvent::count, "how many"});
};

/// Data of events about a second factor.
struct SecondFactorEvent {
    UserId user;
    std::optional<std::string> name, full_name, email;
    std::optional<By> by;
    std::optional<std::string> by_name;
    std::optional<std::int64_t> codes_left;
    static constexpr auto fields =
        describe(Field{"user", &SecondFactorEvent::user, "whose"},
                 Field{"name", &SecondFactorEvent::name, "the user's, to sign in with"},
                 Field{"full_name", &SecondFactorEvent::full_name, "for people", length(0, 200), personal},
                 Field{"email", &SecondFactorEvent::email, "where to write to the user", length(3, 254), personal},
                 Field{"by", &SecondFactorEvent::by, "who did it"},
                 Field{"by_name", &SecondFactorEvent::by_name, "the administrator's name, if it was one"},
                 Field{"codes_left", &SecondFactorEvent::codes_left, "how many recovery codes there are now"});
};

inline constexpr Event<UserEvent> user_created{"accounts.user_created", "a user was entered"};
inline constexpr Event<UserEvent> user_changed{"accounts.user_changed", "a user was changed"};
inline constexpr Event<UserRetired> user_retired{
    "accounts.user_retired",
    "a user may not sign in any more; what belonged to them goes to `hand_over_to`, if that is named"};
inline constexpr Event<TokenEvent> token_created{"accounts.token_created", "a token was made"};
inline constexpr Event<TokenEvent> token_revoked{"accounts.token_revoked", "a token was revoked"};
inline constexpr Event<SignInEvent> signed_in{"accounts.signed_in", "somebody signed in with a password"};
inline constexpr Event<SignInEvent> signed_in_new_device{
    "accounts.signed_in_new_device",
    "somebody signed in with a browser and from an address that they had not signed in from lately"};
inline constexpr Event<SignInEvent> sign_in_failed_told{"accounts.sign_in_failed",
                                                        "a wrong password or code was given"};
inline constexpr Event<SignInEvent> locked_told{"accounts.locked",
                                                "too many wrong passwords or codes: locked for a while"};
inline constexpr Event<SignInEvent> signed_out{"accounts.signed_out", "somebody signed out"};
inline constexpr Event<PasswordEvent> password_set{"accounts.password_set", "a password was set"};
inline constexpr Event<SessionsEndedEvent> sessions_ended{"accounts.sessions_ended",
                                                          "sessions ended that nobody signed out of"};
inline constexpr Event<SecondFactorEvent> second_factor_enrolled{
    "accounts.second_factor_enrolled", "somebody set up a second factor: codes are asked for from now on"};
inline constexpr Event<SecondFactorEvent> second_factor_removed{
    "accounts.second_factor_removed", "a second factor was removed: the password alone opens from now on"};
inline constexpr Event<SecondFactorEvent> recovery_codes_made{
    "accounts.recovery_codes_made", "somebody was given new recovery codes; those before open nothing any more"};
inline constexpr Event<SecondFactorEvent> recovery_code_used{"accounts.recovery_code_used",
                                                             "a recovery code was used in the place of a code"};

}  // namespace rapport::gateway::accounts::api
