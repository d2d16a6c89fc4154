// SPDX-License-Identifier: MIT
#include <spdlog/spdlog.h>

#include "services/gateway/accounts/caller.hpp"
#include "services/gateway/accounts/password.hpp"
#include "services/gateway/accounts/sign_in_call.hpp"

namespace rapport::gateway::accounts {

/// A password that is to be set.
struct SignIn::Change : SignIn::Holder {
    NewPassword given;
    Device device;
};

SignIn::Holder SignIn::holder(const ExchangePtr& exchange) const {
    const HttpRequest& request = exchange->request;
    const AdmissionPtr admission = directory_.admit(request);
    const auto identity = directory_.identify(request);
    if (!admission || !identity) throw Error(Code::unauthenticated, "you are not signed in");
    api::Origin origin{.place = directory_.holder_digest(*identity), .known = true, .address = request.remote};
    return {exchange, admission, *identity, identity->user, std::move(origin)};
}

/// The same about that user, or about themself.
SignIn::Holder SignIn::concerning(Holder holder, const std::optional<UserId>& user) const {
    const UserId id = user.value_or(holder.by.user.id);
    if (id != holder.by.user.id && !administers(holder.by.actor))
        throw Error(Code::permission_denied, "user: how another signs in is for the role admin");
    if (id == holder.by.user.id && !holder.by.whole)
        throw Error(Code::permission_denied,
                    "a token that may not do all that its owner may changes nothing of how they sign in");
    auto whose = directory_.user(id);
    if (!whose) throw Error(Code::not_found, "user: there is no such user");
    holder.whose = *std::move(whose);
    return holder;
}

void SignIn::password(const ExchangePtr& exchange) {
    const HttpRequest& request = exchange->request;
    check_no_query(request);
    if (request.verb != "PUT") return exchange->refuse_verb("PUT");
    Holder asks = holder(exchange);
    auto given = body_of<NewPassword>(request);
    asks = concerning(std::move(asks), given.user);
    const auto wanted =
        std::make_shared<const Change>(Change{std::move(asks), std::move(given), directory_.device(request)});
    queue_.add(wanted->comer(), [this, wanted](const PasswordQueue::Turn& turn) {
        answering(wanted->exchange, [&] { change(wanted, turn); });
    });
}

/// On a thread of the queue.
void SignIn::change(const ChangePtr& wanted, const PasswordQueue::Turn& turn) {
    wanted->check_admission();
    if (wanted->own() && !wanted->given.fresh) throw invalid("new", "must be the password from now on");
    const std::string fresh = wanted->given.fresh ? *wanted->given.fresh : random_password();
    if (wanted->given.current == fresh) throw invalid("new", "must be another than the password so far");
    check_password(fresh, wanted->whose, "new");  // before anything is hashed in vain
    const std::string hash = directory_.credential(wanted->whose.id).hash;
    if (wanted->own() && !hash.empty() && !proven(wanted, wanted->given.current, hash, turn)) return;
    api::SetPassword request{
        .user = wanted->whose.id, .hash = password_hash(fresh), .revoke_tokens = wanted->given.revoke_tokens};
    if (wanted->own()) {
        request.proven = hash;
    } else {
        request.by = wanted->by.user.id;
        request.expires = clock_.now() + rules_.initial_password;
    }
    loop_.post([this, wanted, turn, fresh, request = std::move(request)] { set(wanted, fresh, request, turn); });
}

/// On a thread of the queue. Whether the password so far was given; answers if not. It proves that it is they who ask,
/// and not a screen left open or a token that was found; an administrator proves it for a password of their own, too.
/// While it is locked nothing is counted, so that the lock ends.
bool SignIn::proven(const HolderPtr& holder, const std::optional<std::string>& current, const std::string& hash,
                    const PasswordQueue::Turn& turn) {
    if (!current) throw invalid("current", "must be the password so far");
    const bool may_try = !locked(directory_.place(holder->whose.id, holder->origin.place), clock_.now());
    if (may_try && password_matches(hash, *current)) return true;
    spdlog::info("the password so far was not given{}: user={} address={} trace={}", may_try ? "" : ", locked",
                 to_text(holder->whose.id), holder->exchange->request.remote, holder->exchange->trace.id);
    const Error wrong = invalid("current", "is not the password so far, or was wrong too often: try again in a while");
    if (!may_try) throw wrong;
    loop_.post([this, holder, turn, wrong] { count(holder, wrong, turn); });
    return false;
}

/// One more wrong password or code of who is in already; they are told once it is counted.
void SignIn::count(const HolderPtr& holder, const Error& wrong, const PasswordQueue::Turn& turn) {
    call(api::sign_in_failed, {holder->whose.id, holder->origin}, holder->exchange, turn,
         [holder, wrong] { holder->exchange->fail(wrong); });
}

void SignIn::set(const ChangePtr& wanted, const std::string& fresh, const api::SetPassword& request,
                 const PasswordQueue::Turn& turn) {
    if (wanted->admission->ended())  // hashing has taken a while
        return wanted->exchange->fail(Error(Code::unauthenticated, "the right to ask ended meanwhile"));
    HttpResponse response{.status = 204};
    if (!wanted->given.fresh) response = json_answer(200, encode(MadePassword{fresh, *request.expires}));
    // The browser was known by the password before; who sets a new one there is known by that.
    if (wanted->own() && wanted->by.session)
        response.headers.emplace_back(
            "Set-Cookie", directory_.device_cookie.set(
                              wanted->device.with(wanted->whose.id, request.hash, clock_.now()), Device::proves_for));
    call(api::set_password, request, wanted->exchange, turn, [wanted, response] {
        spdlog::info("password set: user={} by={} address={} trace={}", to_text(wanted->whose.id), wanted->by.actor.id,
                     wanted->exchange->request.remote, wanted->exchange->trace.id);
        wanted->exchange->send(response);
    });
}

}  // namespace rapport::gateway::accounts
