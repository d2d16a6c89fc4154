// SPDX-License-Identifier: MIT
#include <algorithm>

#include "services/gateway/accounts/caller.hpp"
#include "services/gateway/accounts/sessions.hpp"
#include "services/gateway/accounts/sign_in_call.hpp"

namespace rapport::gateway::accounts {

/// Who asks about whose sessions.
struct SignIn::Asking {
    Identity by;
    User whose;

    bool is_current(const Session& session) const { return by.session && by.session->digest == session.digest; }
    api::SessionsEndedBy reason() const {
        return by.user.id == whose.id ? api::SessionsEndedBy::self : api::SessionsEndedBy::administrator;
    }
};

SignIn::Asking SignIn::asking(const ExchangePtr& exchange) const {
    const HttpRequest& request = exchange->request;
    const AdmissionPtr admission = directory_.admit(request);
    const auto identity = directory_.identify(request);
    if (!admission || !identity) throw Error(Code::unauthenticated, "you are not signed in");
    const auto named = user_named(request);
    const UserId id = named.value_or(identity->user.id);
    if (id != identity->user.id && !administers(identity->actor))
        throw Error(Code::permission_denied, "user: another's sessions are for the role admin");
    if (!identity->whole)
        throw Error(Code::permission_denied, "a token that may not do all that its owner may sees no sessions");
    auto whose = directory_.user(id);
    if (!whose) throw Error(Code::not_found, "user: there is no such user");
    return {*identity, *std::move(whose)};
}

void SignIn::sessions(const ExchangePtr& exchange) {
    const std::string& verb = exchange->request.verb;
    if (verb != "GET" && verb != "HEAD" && verb != "DELETE") return exchange->refuse_verb("GET, HEAD, DELETE");
    const Asking asked = asking(exchange);
    auto open = directory_.sessions_of(asked.whose.id);
    if (verb == "DELETE") {
        std::erase_if(open, [&](const Session& session) { return asked.is_current(session); });
        const SessionsClosed closed{std::ssize(open)};
        return end_sessions(asked, std::move(open), exchange, json_answer(200, encode(closed)));
    }
    OwnSessions all;
    for (const Session& session : open)
        all.items.push_back({.id = directory_.id_of(session),
                             .current = asked.is_current(session),
                             .began = session.began,
                             .used = directory_.last_used(session),
                             .expires = directory_.expiry(session),
                             .ends = session.expires,
                             .address = session.address,
                             .agent = session.agent});
    std::ranges::sort(all.items, std::greater<>(), &OwnSession::used);
    exchange->send(json_answer(200, encode(all)));
}

void SignIn::session_by_id(const ExchangePtr& exchange) {
    const HttpRequest& request = exchange->request;
    if (request.verb != "DELETE") return exchange->refuse_verb("DELETE");
    const Asking asked = asking(exchange);
    const auto id = uuid_from(request.path.substr(request.path.rfind('/') + 1));
    auto open = directory_.sessions_of(asked.whose.id);
    std::erase_if(open, [&](const Session& session) { return directory_.id_of(session) != id; });
    if (open.empty()) throw Error(Code::not_found, "id: there is no such session");
    HttpResponse response{.status = 204};
    if (asked.is_current(open.front()))
        response.headers.emplace_back("Set-Cookie", directory_.session_cookie.cleared());
    end_sessions(asked, std::move(open), exchange, std::move(response));
}

void SignIn::end_sessions(const Asking& asked, std::vector<Session> which, const ExchangePtr& exchange,
                          HttpResponse response) {
    if (which.empty()) return exchange->send(std::move(response));
    api::CloseSessions request{.user = asked.whose.id, .reason = asked.reason()};
    for (Session& session : which) request.digests.push_back(std::move(session.digest));
    loop_.post([this, exchange, request = std::move(request), response = std::move(response), by = asked.by.actor.id] {
        call(api::close_sessions, request, exchange, {}, [exchange, request, response, by] {
            spdlog::info("sessions ended: user={} count={} by={} address={} trace={}", to_text(request.user),
                         request.digests.size(), by, exchange->request.remote, exchange->trace.id);
            exchange->send(response);
        });
    });
}

}  // namespace rapport::gateway::accounts
