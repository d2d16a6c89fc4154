// SPDX-License-Identifier: MIT
#include "services/gateway/accounts/store.hpp"

namespace rapport::gateway::accounts {
namespace {

using CredentialRow = std::tuple<std::string, std::string, std::int64_t, std::optional<std::string>>;
using SessionRow = std::tuple<std::string, std::string, std::string>;

UserId user_id(const std::string& text) { return UserId(uuid_from(text).value()); }

Credential credential_from(const CredentialRow& row) {
    const auto& [user, hash, failures, locked] = row;
    Credential credential{.user = user_id(user), .hash = hash, .failures = failures};
    if (locked) credential.locked_until = instant_from(*locked);
    return credential;
}

Session session_from(const SessionRow& row) {
    const auto& [digest, owner, expires] = row;
    return {digest, user_id(owner), instant_from(expires).value()};
}

template <class T>
std::vector<T> bodies(kit::Db& db, std::string_view sql) {
    std::vector<T> out;
    for (const auto& [body] : db.rows<std::string>(sql)) out.push_back(decode<T>(from_json(body)));
    return out;
}

}  // namespace

Credential Store::credential(const kit::View& view, const UserId& user) const {
    const auto row = view.db().row<std::string, std::string, std::int64_t, std::optional<std::string>>(
        "select id, hash, failures, locked_until from credentials where id = ?", {user});
    return row ? credential_from(*row) : Credential{.user = user};
}

void Store::put(kit::Unit& unit, const Credential& credential) const {
    unit.db().run(
        "insert into credentials (id, hash, failures, locked_until) values (?, ?, ?, ?) on conflict (id) do update set "
        "hash = excluded.hash, failures = excluded.failures, locked_until = excluded.locked_until",
        {credential.user, credential.hash, credential.failures, credential.locked_until});
}

void Store::put(kit::Unit& unit, const Session& session) const {
    unit.db().run("insert into sessions (digest, owner, expires) values (?, ?, ?)",
                  {session.digest, session.user, session.expires});
}

std::optional<Session> Store::session(const kit::View& view, const std::string& digest) const {
    const auto row = view.db().row<std::string, std::string, std::string>(
        "select digest, owner, expires from sessions where digest = ?", {digest});
    if (!row) return {};
    return session_from(*row);
}

void Store::erase_session(kit::Unit& unit, const std::string& digest) const {
    unit.db().run("delete from sessions where digest = ?", {digest});
}

void Store::erase_sessions_of(kit::Unit& unit, const UserId& user) const {
    unit.db().run("delete from sessions where owner = ?", {user});
}

void Store::erase_sessions_before(kit::Unit& unit, Instant now) const {
    unit.db().run("delete from sessions where expires <= ?", {now});
}

std::vector<User> Store::all_users(kit::Db& db) const { return bodies<User>(db, "select body from users"); }

std::vector<StoredToken> Store::all_tokens(kit::Db& db) const {
    return bodies<StoredToken>(db, "select body from tokens");
}

std::vector<Credential> Store::all_credentials(kit::Db& db) const {
    std::vector<Credential> out;
    for (const auto& row : db.rows<std::string, std::string, std::int64_t, std::optional<std::string>>(
             "select id, hash, failures, locked_until from credentials"))
        out.push_back(credential_from(row));
    return out;
}

std::vector<Session> Store::all_sessions(kit::Db& db) const {
    std::vector<Session> out;
    for (const auto& row :
         db.rows<std::string, std::string, std::string>("select digest, owner, expires from sessions"))
        out.push_back(session_from(row));
    return out;
}

}  // namespace rapport::gateway::accounts
