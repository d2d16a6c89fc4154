// SPDX-License-Identifier: MIT
#include "services/gateway/accounts/store.hpp"

namespace rapport::gateway::accounts {
namespace {

using Text = std::string;
using MaybeText = std::optional<std::string>;

UserId user_id(const std::string& text) { return UserId(uuid_from(text).value()); }

std::optional<Instant> maybe_instant(const MaybeText& text) {
    if (!text) return {};
    return instant_from(*text).value();
}

constexpr std::string_view credential_columns = "id, hash, expires, failures, hour_ends";
Credential credential_from(const std::tuple<Text, Text, MaybeText, std::int64_t, MaybeText>& row) {
    const auto& [user, hash, expires, failures, hour_ends] = row;
    return {user_id(user), hash, maybe_instant(expires), failures, maybe_instant(hour_ends)};
}

constexpr std::string_view place_columns = "owner, digest, failures, locked_until, signed_in, changed";
Place place_from(const std::tuple<Text, Text, std::int64_t, MaybeText, MaybeText, Text>& row) {
    const auto& [user, digest, failures, locked_until, signed_in, changed] = row;
    return {user_id(user),
            digest,
            failures,
            maybe_instant(locked_until),
            maybe_instant(signed_in),
            instant_from(changed).value()};
}

constexpr std::string_view session_columns = "digest, owner, expires, used, began, address, agent";
/// One that began before it was written down when it is used counts as used never so far.
Session session_from(const std::tuple<Text, Text, Text, MaybeText, MaybeText, MaybeText, MaybeText>& row) {
    const auto& [digest, owner, expires, used, began, address, agent] = row;
    return {digest,
            user_id(owner),
            instant_from(expires).value(),
            maybe_instant(used).value_or(Instant{}),
            maybe_instant(began),
            address,
            agent};
}

constexpr std::string_view factor_columns = "id, sealed, begun, confirmed, last_step";
SecondFactor factor_from(const std::tuple<Text, Text, Text, MaybeText, std::int64_t>& row) {
    const auto& [user, sealed, begun, confirmed, last_step] = row;
    return {user_id(user), sealed, instant_from(begun).value(), maybe_instant(confirmed), last_step};
}

std::string select(std::string_view columns, std::string_view rest) {
    return "select " + std::string(columns) + " " + std::string(rest);
}

}  // namespace

Credential Store::credential(const kit::View& view, const UserId& user) const {
    const auto row = view.db().row<Text, Text, MaybeText, std::int64_t, MaybeText>(
        select(credential_columns, "from credentials where id = ?"), {user});
    return row ? credential_from(*row) : Credential{.user = user};
}

void Store::put(kit::Unit& unit, const Credential& credential) const {
    unit.db().run(
        "insert into credentials (id, hash, expires, failures, hour_ends) values (?, ?, ?, ?, ?) on conflict (id) do "
        "update set hash = excluded.hash, expires = excluded.expires, failures = excluded.failures, hour_ends = "
        "excluded.hour_ends",
        {credential.user, credential.hash, credential.expires, credential.failures, credential.hour_ends});
}

Place Store::place(const kit::View& view, const UserId& user, const std::string& digest) const {
    const auto row = view.db().row<Text, Text, std::int64_t, MaybeText, MaybeText, Text>(
        select(place_columns, "from places where owner = ? and digest = ?"), {user, digest});
    return row ? place_from(*row) : Place{.user = user, .digest = digest};
}

std::vector<Place> Store::places_of(const kit::View& view, const UserId& user) const {
    std::vector<Place> out;
    for (const auto& row : view.db().rows<Text, Text, std::int64_t, MaybeText, MaybeText, Text>(
             select(place_columns, "from places where owner = ?"), {user}))
        out.push_back(place_from(row));
    return out;
}

void Store::put(kit::Unit& unit, const Place& place) const {
    unit.db().run(
        "insert into places (owner, digest, failures, locked_until, signed_in, changed) values (?, ?, ?, ?, ?, ?) on "
        "conflict (owner, digest) do update set failures = excluded.failures, locked_until = excluded.locked_until, "
        "signed_in = excluded.signed_in, changed = excluded.changed",
        {place.user, place.digest, place.failures, place.locked_until, place.signed_in, place.changed});
}

void Store::erase(kit::Unit& unit, const Place& place) const {
    unit.db().run("delete from places where owner = ? and digest = ?", {place.user, place.digest});
}

void Store::put(kit::Unit& unit, const Session& session) const {
    unit.db().run(
        "insert into sessions (digest, owner, expires, used, began, address, agent) values (?, ?, ?, ?, ?, ?, ?)",
        {session.digest, session.user, session.expires, session.used, session.began, session.address, session.agent});
}

void Store::set_used(kit::Unit& unit, const std::string& digest, Instant used) const {
    unit.db().run("update sessions set used = ? where digest = ?", {used, digest});
}

std::optional<Session> Store::session(const kit::View& view, const std::string& digest) const {
    const auto row = view.db().row<Text, Text, Text, MaybeText, MaybeText, MaybeText, MaybeText>(
        select(session_columns, "from sessions where digest = ?"), {digest});
    if (!row) return {};
    return session_from(*row);
}

void Store::erase_session(kit::Unit& unit, const std::string& digest) const {
    unit.db().run("delete from sessions where digest = ?", {digest});
}

std::int64_t Store::erase_sessions_of(kit::Unit& unit, const UserId& user, const std::string& but) const {
    return unit.db().run("delete from sessions where owner = ? and digest <> ?", {user, but});
}

std::optional<SecondFactor> Store::second_factor(const kit::View& view, const UserId& user) const {
    const auto row = view.db().row<Text, Text, Text, MaybeText, std::int64_t>(
        select(factor_columns, "from second_factors where id = ?"), {user});
    if (!row) return {};
    return factor_from(*row);
}

void Store::put(kit::Unit& unit, const SecondFactor& factor) const {
    unit.db().run(
        "insert into second_factors (id, sealed, begun, confirmed, last_step) values (?, ?, ?, ?, ?) on conflict (id) "
        "do update set sealed = excluded.sealed, begun = excluded.begun, confirmed = excluded.confirmed, last_step = "
        "excluded.last_step",
        {factor.user, factor.sealed, factor.begun, factor.confirmed, factor.last_step});
}

void Store::erase_second_factor(kit::Unit& unit, const UserId& user) const {
    unit.db().run("delete from second_factors where id = ?", {user});
    unit.db().run("delete from recovery_codes where owner = ?", {user});
}

void Store::put_recovery_codes(kit::Unit& unit, const UserId& user, const std::vector<std::string>& digests) const {
    unit.db().run("delete from recovery_codes where owner = ?", {user});
    for (const std::string& digest : digests)
        unit.db().run("insert into recovery_codes (owner, digest) values (?, ?)", {user, digest});
}

std::int64_t Store::recovery_codes_left(const kit::View& view, const UserId& user) const {
    const auto row = view.db().row<std::int64_t>("select count(*) from recovery_codes where owner = ?", {user});
    return row ? std::get<0>(*row) : 0;
}

bool Store::erase_recovery_code(kit::Unit& unit, const UserId& user, const std::string& digest) const {
    return unit.db().run("delete from recovery_codes where owner = ? and digest = ?", {user, digest}) > 0;
}

std::vector<User> Store::all_users(kit::Db& db) const { return users_.rows({db, {}, {}}, ""); }

std::vector<StoredToken> Store::all_tokens(kit::Db& db) const { return tokens_.rows({db, {}, {}}, ""); }

api::Organisation Store::organisation(kit::Db& db) const {
    return organisation_.find({db, {}, {}}, api::organisation_id).value_or(api::Organisation{});
}

std::vector<Credential> Store::all_credentials(kit::Db& db) const {
    std::vector<Credential> out;
    for (const auto& row :
         db.rows<Text, Text, MaybeText, std::int64_t, MaybeText>(select(credential_columns, "from credentials")))
        out.push_back(credential_from(row));
    return out;
}

std::vector<Session> Store::all_sessions(kit::Db& db) const {
    std::vector<Session> out;
    for (const auto& row : db.rows<Text, Text, Text, MaybeText, MaybeText, MaybeText, MaybeText>(
             select(session_columns, "from sessions")))
        out.push_back(session_from(row));
    return out;
}

std::vector<SecondFactorState> Store::all_second_factors(kit::Db& db) const {
    std::vector<SecondFactorState> out;
    for (const auto& [user, since, left] : db.rows<Text, Text, std::int64_t>(
             "select id, confirmed, (select count(*) from recovery_codes where owner = second_factors.id) from "
             "second_factors where confirmed is not null"))
        out.push_back({user_id(user), instant_from(since).value(), left});
    return out;
}

std::vector<Place> Store::all_places(kit::Db& db) const {
    std::vector<Place> out;
    for (const auto& row :
         db.rows<Text, Text, std::int64_t, MaybeText, MaybeText, Text>(select(place_columns, "from places")))
        out.push_back(place_from(row));
    return out;
}

}  // namespace rapport::gateway::accounts
