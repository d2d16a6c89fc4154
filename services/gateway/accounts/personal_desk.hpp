// SPDX-License-Identifier: MIT
#pragma once
#include "services/gateway/accounts/personal.hpp"
#include "services/gateway/accounts/store.hpp"
#include "services/kit/routes.hpp"

namespace rapport::gateway::accounts {

/// Preferences and saved views: each user's own. Nobody is told of them.
class PersonalDesk {
public:
    /// The store outlives it.
    explicit PersonalDesk(const Store& store) : store_(store) {}
    kit::Routes routes();

    /// How many views a user may have.
    static constexpr std::int64_t most_views = 200;

private:
    api::Preferences get_preferences(kit::View& view, const api::GetPreferences& request);
    api::Preferences update_preferences(kit::Unit& unit, const api::UpdatePreferences& request);
    api::SavedView create_view(kit::Unit& unit, const kit::New<api::SavedView>& request);
    api::SavedView get_view(kit::View& view, const kit::ById<api::ViewId>& request);
    api::SavedView update_view(kit::Unit& unit, const kit::Edit<api::SavedView>& request);
    kit::Page<api::SavedView> list_views(kit::View& view, const api::ListViews& request);
    kit::Nothing delete_view(kit::Unit& unit, const kit::ById<api::ViewId>& request);

    UserId caller(const kit::View& view) const;
    UserId changer(const kit::View& view) const;
    bool sees(const kit::View& view, const api::SavedView& saved) const;
    api::SavedView own(const kit::View& view, const api::ViewId& id) const;

    const Store& store_;
    kit::Table<api::Preferences> preferences_{"set of preferences", "preferences"};
    kit::Table<api::SavedView> views_{"saved view", {"views", {"owner", "shared"}}};
};

}  // namespace rapport::gateway::accounts
