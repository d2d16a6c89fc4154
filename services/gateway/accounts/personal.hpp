// SPDX-License-Identifier: MIT
#pragma once
#include "services/gateway/accounts/user.hpp"

/// What a person keeps for themself: preferences, and saved views of the workplace.
namespace rapport::gateway::accounts::api {

/// What a user chose, as the workplace writes it: nothing else reads it.
struct Preferences {
    UserId id;
    std::int64_t version = 0;
    Any values;
    static constexpr std::size_t most_bytes = 64 * 1024;
    static constexpr auto fields = describe(
        Field{"id", &Preferences::id, "the user's id"},
        Field{"version", &Preferences::version, "counts changes; 0 while there was none"},
        Field{"values", &Preferences::values, "an object: what was chosen, by name; at most 64 kB as JSON in all"});
};

/// Asks for one's own preferences.
struct GetPreferences {
    static constexpr auto fields = describe();
};

/// Changes one's own preferences.
struct UpdatePreferences {
    std::optional<std::int64_t> version;
    Any values;
    static constexpr auto fields = describe(
        Field{"version", &UpdatePreferences::version, "the one that was read; refused if it is another by now"},
        Field{"values", &UpdatePreferences::values,
              "an object: each name takes the place of what was chosen under it, null takes it away, and names that "
              "are not there stay as they are"});
};

using ViewId = Id<struct ViewTag>;

/// A page of the workplace with its filters, under a name.
struct SavedView {
    ViewId id;
    std::int64_t version = 0;
    UserId owner;
    std::string name, path, query;
    std::vector<Role> roles;
    bool shared = false;
    Instant created_at;
    static constexpr auto fields = describe(
        identity(&SavedView::id, &SavedView::version), Field{"owner", &SavedView::owner, "the user who saved it"},
        Field{"name", &SavedView::name, "what it is called", length(1, 100), editable},
        Field{"path", &SavedView::path, "of the page: /complaints", length(1, 200), editable},
        Field{"query", &SavedView::query, "the page's filters and sort, as they stand in its address behind the `?`",
              length(0, 4'000), editable, defaulted},
        Field{"roles", &SavedView::roles, "who sees it beside its owner: users with one of these roles", length(0, 7),
              editable},
        Field{"shared", &SavedView::shared, "whether it has such roles"},
        Field{"created_at", &SavedView::created_at, "when it was saved"});
};

/// Asks for one's own saved views, and those that are shared with one's roles.
struct ListViews {
    std::optional<std::string> path;
    static constexpr auto fields = describe(Field{"path", &ListViews::path, "only those of that page", length(1, 200)});
};

inline constexpr kit::Query<GetPreferences, Preferences> get_preferences{
    "get_preferences", kit::GET("/session/preferences"), kit::signed_in, "Get one's own preferences."};
inline constexpr kit::Command<UpdatePreferences, Preferences> update_preferences{
    "update_preferences", kit::PATCH("/session/preferences"), kit::signed_in,
    "Update one's own preferences: only the names given change."};
inline constexpr kit::Command<kit::New<SavedView>, SavedView> create_view{"create_view", kit::CREATE("/views"),
                                                                          kit::signed_in, "Save a view."};
inline constexpr kit::Query<kit::ById<ViewId>, SavedView> get_view{"get_view", kit::GET("/views/{id}"), kit::signed_in,
                                                                   "Get a saved view."};
inline constexpr kit::Command<kit::Edit<SavedView>, SavedView> update_view{
    "update_view", kit::PATCH("/views/{id}"), kit::signed_in, "Update a saved view: only the fields given change."};
inline constexpr kit::Query<ListViews, kit::Page<SavedView>> list_views{
    "list_views", kit::GET("/views"), kit::signed_in,
    "List one's own saved views and those shared with one's roles, newest first."};
inline constexpr kit::Command<kit::ById<ViewId>, kit::Nothing> delete_view{"delete_view", kit::DELETE("/views/{id}"),
                                                                           kit::signed_in, "Delete a saved view."};

}  // namespace rapport::gateway::accounts::api
