// SPDX-License-Identifier: MIT
#pragma once
#include <spdlog/spdlog.h>

#include "services/gateway/accounts/sign_in.hpp"
#include "services/gateway/accounts/sign_in_answers.hpp"

namespace rapport::gateway::accounts {

/// Who is in already and asks for a change of how somebody signs in.
struct SignIn::Holder {
    ExchangePtr exchange;
    AdmissionPtr admission;
    Identity by;
    User whose;
    api::Origin origin = {};

    bool own() const { return by.user.id == whose.id; }
    /// Whoever is in and guesses is counted for themself, and holds up nobody.
    PasswordQueue::Comer comer() const { return {"\n" + origin.place, network_of(exchange->request.remote), true}; }
    /// Their turn may come late.
    void check_admission() const {
        if (admission->ended()) throw Error(Code::unauthenticated, "the right to ask ended meanwhile");
    }
};

/// For what runs on a thread of the queue, where nobody else catches.
template <class Act>
void answering(const ExchangePtr& exchange, Act act) {
    try {
        act();
    } catch (const Error& e) {
        exchange->fail(e);
    } catch (const std::exception& e) {
        spdlog::error("{} {}: {} trace={}", exchange->request.verb, exchange->route, e.what(), exchange->trace.id);
        exchange->fail(Error(Code::internal, "something is wrong on our side"));
    }
}

template <class Req, class Res>
void SignIn::call(const kit::Command<Req, Res>& command, const Req& request, const ExchangePtr& exchange,
                  const PasswordQueue::Turn& turn, std::function<void()> then,
                  std::function<void(const Error&)> otherwise) {
    bus::CallOptions options{.idem = to_text(new_uuid(clock_.now())),
                             .actor = Actor{.id = "service:gateway", .kind = "service", .roles = {"service"}},
                             .retry = true};
    client_.call(
        "accounts", command.name, encode(request), options,
        [exchange, turn, then = std::move(then), otherwise = std::move(otherwise)](const bus::Reply& reply, bool last) {
            if (!last) return;
            if (!reply.error) then();
            else if (otherwise) otherwise(*reply.error);
            else exchange->fail(*reply.error);
        });
}

}  // namespace rapport::gateway::accounts
