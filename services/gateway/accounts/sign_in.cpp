// SPDX-License-Identifier: MIT
#include "services/gateway/accounts/sign_in.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>

#include "bus/base/retry.hpp"
#include "services/gateway/accounts/sign_in_call.hpp"
#include "services/kit/text/folding.hpp"

namespace rapport::gateway::accounts {

/// One sign-in on its way. Where there is no such user it goes all the way, too.
struct SignIn::Attempt {
    ExchangePtr exchange;
    Credentials given;
    std::optional<User> user;
    Device device;
    api::Origin origin;
    std::string address_place;
    std::chrono::steady_clock::time_point came = std::chrono::steady_clock::now();
};

namespace {

constexpr std::size_t longest_agent = 200;

Error wrong() {
    return {Code::unauthenticated,
            "the name or the password is wrong, was so too often, or too many are guessing: try again in a while"};
}

/// What the program that asks says it is, as far as it can be shown to people.
std::optional<std::string> agent_of(const HttpRequest& request) {
    const auto said = request.header("User-Agent");
    if (!said) return {};
    std::string agent(said->substr(0, longest_agent));
    // Printable ASCII alone: it may be cut within a character, and of any coding.
    std::ranges::replace_if(
        agent, [](unsigned char c) { return c < 0x20 || c > 0x7e; }, '?');
    return agent;
}

}  // namespace

SignIn::SignIn(const bus::Address& bus, Directory& directory, const Clock& clock, SignInRules rules)
    : directory_(directory), clock_(clock), rules_(rules), client_(loop_, bus), thread_([this] { loop_.run(); }) {}

SignIn::~SignIn() {
    loop_.stop();
    thread_.join();
}

Mounts SignIn::mounts() {
    return {{"/api/v1/session", [this](const ExchangePtr& exchange) { session(exchange); }},
            {"/api/v1/session/password", [this](const ExchangePtr& exchange) { password(exchange); }},
            {"/api/v1/session/second-factor", [this](const ExchangePtr& exchange) { second_factor(exchange); }},
            {"/api/v1/session/second-factor/", [this](const ExchangePtr& exchange) { second_factor_step(exchange); }},
            {"/api/v1/sessions", [this](const ExchangePtr& exchange) { sessions(exchange); }},
            {"/api/v1/sessions/", [this](const ExchangePtr& exchange) { session_by_id(exchange); }}};
}

void SignIn::session(const ExchangePtr& exchange) {
    const HttpRequest& request = exchange->request;
    check_no_query(request);
    if (request.verb == "POST") return sign_in(exchange);
    if (request.verb == "GET" || request.verb == "HEAD") return tell_session(exchange);
    if (request.verb != "DELETE") return exchange->refuse_verb("GET, HEAD, POST, DELETE");
    const AdmissionPtr admission = directory_.admit(request);
    const auto identity = directory_.identify(request);
    if (!admission || !identity) throw Error(Code::unauthenticated, "you are not signed in");
    sign_out(*identity, exchange);
}

/// That nobody is signed in is an answer too: a page asks for it at each first visit. A token that opens nothing is
/// wrong.
void SignIn::tell_session(const ExchangePtr& exchange) {
    const HttpRequest& request = exchange->request;
    const AdmissionPtr admission = directory_.admit(request);
    const auto identity = directory_.identify(request);
    if (!admission || !identity) {
        if (request.header("Authorization"))
            throw Error(Code::unauthenticated, "the token is unknown, expired or revoked");
        return exchange->send({.status = 200,
                               .content_type = "application/json",
                               .body = nobody_signed_in(directory_.refusal(request)) + "\n"});
    }
    SessionInfo info{.user = identity->user, .roles = identity->actor.roles, .may = exchange->may(identity->actor)};
    if (identity->session) {
        info.expires = directory_.expiry(*identity->session);
        info.ends = identity->session->expires;
        info.change_password_by = directory_.credential(identity->user.id).expires;
        if (identity->lacks_second_factor) info.lacks_second_factor = true;
        info.csrf = identity->csrf;
    }
    exchange->send(json_answer(200, encode(info)));
}

void SignIn::sign_in(const ExchangePtr& exchange) {
    const HttpRequest& request = exchange->request;
    check_own_site(request);  // nobody is to be signed in as somebody else
    auto given = body_of<Credentials>(request);
    given.name = kit::name_key(given.name);  // as it is counted and looked up, however a keyboard writes it
    auto user = directory_.user_named(given.name);
    const std::string address_place = directory_.address_digest(request.remote);
    Device device = directory_.device(request);
    const bool proven = user && device.proves(user->id, directory_.credential(user->id).hash, clock_.now());
    api::Origin origin{.place = proven ? device.digest() : address_place,
                       .known = proven || (user && known(directory_.place(user->id, address_place), clock_.now())),
                       .address = request.remote,
                       .agent = agent_of(request)};
    PasswordQueue::Comer comer{given.name, network_of(request.remote), origin.known};
    if (comer.known) comer.name += "\n" + origin.place;
    const auto attempt = std::make_shared<const Attempt>(
        Attempt{exchange, std::move(given), std::move(user), std::move(device), std::move(origin), address_place});
    queue_.add(comer, [this, attempt](const PasswordQueue::Turn& turn) {
        answering(attempt->exchange, [&] {
            const Look look = turn.late ? Look{Outcome::late} : checked(*attempt);
            loop_.post([this, attempt, look, turn] { conclude(attempt, look, turn); });
        });
    });
}

/// On a thread of the queue. Where nobody may come in, whatever the password, it is not looked at.
SignIn::Look SignIn::checked(const Attempt& attempt) const {
    if (!attempt.user) return {Outcome::closed};
    const auto user = directory_.user(attempt.user->id);
    const Credential credential = directory_.credential(attempt.user->id);
    const Instant now = clock_.now();
    if (!user || !user->active || credential.hash.empty()) return {Outcome::closed};
    if (locked(directory_.place(user->id, attempt.origin.place), now)) return {Outcome::closed};
    if (!attempt.origin.known && closed_to_strangers(credential, now)) return {Outcome::closed};
    if (!password_matches(credential.hash, attempt.given.password)) return {Outcome::wrong};
    return {expired(credential, now) ? Outcome::over : Outcome::right, credential.hash};
}

void SignIn::conclude(const AttemptPtr& attempt, const Look& look, const PasswordQueue::Turn& turn) {
    const Outcome outcome = look.outcome;
    const auto log = [&](const char* what) {
        spdlog::info("sign-in {}: user={} address={} known={} trace={}", what,
                     attempt->user ? to_text(attempt->user->id) : "none", attempt->exchange->request.remote,
                     attempt->origin.known, attempt->exchange->trace.id);
    };
    switch (outcome) {
        case Outcome::right:
            return open(attempt, look.hash, turn);
        case Outcome::over:
            log("refused, the password set by an administrator has expired");
            return attempt->exchange->fail(Error(Code::unauthenticated,
                                                 "the password that an administrator set opens no more: ask for a new "
                                                 "one, and set one of your own at once"));
        case Outcome::wrong:
            log("failed");
            count(attempt, turn);
            return refuse(attempt, {nullptr, turn.seat});
        case Outcome::closed:
        case Outcome::late:
            // Anybody can ask for anything at any pace: a few lines a minute show that somebody does.
            if (lines_.allow(attempt->exchange->request.remote, attempt->came))
                log(outcome == Outcome::late ? "refused, too many were waiting"
                    : attempt->user          ? "refused, locked or without a password"
                                             : "refused, no such user");
            return refuse(attempt, {nullptr, turn.seat});
    }
}

/// Whoever is next of that name waits until it is counted, the refusal does not: a store or a bus that takes long would
/// tell by its time that there is such a user.
void SignIn::count(const AttemptPtr& attempt, const PasswordQueue::Turn& turn) {
    call(
        api::sign_in_failed, {attempt->user->id, attempt->origin}, attempt->exchange, turn, [] {},
        [](const Error& error) { spdlog::error("a wrong password is not counted: {}", error.message()); });
}

void SignIn::refuse(const AttemptPtr& attempt, const PasswordQueue::Turn& turn) { refuse(attempt, turn, wrong()); }

void SignIn::refuse(const AttemptPtr& attempt, const PasswordQueue::Turn& turn, const Error& why) {
    const auto left = attempt->came + rules_.refusal - std::chrono::steady_clock::now();
    loop_.after(std::max(std::chrono::ceil<Millis>(left), Millis(0)),
                [attempt, seat = turn.seat, why] { attempt->exchange->fail(why); });
}

void SignIn::open(const AttemptPtr& attempt, const std::string& proven, const PasswordQueue::Turn& turn) {
    const User& user = *attempt->user;
    const std::string secret = new_secret(session_prefix);
    const auto length = std::chrono::duration_cast<std::chrono::seconds>(directory_.rules.longest);
    const Instant expires = clock_.now() + directory_.rules.longest;
    const auto rights = directory_.rights_in_session(user);
    const bool lacks = directory_.needs_second_factor(user) && !directory_.second_factor(user.id);
    const SessionInfo info{.user = user,
                           .roles = rights ? names_of_roles(rights->roles) : std::vector<std::string>{},
                           .may = rights ? attempt->exchange->may(actor_of(user, *rights)) : std::vector<std::string>{},
                           .expires = std::min(expires, clock_.now() + directory_.rules.idle),
                           .ends = expires,
                           .change_password_by = directory_.credential(user.id).expires,
                           .lacks_second_factor = lacks ? std::optional(true) : std::nullopt,
                           .csrf = directory_.csrf_of(secret)};
    HttpResponse response = json_answer(201, encode(info));
    // The session's comes last: a client that keeps one of several fields of a name mostly keeps that.
    response.headers.emplace_back(
        "Set-Cookie",
        directory_.device_cookie.set(attempt->device.with(user.id, proven, clock_.now()), Device::proves_for));
    response.headers.emplace_back("Set-Cookie", directory_.session_cookie.set(secret, length));
    std::optional<std::string> former;
    if (const auto cookie = attempt->exchange->request.cookie(directory_.session_cookie.name))
        former = directory_.session_digest(*cookie);
    call(
        api::open_session,
        {user.id, directory_.session_digest(secret), expires, attempt->origin, attempt->address_place, proven, former,
         attempt->given.code},
        attempt->exchange, turn,
        [attempt, response = std::move(response)] {
            spdlog::info("signed in: user={} address={} known={} trace={}", to_text(attempt->user->id),
                         attempt->exchange->request.remote, attempt->origin.known, attempt->exchange->trace.id);
            attempt->exchange->send(response);
        },
        [this, attempt, turn](const Error& error) { not_opened(attempt, error, turn); });
}

/// After a right password. Who guesses codes is counted and waits as with passwords.
void SignIn::not_opened(const AttemptPtr& attempt, const Error& error, const PasswordQueue::Turn& turn) {
    const auto log = [&](const char* what) {
        spdlog::info("sign-in {}: user={} address={} known={} trace={}", what, to_text(attempt->user->id),
                     attempt->exchange->request.remote, attempt->origin.known, attempt->exchange->trace.id);
    };
    const PasswordQueue::Turn answer{nullptr, turn.seat};
    const auto reason = reason_of(error);
    if (reason == second_factor_required) {
        log("goes on with a code");
        return attempt->exchange->fail(error);
    }
    if (reason == second_factor_wrong) {
        log("failed, the code is wrong");
        count(attempt, turn);
        return refuse(attempt, answer, error);
    }
    // Replaced while it was looked at; or nothing can be counted either, so that a stranger is not to learn which one
    // was right.
    if (error.code() == Code::unauthenticated) return refuse(attempt, answer);
    spdlog::error("a right password opens nothing: {}", error.message());
    if (!attempt->origin.known) return refuse(attempt, answer);
    attempt->exchange->fail(error);
}

void SignIn::sign_out(const Identity& identity, const ExchangePtr& exchange) {
    if (!identity.session) throw Error(Code::failed_precondition, "a token has no session; revoke it instead");
    HttpResponse response{.status = 204};
    response.headers.emplace_back("Set-Cookie", directory_.session_cookie.cleared());
    loop_.post([this, identity, exchange, response = std::move(response)] {
        call(api::close_session, {identity.session->digest}, exchange, {}, [identity, exchange, response] {
            spdlog::info("signed out: user={} address={} trace={}", to_text(identity.user.id), exchange->request.remote,
                         exchange->trace.id);
            exchange->send(response);
        });
    });
}

}  // namespace rapport::gateway::accounts
