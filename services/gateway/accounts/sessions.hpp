// SPDX-License-Identifier: MIT
#pragma once
#include "services/gateway/accounts/api.hpp"

/// Sessions as people see their own: listed, and ended one by one or all others at once.
namespace rapport::gateway::accounts {

namespace api {

/// The gateway's: somebody ends sessions of a user.
struct CloseSessions {
    UserId user;
    std::vector<std::string> digests;
    SessionsEndedBy reason{};
    static constexpr auto fields = describe(
        Field{"user", &CloseSessions::user, "whose"},
        Field{"digests", &CloseSessions::digests, "of the sessions' secrets; those of others are left alone", secret},
        Field{"reason", &CloseSessions::reason, "self or administrator"});
};

inline constexpr Command<CloseSessions, Nothing> close_sessions{"close_sessions", bus_only, gateway_itself,
                                                                "Ends sessions of a user."};

}  // namespace api

/// One of a user's sessions, as they are shown it.
struct OwnSession {
    Uuid id;
    bool current = false;
    std::optional<Instant> began;
    Instant used, expires, ends;
    std::optional<std::string> address, agent;
    static constexpr auto fields =
        describe(Field{"id", &OwnSession::id, "its id, by which it is ended"},
                 Field{"current", &OwnSession::current, "whether it is the one that asks"},
                 Field{"began", &OwnSession::began, "when they signed in; none: before that was written down"},
                 Field{"used", &OwnSession::used, "when something was last asked with it"},
                 Field{"expires", &OwnSession::expires, "when it ends unless it is used before"},
                 Field{"ends", &OwnSession::ends, "when it ends however it is used"},
                 Field{"address", &OwnSession::address, "the network address of the sign-in", personal},
                 Field{"agent", &OwnSession::agent, "the program of the sign-in, as it says itself", personal});
};

/// All of a user's sessions.
struct OwnSessions {
    std::vector<OwnSession> items;
    static constexpr auto fields =
        describe(Field{"items", &OwnSessions::items, "those that are open, the one used last first"});
};

/// How many sessions ended.
struct SessionsClosed {
    std::int64_t ended = 0;
    static constexpr auto fields = describe(Field{"ended", &SessionsClosed::ended, "how many"});
};

}  // namespace rapport::gateway::accounts
