// SPDX-License-Identifier: MIT
#include "services/gateway/accounts/session_desk.hpp"

namespace rapport::gateway::accounts {
namespace {

api::SignInEvent from(const User& user, const api::Origin& origin, std::optional<Instant> until = {},
                      std::optional<api::LockReach> reach = {}) {
    return told_to(user,
                   api::SignInEvent{.until = until, .address = origin.address, .agent = origin.agent, .reach = reach});
}

}  // namespace

kit::Routes SessionDesk::routes() {
    return {on(api::open_session, this, &SessionDesk::open_session),
            on(api::close_session, this, &SessionDesk::close_session),
            on(api::close_sessions, this, &SessionDesk::close_sessions),
            on(api::sign_in_failed, this, &SessionDesk::sign_in_failed),
            on(api::set_password, this, &SessionDesk::set_password),
            kit::every("accounts.tidy", std::chrono::minutes(1), this, &SessionDesk::tidy),
            tells(api::signed_in),
            tells(api::signed_in_new_device),
            tells(api::sign_in_failed_told),
            tells(api::locked_told),
            tells(api::signed_out),
            tells(api::password_set),
            tells(api::sessions_ended)};
}

void SessionDesk::keep(kit::Unit& unit, const Place& place) {
    store_.put(unit, place);
    directory_.put(unit, place);
}

void SessionDesk::keep(kit::Unit& unit, const Credential& credential) {
    store_.put(unit, credential);
    directory_.put(unit, credential);
}

/// A password takes a while to be looked at, and may be replaced meanwhile: what was right then opens nothing any more.
/// A right password from one place opens no lock on another: strangers may go on guessing from there.
User SessionDesk::open_session(kit::Unit& unit, const api::OpenSession& request) {
    require_gateway(unit.actor());
    const User user = store_.users().get(unit, request.user);
    if (!user.active || store_.credential(unit, user.id).hash != request.proven)
        throw Error(Code::unauthenticated, "the name or the password is wrong");
    if (const auto factor = codes_.confirmed_of(unit, user.id)) codes_.take(unit, user, *factor, request.code);
    if (request.instead_of) end_former(unit, user, *request.instead_of);
    const Session session{request.digest,      user.id, request.expires, unit.now(), unit.now(), request.origin.address,
                          request.origin.agent};
    store_.put(unit, session);
    keep(unit, succeeded(store_.place(unit, user.id, request.origin.place), unit.now()));
    if (request.address_place != request.origin.place) {
        Place address = store_.place(unit, user.id, request.address_place);
        address.signed_in = address.changed = unit.now();
        keep(unit, address);
    }
    unit.emit(api::signed_in, user.id, from(user, request.origin, session.expires));
    if (!request.origin.known)
        unit.emit(api::signed_in_new_device, user.id, from(user, request.origin, session.expires));
    directory_.put(unit, session);
    return user;
}

/// Who signs in again where they are in already has one session there, as before.
void SessionDesk::end_former(kit::Unit& unit, const User& user, const std::string& digest) {
    const auto former = store_.session(unit, digest);
    if (!former || former->user != user.id) return;
    store_.erase_session(unit, digest);
    directory_.erase_session(unit, digest);
    unit.emit(api::signed_out, user.id, from(user, {}));
}

kit::Nothing SessionDesk::close_session(kit::Unit& unit, const api::CloseSession& request) {
    require_gateway(unit.actor());
    if (const auto session = store_.session(unit, request.digest)) {
        store_.erase_session(unit, request.digest);
        unit.emit(api::signed_out, session->user, from(store_.users().get(unit, session->user), {}));
    }
    directory_.erase_session(unit, request.digest);
    return {};
}

kit::Nothing SessionDesk::close_sessions(kit::Unit& unit, const api::CloseSessions& request) {
    require_gateway(unit.actor());
    const User user = store_.users().get(unit, request.user);
    std::int64_t count = 0;
    for (const std::string& digest : request.digests) {
        const auto session = store_.session(unit, digest);
        if (!session || session->user != user.id) continue;
        store_.erase_session(unit, digest);
        directory_.erase_session(unit, digest);
        ++count;
    }
    if (count)
        unit.emit(api::sessions_ended, user.id,
                  told_to(user, api::SessionsEndedEvent{.reason = request.reason, .count = count}));
    return {};
}

kit::Nothing SessionDesk::sign_in_failed(kit::Unit& unit, const api::SignInFailed& request) {
    require_gateway(unit.actor());
    const User user = store_.users().get(unit, request.user);
    const Place place = failed(store_.place(unit, user.id, request.origin.place), unit.now());
    keep(unit, place);
    unit.emit(api::sign_in_failed_told, user.id, from(user, request.origin));
    if (locked(place, unit.now()))
        unit.emit(api::locked_told, user.id, from(user, request.origin, place.locked_until, api::LockReach::place));
    if (request.origin.known) return {};
    const Credential credential = failed(store_.credential(unit, user.id), unit.now());
    keep(unit, credential);
    if (closed_to_strangers(credential, unit.now()))
        unit.emit(api::locked_told, user.id,
                  from(user, request.origin, credential.hour_ends, api::LockReach::strangers));
    return {};
}

/// All sessions end: a password is changed because somebody else may know it.
kit::Nothing SessionDesk::set_password(kit::Unit& unit, const api::SetPassword& request) {
    require_gateway(unit.actor());
    const User user = store_.users().get(unit, request.user);
    if (request.proven && *request.proven != store_.credential(unit, user.id).hash)
        throw Error(Code::failed_precondition, "the password was set anew meanwhile: sign in with that one");
    const api::By by = request.by ? api::By::administrator : api::By::self;
    keep(unit, Credential{.user = user.id, .hash = request.hash, .expires = request.expires});
    unlock(unit, user);
    api::PasswordEvent event{.until = request.expires, .by = by};
    if (request.by) event.by_name = store_.users().get(unit, *request.by).name;
    event.sessions_ended = end_sessions(unit, user, api::SessionsEndedBy::password);
    const auto tokens = tokens_.open_tokens_of(unit, user.id);
    (request.revoke_tokens ? event.tokens_revoked : event.tokens_left) = std::ssize(tokens);
    if (request.revoke_tokens) tokens_.revoke_all(unit, tokens, by);
    unit.emit(api::password_set, user.id, told_to(user, std::move(event)));
    return {};
}

/// What was guessed so far was guessed at the password before.
void SessionDesk::unlock(kit::Unit& unit, const User& user) {
    for (Place& place : store_.places_of(unit, user.id)) {
        if (!place.failures) continue;
        place.failures = 0;
        place.locked_until.reset();
        keep(unit, place);
    }
}

std::int64_t SessionDesk::end_sessions(kit::Unit& unit, const User& user, api::SessionsEndedBy reason,
                                       const std::string& but) {
    const auto count = store_.erase_sessions_of(unit, user.id, but);
    directory_.erase_sessions_of(unit, user.id, but);
    if (count)
        unit.emit(api::sessions_ended, user.id,
                  told_to(user, api::SessionsEndedEvent{.reason = reason, .count = count}));
    return count;
}

/// First what only reads: a store that takes nothing is when it is needed most. A use is remembered until the store is
/// found to have it, since nothing of this may be committed.
void SessionDesk::tidy(kit::Unit& unit) {
    directory_.reload(store_, unit.db());
    const auto sessions = store_.all_sessions(unit.db());
    directory_.forget_used(sessions);
    for (const Session& session : sessions) {
        const Instant used = directory_.last_used(session);
        if (session.used != Instant{} && directory_.over(session)) {
            store_.erase_session(unit, session.digest);
            directory_.erase_session(unit, session.digest);
        } else if (used != session.used) {
            store_.set_used(unit, session.digest, used);
        }
    }
    for (const Place& place : store_.all_places(unit.db())) {
        if (!stale(place, unit.now())) continue;
        store_.erase(unit, place);
        directory_.erase(unit, place);
    }
}

}  // namespace rapport::gateway::accounts
