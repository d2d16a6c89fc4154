// SPDX-License-Identifier: MIT
#include "services/gateway/accounts/desk.hpp"

#include <algorithm>

#include "services/gateway/accounts/words.hpp"
#include "services/gateway/schema.hpp"
#include "services/kit/entities/crud.hpp"

namespace rapport::gateway::accounts {
namespace {

constexpr std::string_view name_of_the_first_token = "admin.token";

void require_reader(const Actor& actor) {
    if (!administers(actor) && !has(actor, Role::auditor))
        throw Error(Code::permission_denied, "users are for the roles admin and auditor");
}

}  // namespace

kit::Definition Desk::definition() {
    kit::Definition definition{
        .name = "accounts",
        .doc = "The organisation, who may come in, and what each may do",
        .routes = {kit::once("organisation", this, &Desk::begin), on(api::create_user, this, &Desk::create_user),
                   on(api::update_user, this, &Desk::update_user), on(api::get_user, this, &Desk::get_user),
                   on(api::list_users, store_.users(), this, &Desk::list_users),
                   on(api::list_staff, this, &Desk::list_staff),
                   on(api::ensure_administrator, this, &Desk::ensure_administrator), tells(api::user_created),
                   tells(api::user_changed), tells(api::user_retired)},
        .schema = schema};
    for (auto routes : {tokens_.routes(), sessions_.routes(), second_factors_.routes(), organisation_.routes(),
                        calendars_.routes(), personal_.routes(), colleagues_.routes()})
        std::ranges::move(routes, std::back_inserter(definition.routes));
    store_.users().add_derivation(definition.derivations);
    definition.words = words;
    definition.own_parties = kit::OwnPartiesSql{};  // no table has an owner: the handlers look at the caller's parties
    return definition;
}

/// Of the organisation: what a store has from its first start on.
void Desk::begin(kit::Unit& unit) {
    organisation_.begin(unit, settings_);
    calendars_.begin(unit, store_.organisation().get(unit, api::organisation_id).time_zone);
}

void Desk::add(kit::Unit& unit, User& user, api::By by) {
    check(user);
    if (store_.users().find_by(unit, "name", user.name))
        throw Error(Code::already_exists, "name: there is a user of that name");
    store_.users().put(unit, user);
    unit.emit(api::user_created, user.id, {.user = user, .changes = changes_between(User{}, user), .by = by});
    directory_.put(unit, user);
}

User Desk::create_user(kit::Unit& unit, const api::CreateUser& request) {
    require_administrator(unit.actor());
    User user = request.entity;
    user.id = unit.new_id<UserId>();
    user.created_at = unit.now();
    check_colleagues(unit, {}, user);
    add(unit, user, api::By::administrator);
    return user;
}

User Desk::update_user(kit::Unit& unit, const UpdateUser& request) {
    require_administrator(unit.actor());
    const User before = store_.users().get(unit, request.id());
    kit::check_version(request.version(), before.version);
    User user = before;
    apply_patch<User, kit::Edit<User>>(user, request);
    check(user);
    check_colleagues(unit, before, user);
    if (is_administrator(before) && !is_administrator(user)) keep_an_administrator(unit, user);
    const bool retires = before.active && !user.active;
    std::optional<User> successor;
    if (request.hand_over_to) successor = successor_of(unit, user, *request.hand_over_to, retires);
    store_.users().put(unit, user);
    api::UserEvent event{.user = user,
                         .changes = changes_between(before, user),
                         .by = caller_of(unit, store_).is(user.id) ? api::By::self : api::By::administrator};
    if (user.email != before.email) event.former_email = before.email;
    unit.emit(api::user_changed, user.id, event);
    directory_.put(unit, user);
    if (!user.active) sessions_.end_sessions(unit, user, api::SessionsEndedBy::retirement);
    if (retires)
        unit.emit(api::user_retired, user.id,
                  {.user = user, .hand_over_to = request.hand_over_to, .successor = std::move(successor)});
    return user;
}

User Desk::successor_of(const kit::View& view, const User& user, const UserId& to, bool retires) const {
    if (!retires) throw invalid("hand_over_to", "is for a user who is retired by `active: false`");
    if (to == user.id) throw invalid("hand_over_to", "must be another user");
    auto successor = store_.users().find(view, to);
    if (!successor) throw Error(Code::not_found, "hand_over_to: there is no such user");
    if (!successor->active) throw Error(Code::failed_precondition, "hand_over_to: the user may not sign in");
    return *std::move(successor);
}

void Desk::keep_an_administrator(const kit::Unit& unit, const User& but_not) const {
    const auto users = store_.all_users(unit.db());
    if (std::ranges::none_of(users, [&](const User& user) { return user.id != but_not.id && is_administrator(user); }))
        throw Error(Code::failed_precondition, "this is the last administrator: make another one first");
}

User Desk::get_user(kit::View& view, const kit::ById<UserId>& request) {
    require_reader(view.actor());
    return store_.users().get(view, request.id);
}

kit::Page<User> Desk::list_users(kit::View& view, const api::ListUsers& request) {
    require_reader(view.actor());
    return store_.users().page(view, request);
}

kit::Page<api::StaffMember> Desk::list_staff(kit::View& view, const api::ListStaff& request) {
    if (caller_of(view, store_).of_some_parties) return {};
    const kit::Condition conditions[] = {{"active", request.active}};
    auto users = store_.users().list(view, {request.limit, request.after, request.search}, conditions);
    kit::Page<api::StaffMember> staff{
        .items = {}, .next = std::move(users.next), .total = users.total, .total_is = users.total_is};
    for (User& user : users.items)
        staff.items.push_back(
            {user.id, std::move(user.name), std::move(user.full_name), std::move(user.team), user.active});
    return staff;
}

void Desk::check_colleagues(const kit::View& view, const User& before, const User& after) const {
    if (after.manager && after.manager != before.manager) {
        constexpr int deepest = 32;
        check_colleague(view, "manager", *after.manager);
        auto above = after.manager;
        for (int level = 0; above; ++level) {
            if (*above == after.id || level == deepest)
                throw invalid("manager", "must not be led by the user, nor stand below a chain of more than 32");
            const auto manager = store_.users().find(view, *above);
            above = manager ? manager->manager : std::nullopt;
        }
    }
    for (std::size_t i = 0; i < after.absences.size(); ++i) {
        const auto& deputy = after.absences[i].deputy;
        const auto same = [&](const Absence& absence) { return absence.deputy == deputy; };
        if (deputy && std::ranges::none_of(before.absences, same))
            check_colleague(view, "absences[" + std::to_string(i) + "].deputy", *deputy);
    }
}

void Desk::check_colleague(const kit::View& view, const std::string& field, const UserId& id) const {
    const auto user = store_.users().find(view, id);
    if (!user) throw Error(Code::not_found, field + ": there is no such user");
    if (!user->active)
        throw Error(Code::failed_precondition, field + ": the user is retired; name one who may sign in");
}

/// One that is made takes the place of those that were in the file before: whoever has one of them has found it.
Token Desk::ensure_administrator(kit::Unit& unit, const api::EnsureAdministrator& request) {
    require_gateway(unit.actor());
    const auto end_of = [&](Instant made) {
        return request.days ? std::optional(made + std::chrono::days(*request.days)) : std::nullopt;
    };
    if (const auto known = store_.tokens().find_by(unit, "digest", request.digest))
        return shortened(unit, *known, end_of(known->token.created));
    const auto users = store_.all_users(unit.db());
    const auto found = std::ranges::find_if(users, is_administrator);
    User user{.id = unit.new_id<UserId>(), .name = "admin", .roles = {Role::admin}, .created_at = unit.now()};
    if (found == users.end()) add(unit, user, api::By::gateway);
    else user = *found;
    auto before = tokens_.open_tokens_of(unit, user.id);
    std::erase_if(before,
                  [](const StoredToken& old) { return old.token.name != name_of_the_first_token || old.token.parent; });
    tokens_.revoke_all(unit, before, api::By::gateway);
    return tokens_.add(unit,
                       {.id = unit.new_id<TokenId>(),
                        .owner = user.id,
                        .name = std::string(name_of_the_first_token),
                        .roles = {Role::admin},
                        .created = unit.now(),
                        .expires = end_of(unit.now())},
                       request.digest, user, api::By::gateway);
}

/// The token with that end, unless it has an earlier one.
Token Desk::shortened(kit::Unit& unit, StoredToken stored, std::optional<Instant> expires) {
    if (!expires || (stored.token.expires && *stored.token.expires <= *expires)) return stored.token;
    stored.token.expires = expires;
    ++stored.token.version;
    store_.tokens().put(unit, stored);
    directory_.put(unit, stored);
    return stored.token;
}

}  // namespace rapport::gateway::accounts
