// SPDX-License-Identifier: MIT
#include "services/gateway/accounts/directory.hpp"

#include <mutex>

namespace rapport::gateway::accounts {

Directory::Directory(const KeyedHash& hash, const Clock& clock) : hash_(hash), clock_(clock) {}

std::optional<Actor> Directory::who(const HttpRequest& request) const {
    auto identity = identify(request);
    if (!identity) return {};
    if (identity->session && changes_something(request.verb) &&
        !equal_secrets(request.header("X-CSRF-Token").value_or(""), identity->csrf))
        throw Error(Code::permission_denied, "send X-CSRF-Token: `csrf` of your session (GET /api/v1/session)");
    return std::move(identity->actor);
}

std::optional<Identity> Directory::identify(const HttpRequest& request) const {
    // Whoever sends Authorization is asking by it alone: a cookie that the browser adds by itself must not help.
    if (request.header("Authorization")) {
        const auto token = bearer_of(request);
        return token && is_secret(*token, token_prefix) ? by_token(*token) : std::nullopt;
    }
    const auto cookie = request.cookie(session_cookie);
    return cookie && is_secret(*cookie, session_prefix) ? by_cookie(*cookie) : std::nullopt;
}

std::optional<Identity> Directory::by_token(std::string_view secret) const {
    const std::string digest = token_digest(secret);
    const std::shared_lock lock(mutex_);
    const auto token = content_.tokens.find(digest);
    if (token == content_.tokens.end() || !valid(token->second, clock_.now())) return {};
    const auto owner = content_.users.find(token->second.owner);
    if (owner == content_.users.end()) return {};
    auto actor = actor_of(token->second, owner->second);
    if (!actor) return {};
    return Identity{.actor = std::move(*actor), .user = owner->second};
}

std::optional<Identity> Directory::by_cookie(std::string_view secret) const {
    const std::string digest = session_digest(secret);
    const std::shared_lock lock(mutex_);
    const auto session = content_.sessions.find(digest);
    if (session == content_.sessions.end() || clock_.now() >= session->second.expires) return {};
    const auto user = content_.users.find(session->second.user);
    if (user == content_.users.end()) return {};
    auto actor = actor_of(user->second);
    if (!actor) return {};
    return Identity{
        .actor = std::move(*actor), .user = user->second, .session = session->second, .csrf = csrf_of(secret)};
}

std::optional<User> Directory::user_named(const std::string& name) const {
    const std::shared_lock lock(mutex_);
    const auto id = content_.by_name.find(name);
    if (id == content_.by_name.end()) return {};
    return content_.users.at(id->second);
}

std::optional<User> Directory::user(const UserId& id) const {
    const std::shared_lock lock(mutex_);
    const auto found = content_.users.find(id);
    if (found == content_.users.end()) return {};
    return found->second;
}

Credential Directory::credential(const UserId& user) const {
    const std::shared_lock lock(mutex_);
    const auto found = content_.credentials.find(user);
    return found == content_.credentials.end() ? Credential{.user = user} : found->second;
}

void Directory::put(const User& user) {
    const std::unique_lock lock(mutex_);
    content_.users.insert_or_assign(user.id, user);
    content_.by_name.insert_or_assign(user.name, user.id);
}

void Directory::put(const StoredToken& token) {
    const std::unique_lock lock(mutex_);
    content_.tokens.insert_or_assign(token.digest, token.token);
}

void Directory::put(const Credential& credential) {
    const std::unique_lock lock(mutex_);
    content_.credentials.insert_or_assign(credential.user, credential);
}

void Directory::put(const Session& session) {
    const std::unique_lock lock(mutex_);
    content_.sessions.insert_or_assign(session.digest, session);
}

void Directory::erase_session(const std::string& digest) {
    const std::unique_lock lock(mutex_);
    content_.sessions.erase(digest);
}

void Directory::erase_sessions_of(const UserId& user) {
    const std::unique_lock lock(mutex_);
    std::erase_if(content_.sessions, [&](const auto& session) { return session.second.user == user; });
}

void Directory::reload(const Store& store, kit::Db& db) {
    Content fresh;
    for (const User& user : store.all_users(db)) {
        fresh.by_name[user.name] = user.id;
        fresh.users.emplace(user.id, user);
    }
    for (const StoredToken& token : store.all_tokens(db)) fresh.tokens.emplace(token.digest, token.token);
    for (const Credential& credential : store.all_credentials(db))
        fresh.credentials.emplace(credential.user, credential);
    for (const Session& session : store.all_sessions(db)) fresh.sessions.emplace(session.digest, session);
    const std::unique_lock lock(mutex_);
    content_ = std::move(fresh);
}

}  // namespace rapport::gateway::accounts
