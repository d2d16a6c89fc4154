// SPDX-License-Identifier: MIT
#include "services/gateway/accounts/directory.hpp"

#include <algorithm>
#include <mutex>

#include "services/gateway/http/address_limit.hpp"

namespace rapport::gateway::accounts {
namespace {

std::string key_of_place(const UserId& user, const std::string& digest) { return to_text(user) + digest; }

}  // namespace

/// Looks at the directory anew each time that it is asked, so that there is no way to end that it does not see.
class Directory::Right final : public Admission {
public:
    Right(const Directory& directory, Key key, const Identity& identity)
        : Admission(identity.actor), directory_(directory), key_(std::move(key)), user_(identity.user.id) {}

    std::optional<std::string> ended() const override {
        const auto user = directory_.user(user_);
        if (!user || !user->active) return "user_retired";
        const Standing now = directory_.standing(key_);
        if (!now.identity) return std::string(now.why);
        if (now.identity->actor != actor()) return "rights_changed";
        return {};
    }

private:
    const Directory& directory_;
    const Key key_;
    const UserId user_;
};

Directory::Directory(const KeyedHash& hash, const Clock& clock, SessionRules rules_)
    : rules(rules_), hash_(hash), clock_(clock) {}

std::optional<Directory::Key> Directory::key_of(const HttpRequest& request) const {
    // Whoever sends Authorization is asking by it alone: a cookie that the browser adds by itself must not help.
    if (request.header("Authorization")) {
        const auto token = bearer_of(request);
        if (!token || !is_secret(*token, token_prefix)) return {};
        return Key{Key::Kind::token, token_digest(*token)};
    }
    const auto cookie = request.cookie(session_cookie.name);
    if (!cookie || !is_secret(*cookie, session_prefix)) return {};
    return Key{Key::Kind::session, session_digest(*cookie)};
}

AdmissionPtr Directory::admit(const HttpRequest& request) const {
    auto key = key_of(request);
    if (!key) return {};
    const auto identity = standing(*key).identity;
    if (!identity) return {};
    if (identity->session) {
        check_own_site(request);
        if (changes_something(request.verb) && !equal_secrets(request.header("X-CSRF-Token").value_or(""),
                                                              csrf_of(request.cookie(session_cookie.name).value())))
            throw Error(Code::permission_denied, "send X-CSRF-Token: `csrf` of your session (GET /api/v1/session)");
        use(key->digest);
    }
    return std::make_shared<Right>(*this, *std::move(key), *identity);
}

std::optional<Identity> Directory::identify(const HttpRequest& request) const {
    const auto key = key_of(request);
    if (!key) return {};
    auto identity = standing(*key).identity;
    if (identity && identity->session) identity->csrf = csrf_of(request.cookie(session_cookie.name).value());
    return identity;
}

std::string_view Directory::refusal(const HttpRequest& request) const {
    const auto key = key_of(request);
    return key ? standing(*key).why : std::string_view{};
}

std::vector<Session> Directory::sessions_of(const UserId& user) const {
    std::vector<Session> out;
    {
        const std::shared_lock lock(mutex_);
        for (const auto& [digest, session] : content_.sessions)
            if (session.user == user) out.push_back(session);
    }
    std::erase_if(out, [this](const Session& session) { return over(session); });
    return out;
}

Uuid Directory::id_of(const Session& session) const {
    std::string text = hash_.digest("session id", session.digest).substr(0, 32);
    for (const std::size_t at : {20, 16, 12, 8}) text.insert(at, 1, '-');
    return uuid_from(text).value();
}

Directory::Standing Directory::standing(const Key& key) const {
    const std::shared_lock lock(mutex_);
    return key.kind == Key::Kind::token ? by_token(key.digest) : by_session(key.digest);
}

/// A token opens what it, and each that it was made with, gives now.
Directory::Standing Directory::by_token(const std::string& digest) const {
    const auto found = content_.tokens.find(digest);
    if (found == content_.tokens.end()) return {{}, "token_revoked"};
    const Instant now = clock_.now();
    std::optional<Rights> rights;
    for (const Token* token = &found->second; token;) {
        if (token->revoked) return {{}, "token_revoked"};
        if (!valid(*token, now)) return {{}, "token_expired"};
        const auto owner = content_.users.find(token->owner);
        if (owner == content_.users.end()) return {{}, "user_retired"};
        const auto own = rights_of(*token, owner->second);
        rights = rights && own ? within(*rights, *own) : own;
        if (!rights) return {{}, owner->second.active ? "rights_changed" : "user_retired"};
        if (!token->parent) break;
        const auto parent = content_.digests.find(*token->parent);
        if (parent == content_.digests.end()) return {{}, "token_revoked"};
        token = &content_.tokens.at(parent->second);
    }
    const User& user = content_.users.at(found->second.owner);
    return {Identity{.actor = actor_of(found->second, *rights), .user = user, .whole = covers(*rights, user)}};
}

Directory::Standing Directory::by_session(const std::string& digest) const {
    const auto found = content_.sessions.find(digest);
    if (found == content_.sessions.end()) return {{}, "session_ended"};
    const Session& session = found->second;
    const Instant now = clock_.now();
    if (now >= session.expires) return {{}, "session_expired"};
    if (now >= idle_end(session)) return {{}, "session_idle"};
    const auto user = content_.users.find(session.user);
    const auto rights = user == content_.users.end() ? std::nullopt : session_rights(user->second);
    if (!rights) return {{}, "user_retired"};
    return {Identity{.actor = actor_of(user->second, *rights),
                     .user = user->second,
                     .session = session,
                     .lacks_second_factor = lacks_second_factor(user->second)}};
}

/// Under the lock.
bool Directory::lacks_second_factor(const User& user) const {
    return needs_second_factor(user) && !content_.second_factors.contains(user.id);
}

/// Under the lock.
std::optional<Rights> Directory::session_rights(const User& user) const {
    auto rights = rights_of(user);
    if (rights && lacks_second_factor(user)) rights->roles = {Role::respondent};
    return rights;
}

bool Directory::needs_second_factor(const User& user) const {
    return std::ranges::any_of(user.roles, [this](Role role) {
        return std::ranges::find(rules.second_factor, role) != rules.second_factor.end();
    });
}

std::optional<Rights> Directory::rights_in_session(const User& user) const {
    const std::shared_lock lock(mutex_);
    return session_rights(user);
}

std::string Directory::sealed(const UserId& user, std::string_view secret) const {
    return hash_.sealed("second factor of " + to_text(user), secret);
}

std::optional<std::string> Directory::unsealed(const SecondFactor& factor) const {
    return hash_.unsealed("second factor of " + to_text(factor.user), factor.sealed);
}

std::string Directory::recovery_digest(const UserId& user, std::string_view typed_code) const {
    return hash_.digest("recovery code of " + to_text(user), typed_code);
}

std::string Directory::address_digest(const std::string& address) const {
    return hash_.digest("place", "address " + network_of(address));
}

std::string Directory::holder_digest(const Identity& identity) const {
    return hash_.digest(
        "place", identity.session ? "session " + identity.session->digest : "tokens of " + to_text(identity.user.id));
}

Instant Directory::last_used(const Session& session) const {
    const std::lock_guard lock(used_mutex_);
    const auto found = used_.find(session.digest);
    return found == used_.end() ? session.used : std::max(session.used, found->second);
}

Instant Directory::idle_end(const Session& session) const { return last_used(session) + rules.idle; }

bool Directory::over(const Session& session) const {
    return clock_.now() >= session.expires || clock_.now() >= idle_end(session);
}

void Directory::use(const std::string& session_digest) const {
    const std::lock_guard lock(used_mutex_);
    used_[session_digest] = clock_.now();
}

void Directory::forget_used(const std::vector<Session>& stored) const {
    const std::lock_guard lock(used_mutex_);
    auto unwritten = std::exchange(used_, {});
    for (const Session& session : stored)
        if (const auto found = unwritten.find(session.digest); found != unwritten.end() && session.used < found->second)
            used_.insert(*found);
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

std::optional<SecondFactorState> Directory::second_factor(const UserId& user) const {
    const std::shared_lock lock(mutex_);
    const auto found = content_.second_factors.find(user);
    if (found == content_.second_factors.end()) return {};
    return found->second;
}

std::shared_ptr<const api::Organisation> Directory::organisation() const {
    const std::shared_lock lock(mutex_);
    return content_.organisation;
}

Place Directory::place(const UserId& user, const std::string& digest) const {
    const std::shared_lock lock(mutex_);
    const auto found = content_.places.find(key_of_place(user, digest));
    return found == content_.places.end() ? Place{.user = user, .digest = digest} : found->second;
}

void Directory::change(kit::Unit& unit, Change change) {
    unit.at_commit([this, change = std::move(change)] {
        const std::unique_lock lock(mutex_);
        change(content_);
        forget_settled_changes();
        changes_.emplace_back(clock_.now(), change);
    });
}

/// Those of a time to come as well: the clock was set back since.
void Directory::forget_settled_changes() {
    const Instant now = clock_.now();
    while (!changes_.empty() && (changes_.front().first > now || now - changes_.front().first >= settled))
        changes_.pop_front();
}

void Directory::put(kit::Unit& unit, const User& user) {
    change(unit, [user](Content& content) {
        content.users.insert_or_assign(user.id, user);
        content.by_name.insert_or_assign(user.name, user.id);
    });
}

void Directory::put(kit::Unit& unit, const StoredToken& token) {
    change(unit, [token](Content& content) {
        content.tokens.insert_or_assign(token.digest, token.token);
        content.digests.insert_or_assign(token.id, token.digest);
    });
}

void Directory::put(kit::Unit& unit, const Credential& credential) {
    change(unit, [credential](Content& content) { content.credentials.insert_or_assign(credential.user, credential); });
}

void Directory::put(kit::Unit& unit, const Place& place) {
    change(unit, [place](Content& content) {
        content.places.insert_or_assign(key_of_place(place.user, place.digest), place);
    });
}

void Directory::put(kit::Unit& unit, const SecondFactorState& factor) {
    change(unit, [factor](Content& content) { content.second_factors.insert_or_assign(factor.user, factor); });
}

void Directory::put(kit::Unit& unit, const Session& session) {
    change(unit, [session](Content& content) { content.sessions.insert_or_assign(session.digest, session); });
}

void Directory::put(kit::Unit& unit, const api::Organisation& organisation) {
    change(unit, [now = std::make_shared<const api::Organisation>(organisation)](Content& content) {
        content.organisation = now;
    });
}

void Directory::erase(kit::Unit& unit, const Place& place) {
    change(unit, [key = key_of_place(place.user, place.digest)](Content& content) { content.places.erase(key); });
}

void Directory::erase_session(kit::Unit& unit, const std::string& digest) {
    change(unit, [digest](Content& content) { content.sessions.erase(digest); });
}

void Directory::erase_sessions_of(kit::Unit& unit, const UserId& user, const std::string& but) {
    change(unit, [user, but](Content& content) {
        std::erase_if(content.sessions,
                      [&](const auto& session) { return session.second.user == user && session.first != but; });
    });
}

void Directory::erase_second_factor(kit::Unit& unit, const UserId& user) {
    change(unit, [user](Content& content) { content.second_factors.erase(user); });
}

void Directory::load(const Store& store, kit::Db& db) {
    forget_used({});
    {
        const std::unique_lock lock(mutex_);
        changes_.clear();
    }
    reload(store, db);
}

void Directory::reload(const Store& store, kit::Db& db) {
    Content fresh;
    for (const User& user : store.all_users(db)) {
        fresh.by_name[user.name] = user.id;
        fresh.users.emplace(user.id, user);
    }
    for (const StoredToken& token : store.all_tokens(db)) {
        fresh.tokens.emplace(token.digest, token.token);
        fresh.digests.emplace(token.id, token.digest);
    }
    for (const Credential& credential : store.all_credentials(db))
        fresh.credentials.emplace(credential.user, credential);
    for (const SecondFactorState& factor : store.all_second_factors(db))
        fresh.second_factors.emplace(factor.user, factor);
    for (const Place& place : store.all_places(db)) fresh.places.emplace(key_of_place(place.user, place.digest), place);
    for (const Session& session : store.all_sessions(db)) {
        if (session.used == Instant{}) use(session.digest);  // from before its use was written down: counts from here
        fresh.sessions.emplace(session.digest, session);
    }
    fresh.organisation = std::make_shared<const api::Organisation>(store.organisation(db));
    const std::unique_lock lock(mutex_);
    forget_settled_changes();
    for (const auto& [at, change] : changes_) change(fresh);
    content_ = std::move(fresh);
}

}  // namespace rapport::gateway::accounts
