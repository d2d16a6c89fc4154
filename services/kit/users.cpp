// SPDX-License-Identifier: MIT
#include "services/kit/users.hpp"

#include <algorithm>
#include <set>

#include "bus/base/unpack.hpp"
#include "services/kit/entities/replica.hpp"
#include "services/kit/text/folding.hpp"
#include "services/kit/users_replica.hpp"

namespace rapport::kit {
namespace {

using Kind = Shape::Kind;
using Text = std::optional<std::string>;

constexpr std::string_view actors_user = "user:";

std::string_view text_of(const msgpack::object& value) {
    if (value.type != msgpack::type::STR) return {};
    return {value.via.str.ptr, value.via.str.size};
}

/// The text that names a user, or nothing.
std::string_view naming(const msgpack::object& value) {
    if (value.type != msgpack::type::MAP) return text_of(value);
    for (std::uint32_t i = 0; i < value.via.map.size; ++i)
        if (text_of(value.via.map.ptr[i].key) == "user") return text_of(value.via.map.ptr[i].val);
    return {};
}

std::optional<KnownUser> user_from(const std::tuple<std::string, std::string, Text, Text, std::int64_t>& row) {
    const auto& [id, name, full_name, email, active] = row;
    return KnownUser{UserId(uuid_from(id).value()), name, full_name, email, active != 0};
}

std::vector<std::tuple<std::string, std::string, Text, Text, std::int64_t>> users_where(const View& view,
                                                                                        std::string_view condition,
                                                                                        const std::string& text) {
    return view.db().rows<std::string, std::string, Text, Text, std::int64_t>(
        "select id, name, full_name, email, active from kit_users where " + std::string(condition) +
            " order by active desc limit 2",
        {text});
}

bool is_user(const Shape& shape) { return &shape == &shape_of<UserId>(); }

bool may_name(const Shape& shape, std::set<const Shape*>& seen) {
    if (is_user(shape)) return true;
    if (!seen.insert(&shape).second) return false;
    if (shape.element) return may_name(*shape.element, seen);
    if (shape.kind != Kind::record) return false;
    return std::ranges::any_of(shape.fields(), [&](const FieldShape& field) { return may_name(*field.shape, seen); });
}

void require_within(const View& view, const Shape& shape, const void* value, const std::string& path) {
    switch (shape.kind) {
        case Kind::text:
            if (is_user(shape)) require_user(view, *static_cast<const UserId*>(value), path);
            return;
        case Kind::optional:
            if (shape.size(value) > 0) require_within(view, *shape.element, shape.at(value, 0), path);
            return;
        case Kind::list:
            for (std::size_t i = 0; i < shape.size(value); ++i)
                require_within(view, *shape.element, shape.at(value, i), path + "[" + std::to_string(i) + "]");
            return;
        case Kind::record:
            for (std::size_t i = 0; i < shape.fields().size(); ++i) {
                const FieldShape& field = shape.fields()[i];
                if (field.part && !says(shape, value, i)) continue;
                require_within(view, *field.shape, member_of(field, value),
                               (path.empty() ? "" : path + ".") + std::string(field.name));
            }
            return;
        default:
            return;
    }
}

/// What is read of a user.
struct User {
    Uuid id;
    std::int64_t version = 0;
    std::string name;
    std::optional<std::string> full_name, email;
    std::vector<std::string> roles;
    bool active = true;
    static constexpr auto fields = describe(
        Field{"id", &User::id, "its id"}, Field{"version", &User::version, "counts its changes"},
        Field{"name", &User::name, "to sign in with"}, Field{"full_name", &User::full_name, "for people", personal},
        Field{"email", &User::email, "where to write to", personal}, Field{"roles", &User::roles, "what they may do"},
        Field{"active", &User::active, "may sign in", defaulted});
};

/// A parameter that has the text's key; nothing for none.
Param key_of(const std::optional<std::string>& text) {
    if (!text) return nullptr;
    Param key(std::string_view{});
    key.held = name_key(*text);
    return key;
}

/// Their names, each between blanks.
Param listed(const std::vector<std::string>& roles) {
    Param list(std::string_view{});
    list.held = " ";
    for (const std::string& role : roles) list.held.append(role).append(" ");
    return list;
}

constexpr Event<Changed<User>> created{"accounts.user_created"}, changed{"accounts.user_changed"};

}  // namespace

std::optional<UserId> user_acting(const Actor& actor) {
    if (!actor.id.starts_with(actors_user)) return {};
    const auto id = uuid_from(std::string_view(actor.id).substr(actors_user.size()));
    return id ? std::optional(UserId(*id)) : std::nullopt;
}

std::vector<std::string> users_in(const Any& stored) {
    std::vector<std::string> all;
    const auto add = [&all](const msgpack::object& value) {
        std::string_view text = naming(value);
        if (text.starts_with(actors_user) && uuid_from(text.substr(actors_user.size())))
            text.remove_prefix(actors_user.size());
        if (!text.empty()) all.emplace_back(text);
    };
    if (stored.empty()) return all;
    const Unpacked unpacked(stored.bytes);
    const msgpack::object& value = unpacked.value();
    if (value.type != msgpack::type::ARRAY) add(value);
    else
        for (std::uint32_t i = 0; i < value.via.array.size; ++i) add(value.via.array.ptr[i]);
    return all;
}

std::optional<KnownUser> user_of(const View& view, const UserId& id) {
    const auto found = users_where(view, "id = ?", to_text(id));
    return found.empty() ? std::nullopt : user_from(found.front());
}

std::optional<KnownUser> find_user(const View& view, const UserText& text) {
    if (const auto id = uuid_from(text)) return user_of(view, UserId(*id));
    const std::string key = name_key(text);
    if (const auto found = users_where(view, "name_key = ?", key); !found.empty()) return user_from(found.front());
    const auto found = users_where(view, "email_key = ?", key);
    if (found.empty()) return {};
    const auto active = [](const auto& row) { return std::get<4>(row) != 0; };
    if (found.size() > 1 && active(found[0]) == active(found[1])) return {};  // either may be meant
    return user_from(found.front());
}

std::vector<UserId> users_with(const View& view, Role role, std::int64_t limit) {
    std::vector<UserId> users;
    const std::string listed = "% " + std::string(name_of(role)) + " %";
    for (const auto& [id] : view.db().rows<std::string>(
             "select id from kit_users where active = 1 and roles like ? order by id limit ?", {listed, limit}))
        users.emplace_back(uuid_from(id).value());
    return users;
}

void require_user(const View& view, const UserId& id, const std::string& field) {
    const auto user = user_of(view, id);
    if (!user) throw UnknownReference(std::string(source_of_users), field, "user");
    if (!user->active)
        throw Error(Code::failed_precondition, field + ": the user is retired; name one who may sign in");
}

bool names_users(const Shape& shape) {
    std::set<const Shape*> seen;
    return may_name(shape, seen);
}

void require_users(const View& view, const Shape& shape, const void* value) { require_within(view, shape, value, {}); }

void require_new_users(const View& view, const Shape& entity, const void* before, const void* after) {
    for (const FieldShape& field : entity.fields()) {
        std::string was, is;
        encode(*field.shape, member_of(field, before), was);
        encode(*field.shape, member_of(field, after), is);
        if (was != is) require_within(view, *field.shape, member_of(field, after), std::string(field.name));
    }
}

Routes users_routes() {
    static const Replica<User> users(std::string(source_of_users), "kit_users",
                                     {{"name", &User::name},
                                      {"name_key", [](const User& user) { return key_of(user.name); }},
                                      {"full_name", &User::full_name},
                                      {"email", &User::email},
                                      {"email_key", [](const User& user) { return key_of(user.email); }},
                                      {"roles", [](const User& user) { return listed(user.roles); }},
                                      {"active", &User::active}});
    return users.routes(created, changed);
}

}  // namespace rapport::kit
