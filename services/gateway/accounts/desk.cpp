// SPDX-License-Identifier: MIT
#include "services/gateway/accounts/desk.hpp"

#include <algorithm>

#include "services/gateway/schema.hpp"

namespace rapport::gateway::accounts {
namespace {

bool has(const Actor& actor, Role role) { return std::ranges::count(actor.roles, name_of(role)) > 0; }

/// A manager may call every method; users are for administrators all the same.
void require_administrator(const Actor& actor) {
    if (!has(actor, Role::admin)) throw Error(Code::permission_denied, "users are for the role admin");
}
void require_gateway(const Actor& actor) {
    if (!has(actor, Role::service) && !has(actor, Role::admin))
        throw Error(Code::permission_denied, "that is for the gateway itself");
}
bool sees_all(const Actor& actor) { return has(actor, Role::admin) || has(actor, Role::auditor); }

std::vector<Role> roles_of(const Actor& actor) {
    std::vector<Role> out;
    for (std::size_t i = 0; i < names_of(Role{}).size(); ++i)
        if (has(actor, static_cast<Role>(i))) out.push_back(static_cast<Role>(i));
    return out;
}

/// What follows that word in the actor's id, `user:` or `token:`, as an id.
std::optional<Uuid> id_after(std::string_view word, const Actor& actor) {
    if (!actor.id.starts_with(word)) return {};
    return uuid_from(std::string_view(actor.id).substr(word.size()));
}

}  // namespace

kit::Definition Desk::definition() {
    return {.name = "accounts",
            .doc = "Who may come in, and what each may do",
            .routes = {on(api::create_user, this, &Desk::create_user),
                       on(api::update_user, this, &Desk::update_user),
                       on(api::get_user, this, &Desk::get_user),
                       on(api::list_users, this, &Desk::list_users),
                       on(api::create_token, this, &Desk::create_token),
                       on(api::list_tokens, this, &Desk::list_tokens),
                       on(api::revoke_token, this, &Desk::revoke_token),
                       on(api::open_session, this, &Desk::open_session),
                       on(api::close_session, this, &Desk::close_session),
                       on(api::sign_in_failed, this, &Desk::sign_in_failed),
                       on(api::set_password, this, &Desk::set_password),
                       on(api::ensure_administrator, this, &Desk::ensure_administrator),
                       kit::every("accounts.tidy", std::chrono::minutes(1), this, &Desk::tidy),
                       tells(api::user_created),
                       tells(api::user_changed),
                       tells(api::token_created),
                       tells(api::token_revoked),
                       tells(api::signed_in),
                       tells(api::sign_in_failed_told),
                       tells(api::locked_told),
                       tells(api::signed_out),
                       tells(api::password_set)},
            .schema = schema};
}

void Desk::add(kit::Unit& unit, User& user) {
    check(user);
    if (store_.users().find_by(unit, "name", user.name))
        throw Error(Code::already_exists, "name: there is a user of that name");
    store_.users().put(unit, user);
    unit.emit(api::user_created, user.id, {user, changes_between(User{}, user)});
    directory_.put(user);
}

User Desk::create_user(kit::Unit& unit, const api::CreateUser& request) {
    require_administrator(unit.actor());
    User user{.id = unit.new_id<UserId>(),
              .name = request.name,
              .full_name = request.full_name,
              .email = request.email,
              .roles = request.roles,
              .parties = request.parties,
              .created = unit.now()};
    add(unit, user);
    return user;
}

User Desk::update_user(kit::Unit& unit, const UpdateUser& request) {
    require_administrator(unit.actor());
    const User before = store_.users().get(unit, request.id);
    kit::check_version(request.version, before.version);
    User user = changed(before, request);
    if (is_administrator(before) && !is_administrator(user)) keep_an_administrator(unit, user);
    store_.users().put(unit, user);
    if (!user.active) store_.erase_sessions_of(unit, user.id);
    unit.emit(api::user_changed, user.id, {user, changes_between(before, user)});
    directory_.put(user);
    if (!user.active) directory_.erase_sessions_of(user.id);
    return user;
}

void Desk::keep_an_administrator(const kit::Unit& unit, const User& but_not) const {
    const auto users = store_.all_users(unit.db());
    if (std::ranges::none_of(users, [&](const User& user) { return user.id != but_not.id && is_administrator(user); }))
        throw Error(Code::failed_precondition, "this is the last administrator: make another one first");
}

User Desk::get_user(kit::View& view, const kit::ById<UserId>& request) {
    if (!sees_all(view.actor())) throw Error(Code::permission_denied, "users are for the roles admin and auditor");
    return store_.users().get(view, request.id);
}

kit::Page<User> Desk::list_users(kit::View& view, const api::ListUsers& request) {
    if (!sees_all(view.actor())) throw Error(Code::permission_denied, "users are for the roles admin and auditor");
    std::vector<kit::Condition> conditions;
    if (request.active) conditions.push_back({"active", *request.active ? 1 : 0});
    return store_.users().list(view, {request.limit, request.after, request.search}, conditions);
}

std::optional<StoredToken> Desk::token_of(const kit::View& view) const {
    const auto id = id_after("token:", view.actor());
    return id ? store_.tokens().find(view, TokenId(*id)) : std::nullopt;
}

std::optional<User> Desk::user_of(const kit::View& view) const {
    if (const auto token = token_of(view)) return store_.users().find(view, token->owner);
    const auto id = id_after("user:", view.actor());
    return id ? store_.users().find(view, UserId(*id)) : std::nullopt;
}

Token Desk::add(kit::Unit& unit, Token token, const std::string& digest) {
    token.version = 1;
    StoredToken stored{.id = token.id, .owner = token.owner, .digest = digest, .token = token};
    store_.tokens().put(unit, stored);
    unit.emit(api::token_created, token.id, {token});
    directory_.put(stored);
    return token;
}

api::TokenMade Desk::create_token(kit::Unit& unit, const api::CreateToken& request) {
    const Actor& actor = unit.actor();
    const auto maker = user_of(unit);
    if (!request.owner && !maker) throw invalid("owner", "must be given by who is no user");
    const User owner = request.owner ? store_.users().get(unit, *request.owner) : *maker;
    if (!(maker && maker->id == owner.id) && !has(actor, Role::admin))
        throw Error(Code::permission_denied, "owner: a token on behalf of another is for the role admin");
    Token token{.id = unit.new_id<TokenId>(),
                .owner = owner.id,
                .name = request.name,
                .roles = request.roles.empty() ? within(owner.roles, roles_of(actor)) : request.roles,
                .parties = request.parties.empty() ? actor.parties : request.parties,
                .created = unit.now(),
                .expires = request.expires};
    if (within(token.roles, roles_of(actor)) != token.roles) throw invalid("roles", "must be among your own");
    if (within(token.roles, owner.roles) != token.roles || token.roles.empty())
        throw invalid("roles", "must be among its owner's");
    for (const std::string& party : token.parties)
        if (!actor.parties.empty() && !std::ranges::count(actor.parties, party))
            throw invalid("parties", "must be among your own");
    if (token.expires && *token.expires <= unit.now()) throw invalid("expires", "must be in the future");
    const std::string secret = new_secret(token_prefix);
    return {add(unit, std::move(token), directory_.token_digest(secret)), secret};
}

kit::Page<Token> Desk::list_tokens(kit::View& view, const api::ListTokens& request) {
    const auto self = user_of(view);
    auto owner = request.owner;
    if (!sees_all(view.actor())) {
        if (!self || (owner && *owner != self->id))
            throw Error(Code::permission_denied, "owner: the tokens of others are for the roles admin and auditor");
        owner = self->id;
    }
    std::vector<kit::Condition> conditions;
    if (owner) conditions.push_back({"owner", *owner});
    const auto stored = store_.tokens().list(view, {request.limit, request.after}, conditions);
    kit::Page<Token> page{.next = stored.next, .total = stored.total, .total_is = stored.total_is};
    for (const StoredToken& one : stored.items) page.items.push_back(one.token);
    return page;
}

Token Desk::revoke_token(kit::Unit& unit, const kit::ById<TokenId>& request) {
    StoredToken stored = store_.tokens().get(unit, request.id);
    const auto self = user_of(unit);
    if (!has(unit.actor(), Role::admin) && !(self && self->id == stored.owner))
        throw Error(Code::not_found, "id: there is no such token");
    if (stored.token.revoked) return stored.token;
    stored.token.revoked = unit.now();
    ++stored.token.version;
    store_.tokens().put(unit, stored);
    unit.emit(api::token_revoked, stored.id, {stored.token});
    directory_.put(stored);
    return stored.token;
}

User Desk::open_session(kit::Unit& unit, const api::OpenSession& request) {
    require_gateway(unit.actor());
    const User user = store_.users().get(unit, request.user);
    if (!user.active) throw Error(Code::unauthenticated, "the name or the password is wrong");
    const Session session{request.digest, user.id, request.expires};
    const Credential credential = succeeded(store_.credential(unit, user.id));
    store_.put(unit, session);
    store_.put(unit, credential);
    unit.emit(api::signed_in, user.id, {user.id, session.expires});
    directory_.put(credential);
    directory_.put(session);
    return user;
}

kit::Nothing Desk::close_session(kit::Unit& unit, const api::CloseSession& request) {
    require_gateway(unit.actor());
    if (const auto session = store_.session(unit, request.digest)) {
        store_.erase_session(unit, request.digest);
        unit.emit(api::signed_out, session->user, {session->user, {}});
    }
    directory_.erase_session(request.digest);
    return {};
}

kit::Nothing Desk::sign_in_failed(kit::Unit& unit, const api::OfUser& request) {
    require_gateway(unit.actor());
    const User user = store_.users().get(unit, request.user);
    const Credential credential = failed(store_.credential(unit, user.id), unit.now());
    store_.put(unit, credential);
    unit.emit(api::sign_in_failed_told, user.id, {user.id, {}});
    if (locked(credential, unit.now())) unit.emit(api::locked_told, user.id, {user.id, credential.locked_until});
    directory_.put(credential);
    return {};
}

/// Other sessions end: a password is changed because somebody else may know it.
kit::Nothing Desk::set_password(kit::Unit& unit, const api::SetPassword& request) {
    require_gateway(unit.actor());
    const User user = store_.users().get(unit, request.user);
    const Credential credential{.user = user.id, .hash = request.hash};
    store_.put(unit, credential);
    store_.erase_sessions_of(unit, user.id);
    unit.emit(api::password_set, user.id, {user.id, {}});
    directory_.put(credential);
    directory_.erase_sessions_of(user.id);
    return {};
}

User Desk::ensure_administrator(kit::Unit& unit, const api::EnsureAdministrator& request) {
    require_gateway(unit.actor());
    const auto known = store_.tokens().find_by(unit, "digest", request.digest);
    if (known) return store_.users().get(unit, known->owner);
    const auto users = store_.all_users(unit.db());
    const auto found = std::ranges::find_if(users, is_administrator);
    User user{.id = unit.new_id<UserId>(), .name = "admin", .roles = {Role::admin}, .created = unit.now()};
    if (found == users.end()) add(unit, user);
    else user = *found;
    add(unit,
        {.id = unit.new_id<TokenId>(),
         .owner = user.id,
         .name = "admin.token",
         .roles = {Role::admin},
         .created = unit.now()},
        request.digest);
    return user;
}

void Desk::tidy(kit::Unit& unit) {
    store_.erase_sessions_before(unit, unit.now());
    directory_.reload(store_, unit.db());
}

}  // namespace rapport::gateway::accounts
