// SPDX-License-Identifier: MIT
#include "services/gateway/accounts/sign_in.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "bus/base/edge.hpp"
#include "services/gateway/mapping.hpp"
#include "services/gateway/problem.hpp"

namespace rapport::gateway::accounts {

/// What one signs in with.
struct Credentials {
    std::string name, password;
    static constexpr auto fields =
        describe(Field{"name", &Credentials::name, "the user's", length(1, 100)},
                 Field{"password", &Credentials::password, "theirs", length(1, 1'000), secret});
};

namespace {

constexpr std::chrono::hours session_length{12};
/// Each takes some 50 ms: what waits longer than a few seconds is refused instead.
constexpr int most_waiting = 32;

struct NewPassword {
    std::optional<UserId> user;
    std::optional<std::string> current;
    std::string fresh;
    static constexpr auto fields =
        describe(Field{"user", &NewPassword::user, "whose; none: one's own"},
                 Field{"current", &NewPassword::current, "the password so far", length(1, 1'000), secret},
                 Field{"new", &NewPassword::fresh, "the password from now on", length(1, 1'000), secret});
};

/// What a session tells whoever has it.
struct SessionInfo {
    User user;
    std::vector<std::string> roles;
    std::optional<Instant> expires;
    std::optional<std::string> csrf;
    static constexpr auto fields =
        describe(Field{"user", &SessionInfo::user, "who"}, Field{"roles", &SessionInfo::roles, "what one may do"},
                 Field{"expires", &SessionInfo::expires, "when the session ends"},
                 Field{"csrf", &SessionInfo::csrf, "to be sent as X-CSRF-Token"});
};

Error wrong() { return {Code::unauthenticated, "the name or the password is wrong, or was so too often"}; }

HttpResponse json(int status, const std::string& message_pack) {
    HttpResponse response{.status = status, .content_type = "application/json", .body = to_json(message_pack) + "\n"};
    response.headers.emplace_back("Cache-Control", "no-store");
    return response;
}

Actor gateway_itself() { return {.id = "service:gateway", .kind = "service", .roles = {"service"}}; }

template <class T>
T body_of(const HttpRequest& request) {
    check_media_type(request);
    return read_request<T>(from_json(request.body));
}

}  // namespace

SignIn::SignIn(const bus::Address& bus, Directory& directory, const Clock& clock, bool secure_cookie)
    : directory_(directory), clock_(clock), secure_cookie_(secure_cookie), client_(loop_, bus), thread_([this] {
          loop_.run();
      }) {}

SignIn::~SignIn() {
    loop_.stop();
    thread_.join();
}

Gateway::Mounts SignIn::mounts() {
    return {{"/api/v1/session", [this](const ExchangePtr& exchange) { session(exchange); }},
            {"/api/v1/session/password", [this](const ExchangePtr& exchange) { password(exchange); }}};
}

void SignIn::session(const ExchangePtr& exchange) {
    const HttpRequest& request = exchange->request;
    check_no_query(request);
    if (request.verb == "POST")
        return later(exchange, [this, given = body_of<Credentials>(request), exchange] { sign_in(given, exchange); });
    if (request.verb != "GET" && request.verb != "DELETE") return exchange->refuse_verb("GET, POST, DELETE");
    if (request.verb == "DELETE" && !directory_.who(request))
        throw Error(Code::unauthenticated, "you are not signed in");
    const auto identity = directory_.identify(request);
    if (!identity) throw Error(Code::unauthenticated, "you are not signed in");
    if (request.verb == "DELETE") return sign_out(*identity, exchange);
    SessionInfo info{.user = identity->user, .roles = identity->actor.roles};
    if (identity->session) {
        info.expires = identity->session->expires;
        info.csrf = identity->csrf;
    }
    exchange->send(json(200, encode(info)));
}

void SignIn::later(const ExchangePtr& exchange, std::function<void()> task) {
    if (waiting_ >= most_waiting) throw Error(Code::resource_exhausted, "too many are signing in: try again");
    ++waiting_;
    loop_.post([this, exchange, task = std::move(task)] {
        --waiting_;
        try {
            task();
        } catch (const Error& e) {
            exchange->fail(e);
        }
    });
}

template <class Req, class Res>
void SignIn::call(const kit::Command<Req, Res>& command, const Req& request, const ExchangePtr& exchange,
                  std::function<void()> then) {
    bus::CallOptions options{.idem = to_text(new_uuid(clock_.now())), .actor = gateway_itself(), .retry = true};
    client_.call("accounts", command.name, encode(request), options,
                 [exchange, then = std::move(then)](const bus::Reply& reply, bool last) {
                     if (!last) return;
                     if (reply.error) return exchange->fail(*reply.error);
                     then();
                 });
}

/// A name that is none takes as long as a wrong password, and is answered the same.
void SignIn::sign_in(const Credentials& given, const ExchangePtr& exchange) {
    const auto user = directory_.user_named(given.name);
    const Credential credential = user ? directory_.credential(user->id) : Credential{};
    const bool right = password_matches(credential.hash, given.password);
    if (!user || !user->active || locked(credential, clock_.now())) return exchange->fail(wrong());
    if (right) return open(*user, exchange);
    call(api::sign_in_failed, {user->id}, exchange, [exchange] { exchange->fail(wrong()); });
}

void SignIn::open(const User& user, const ExchangePtr& exchange) {
    const std::string secret = new_secret(session_prefix);
    const Instant expires = clock_.now() + session_length;
    SessionInfo info{
        .user = user, .roles = names_of_roles(user.roles), .expires = expires, .csrf = directory_.csrf_of(secret)};
    HttpResponse response = json(201, encode(info));
    response.headers.emplace_back(
        "Set-Cookie", fmt::format("{}={}; Path=/; HttpOnly; SameSite=Lax; Max-Age={}{}", session_cookie, secret,
                                  std::chrono::seconds(session_length).count(), secure_cookie_ ? "; Secure" : ""));
    call(api::open_session, {user.id, directory_.session_digest(secret), expires}, exchange,
         [exchange, response = std::move(response)] { exchange->send(response); });
}

void SignIn::sign_out(const Identity& identity, const ExchangePtr& exchange) {
    if (!identity.session) throw Error(Code::failed_precondition, "a token has no session; revoke it instead");
    HttpResponse response{.status = 204};
    response.headers.emplace_back("Set-Cookie",
                                  fmt::format("{}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0", session_cookie));
    loop_.post([this, digest = identity.session->digest, exchange, response = std::move(response)] {
        call(api::close_session, {digest}, exchange, [exchange, response] { exchange->send(response); });
    });
}

void SignIn::password(const ExchangePtr& exchange) {
    const HttpRequest& request = exchange->request;
    check_no_query(request);
    if (request.verb != "PUT") return exchange->refuse_verb("PUT");
    const auto actor = directory_.who(request);
    const auto identity = directory_.identify(request);
    if (!actor || !identity) throw Error(Code::unauthenticated, "you are not signed in");
    auto given = body_of<NewPassword>(request);
    check_password(given.fresh, "new");
    const bool admin = std::ranges::count(actor->roles, "admin") > 0;
    const UserId whose = given.user.value_or(identity->user.id);
    if (whose != identity->user.id && !admin)
        throw Error(Code::permission_denied, "user: another's password is for the role admin");
    if (!directory_.user(whose)) throw Error(Code::not_found, "user: there is no such user");
    later(exchange, [this, whose, given = std::move(given), admin, exchange] {
        const Credential credential = directory_.credential(whose);
        // An administrator may always set one; others prove that it is they, and not a screen left open.
        if (!admin && !given.current) throw invalid("current", "must be the password so far");
        if (!admin && (locked(credential, clock_.now()) || !password_matches(credential.hash, *given.current)))
            return call(api::sign_in_failed, {whose}, exchange,
                        [exchange] { exchange->fail(invalid("current", "is not the password so far")); });
        call(api::set_password, {whose, password_hash(given.fresh)}, exchange,
             [exchange] { exchange->send({.status = 204}); });
    });
}

}  // namespace rapport::gateway::accounts
