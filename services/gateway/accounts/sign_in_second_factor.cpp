// SPDX-License-Identifier: MIT
#include <spdlog/spdlog.h>

#include "bus/base/retry.hpp"
#include "services/gateway/accounts/caller.hpp"
#include "services/gateway/accounts/second_factors.hpp"
#include "services/gateway/accounts/sign_in_call.hpp"
#include "services/gateway/accounts/totp.hpp"

namespace rapport::gateway::accounts {

/// What is to be done with a second factor.
struct SignIn::FactorChange : SignIn::Holder {
    enum class What { begin, confirm, remove, renew } what;
    std::optional<std::string> current, code;
};

namespace {

/// Details of a refusal that names a field.
struct WhyField {
    std::string field, reason;
    static constexpr auto fields = describe(Field{"field", &WhyField::field, "its path"},
                                            Field{"reason", &WhyField::reason, "in a word, for programs"});
};

/// To who is in already, and so is told as of any other field.
Error wrong_code_given() {
    return {Code::invalid_argument,
            "code: is wrong, was used already, or was wrong too often: wait for the next one, or try again in a while",
            Any{encode(WhyField{"code", std::string(second_factor_wrong)})}};
}

std::vector<std::string> digests_of(const Directory& directory, const UserId& user,
                                    const std::vector<std::string>& codes) {
    std::vector<std::string> digests;
    for (const std::string& code : codes) digests.push_back(directory.recovery_digest(user, typed_code(code)));
    return digests;
}

}  // namespace

void SignIn::second_factor(const ExchangePtr& exchange) {
    const HttpRequest& request = exchange->request;
    if (request.verb == "GET" || request.verb == "HEAD") return tell_second_factor(exchange);
    check_no_query(request);
    if (request.verb != "POST") return exchange->refuse_verb("GET, HEAD, POST");
    Holder asks = holder(exchange);
    auto given = body_of<BeginBody>(request);
    queue({{concerning(std::move(asks), {})}, FactorChange::What::begin, std::move(given.current), {}});
}

void SignIn::tell_second_factor(const ExchangePtr& exchange) const {
    const Holder asks = concerning(holder(exchange), user_named(exchange->request));
    OwnSecondFactor own{.required = directory_.needs_second_factor(asks.whose)};
    if (const auto state = directory_.second_factor(asks.whose.id)) {
        own.enrolled = true;
        own.since = state->since;
        own.recovery_codes_left = state->codes_left;
    }
    exchange->send(json_answer(200, encode(own)));
}

void SignIn::second_factor_step(const ExchangePtr& exchange) {
    const HttpRequest& request = exchange->request;
    const std::string step = request.path.substr(request.path.rfind('/') + 1);
    if (step != "confirmation" && step != "removal" && step != "recovery-codes")
        throw Error(Code::not_found, "there is no such path");
    check_no_query(request);
    if (request.verb != "POST") return exchange->refuse_verb("POST");
    Holder asks = holder(exchange);
    if (step == "confirmation") {
        auto given = body_of<ConfirmBody>(request);
        queue({{concerning(std::move(asks), {})}, FactorChange::What::confirm, {}, std::move(given.code)});
    } else if (step == "removal") {
        auto given = body_of<RemoveBody>(request);
        queue({{concerning(std::move(asks), given.user)},
               FactorChange::What::remove,
               std::move(given.current),
               std::move(given.code)});
    } else {
        auto given = body_of<RenewBody>(request);
        queue({{concerning(std::move(asks), {})},
               FactorChange::What::renew,
               std::move(given.current),
               std::move(given.code)});
    }
}

void SignIn::queue(FactorChange change) {
    const auto wanted = std::make_shared<const FactorChange>(std::move(change));
    queue_.add(wanted->comer(), [this, wanted](const PasswordQueue::Turn& turn) {
        answering(wanted->exchange, [&] { change_factor(wanted, turn); });
    });
}

/// On a thread of the queue. A session that was left open is not enough to change how somebody signs in: the password
/// is asked of everybody but of who confirms what they just began by it, and of an administrator about another.
void SignIn::change_factor(const FactorChangePtr& wanted, const PasswordQueue::Turn& turn) {
    using enum FactorChange::What;
    wanted->check_admission();
    std::string hash;
    if (wanted->what == confirm) {
        if (locked(directory_.place(wanted->whose.id, wanted->origin.place), clock_.now())) throw wrong_code_given();
    } else if (wanted->own()) {
        hash = directory_.credential(wanted->whose.id).hash;
        if (hash.empty()) throw Error(Code::failed_precondition, "there is no password: set one first");
        if (!proven(wanted, wanted->current, hash, turn)) return;
        if (wanted->what == remove && !wanted->code) throw invalid("code", "must be the one that the program shows");
    }
    loop_.post([this, wanted, hash, turn] {
        switch (wanted->what) {
            case begin:
                return begin_factor(wanted, hash, turn);
            case confirm:
                return confirm_factor(wanted, turn);
            case remove:
                return remove_factor(wanted, hash, turn);
            case renew:
                return renew_codes(wanted, hash, turn);
        }
    });
}

void SignIn::begin_factor(const FactorChangePtr& wanted, const std::string& hash, const PasswordQueue::Turn& turn) {
    const User& user = wanted->whose;
    const std::string secret = new_totp_secret();
    const std::string issuer = directory_.organisation()->name.value_or("Rapport");
    const NewSecondFactor made{base32(secret), otpauth_url(issuer, user.name, secret), clock_.now() + time_to_confirm};
    settle(api::begin_second_factor, {user.id, directory_.sealed(user.id, secret), hash}, wanted, turn,
           json_answer(201, encode(made)), "begun");
}

void SignIn::confirm_factor(const FactorChangePtr& wanted, const PasswordQueue::Turn& turn) {
    const RecoveryCodes made{new_recovery_codes()};
    api::ConfirmSecondFactor request{.user = wanted->whose.id,
                                     .code = *wanted->code,
                                     .recovery = digests_of(directory_, wanted->whose.id, made.recovery_codes)};
    if (wanted->by.session) request.session = wanted->by.session->digest;
    settle(api::confirm_second_factor, request, wanted, turn, json_answer(200, encode(made)), "set up");
}

void SignIn::remove_factor(const FactorChangePtr& wanted, const std::string& hash, const PasswordQueue::Turn& turn) {
    api::RemoveSecondFactor request{.user = wanted->whose.id};
    if (wanted->own()) {
        request.code = wanted->code;
        request.proven = hash;
    } else {
        request.by = wanted->by.user.id;
    }
    settle(api::remove_second_factor, request, wanted, turn, {.status = 204}, "removed");
}

void SignIn::renew_codes(const FactorChangePtr& wanted, const std::string& hash, const PasswordQueue::Turn& turn) {
    const RecoveryCodes made{new_recovery_codes()};
    settle(api::renew_recovery_codes,
           {wanted->whose.id, *wanted->code, hash, digests_of(directory_, wanted->whose.id, made.recovery_codes)},
           wanted, turn, json_answer(200, encode(made)), "given new recovery codes");
}

template <class Req>
void SignIn::settle(const kit::Command<Req, kit::Nothing>& command, const Req& request, const FactorChangePtr& wanted,
                    const PasswordQueue::Turn& turn, HttpResponse response, const char* done) {
    if (wanted->admission->ended())  // hashing has taken a while
        return wanted->exchange->fail(Error(Code::unauthenticated, "the right to ask ended meanwhile"));
    call(
        command, request, wanted->exchange, turn,
        [wanted, response = std::move(response), done] {
            spdlog::info("second factor {}: user={} by={} address={} trace={}", done, to_text(wanted->whose.id),
                         wanted->by.actor.id, wanted->exchange->request.remote, wanted->exchange->trace.id);
            wanted->exchange->send(response);
        },
        [this, wanted, turn](const Error& error) {
            if (reason_of(error) != second_factor_wrong) return wanted->exchange->fail(error);
            spdlog::info("a code was wrong: user={} address={} trace={}", to_text(wanted->whose.id),
                         wanted->exchange->request.remote, wanted->exchange->trace.id);
            count(wanted, wrong_code_given(), turn);
        });
}

}  // namespace rapport::gateway::accounts
