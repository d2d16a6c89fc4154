// SPDX-License-Identifier: MIT
#include "services/gateway/accounts/personal_desk.hpp"

#include <nlohmann/json.hpp>

#include "bus/base/wire.hpp"
#include "services/gateway/accounts/caller.hpp"
#include "services/kit/entities/crud.hpp"

namespace rapport::gateway::accounts {
namespace {

using Json = nlohmann::json;

/// invalid_argument for what is no object.
Json object_in(const Any& values) {
    if (values.empty()) return Json::object();
    Json object = Json::parse(to_json(values.bytes));
    if (!object.is_object()) throw invalid("values", "must be an object");
    return object;
}

void check(const api::SavedView& saved) {
    if (!saved.path.starts_with('/') || saved.path.starts_with("//") ||
        saved.path.find_first_of("?# \\") != std::string::npos)
        throw invalid("path", "must be a path of the workplace, such as /complaints");
    if (saved.query.find_first_of("# ") != std::string::npos)
        throw invalid("query", "must be as it stands in an address: blanks as %20, no #");
    for (const Role role : saved.roles)
        if (role == Role::respondent || role == Role::service)
            throw invalid("roles", "must be roles of our staff; " + std::string(name_of(role)) + " is none");
}

}  // namespace

kit::Routes PersonalDesk::routes() {
    return {on(api::get_preferences, this, &PersonalDesk::get_preferences),
            on(api::update_preferences, this, &PersonalDesk::update_preferences),
            on(api::create_view, this, &PersonalDesk::create_view),
            on(api::get_view, this, &PersonalDesk::get_view),
            on(api::update_view, this, &PersonalDesk::update_view),
            on(api::list_views, this, &PersonalDesk::list_views),
            on(api::delete_view, this, &PersonalDesk::delete_view)};
}

/// The user who asks, or on whose behalf a token does.
UserId PersonalDesk::caller(const kit::View& view) const {
    const Caller caller = caller_of(view, store_);
    if (!caller.user) throw Error(Code::failed_precondition, "only a user has preferences and saved views");
    return caller.user->id;
}

/// The same, to change something: it is not for a token that was given for less.
UserId PersonalDesk::changer(const kit::View& view) const {
    if (caller_of(view, store_).narrowed)
        throw Error(Code::permission_denied,
                    "a token that may not do all that its owner may changes neither preferences nor saved views");
    return caller(view);
}

api::Preferences PersonalDesk::get_preferences(kit::View& view, const api::GetPreferences&) {
    const UserId user = caller(view);
    return preferences_.find(view, user).value_or(api::Preferences{.id = user, .values = {from_json("{}")}});
}

api::Preferences PersonalDesk::update_preferences(kit::Unit& unit, const api::UpdatePreferences& request) {
    const UserId user = changer(unit);
    auto now = preferences_.find(unit, user).value_or(api::Preferences{.id = user});
    kit::check_version(request.version, now.version);
    Json values = object_in(now.values);
    Json changes = object_in(request.values);
    for (auto& [name, value] : changes.items()) {
        if (value.is_null()) values.erase(name);
        else values[name] = std::move(value);
    }
    const std::string text = values.dump();
    if (text.size() > api::Preferences::most_bytes)
        throw invalid("values", "must be of at most 65536 bytes in all; these have " + std::to_string(text.size()));
    now.values = {from_json(text)};
    preferences_.put(unit, now);
    return now;
}

api::SavedView PersonalDesk::create_view(kit::Unit& unit, const kit::New<api::SavedView>& request) {
    api::SavedView saved = request.entity;
    saved.id = unit.new_id<api::ViewId>();
    saved.owner = changer(unit);
    saved.shared = !saved.roles.empty();
    saved.created_at = unit.now();
    check(saved);
    const auto count = unit.db().row<std::int64_t>("select count(*) from views where owner = ?", {saved.owner});
    if (count && std::get<0>(*count) >= most_views)
        throw Error(Code::resource_exhausted, "you have 200 saved views: delete one first");
    views_.put(unit, saved);
    return saved;
}

bool PersonalDesk::sees(const kit::View& view, const api::SavedView& saved) const {
    return saved.owner == caller(view) || !within(saved.roles, roles_of(view.actor())).empty();
}

api::SavedView PersonalDesk::get_view(kit::View& view, const kit::ById<api::ViewId>& request) {
    auto saved = views_.find(view, request.id);
    if (!saved || !sees(view, *saved)) throw Error(Code::not_found, "id: there is no such saved view");
    return *std::move(saved);
}

/// To change it. An administrator mends what is shared; what is not is nobody's but its owner's.
api::SavedView PersonalDesk::own(const kit::View& view, const api::ViewId& id) const {
    const UserId user = changer(view);
    auto saved = views_.find(view, id);
    if (!saved || !sees(view, *saved)) throw Error(Code::not_found, "id: there is no such saved view");
    if (saved->owner != user && !administers(view.actor()))
        throw Error(Code::failed_precondition, "the view is another user's: save one of your own");
    return *std::move(saved);
}

api::SavedView PersonalDesk::update_view(kit::Unit& unit, const kit::Edit<api::SavedView>& request) {
    const api::SavedView before = own(unit, request.id());
    kit::check_version(request.version(), before.version);
    api::SavedView saved = before;
    apply_patch(saved, request);
    saved.shared = !saved.roles.empty();
    check(saved);
    if (!changes_between(before, saved).empty()) views_.put(unit, saved);
    return saved;
}

kit::Page<api::SavedView> PersonalDesk::list_views(kit::View& view, const api::ListViews& request) {
    kit::Page<api::SavedView> page;
    for (auto& saved : views_.rows(view, "where owner = ? or shared = 1 order by row desc", {caller(view)}))
        if (sees(view, saved) && request.path.value_or(saved.path) == saved.path)
            page.items.push_back(std::move(saved));
    page.total = std::ssize(page.items);
    return page;
}

kit::Nothing PersonalDesk::delete_view(kit::Unit& unit, const kit::ById<api::ViewId>& request) {
    views_.erase(unit, own(unit, request.id).id);
    return {};
}

}  // namespace rapport::gateway::accounts
