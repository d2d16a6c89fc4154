// SPDX-License-Identifier: MIT
#pragma once
#include "services/gateway/accounts/directory.hpp"
#include "services/kit/routes.hpp"

namespace rapport::gateway::accounts {

/// Handlers about the organisation.
class OrganisationDesk {
public:
    OrganisationDesk(Directory& directory, const Store& store) : directory_(directory), store_(store) {}
    kit::Routes routes();

    /// Stores and tells the first version of it, with what `settings` say.
    void begin(kit::Unit& unit, const kit::Part<api::Organisation>& settings) const;
    /// The calendar becomes the default.
    void choose(kit::Unit& unit, const kit::CalendarId& calendar) const;
    /// What the settings say otherwise than the record, which counts: the fields' names.
    std::vector<std::string> differences(const kit::View& view, const kit::Part<api::Organisation>& settings) const;

private:
    api::Organisation get(kit::View& view, const api::GetOrganisation& request);
    api::Organisation update(kit::Unit& unit, const api::UpdateOrganisation& request);

    void keep(kit::Unit& unit, const api::Organisation& before, api::Organisation& after) const;

    Directory& directory_;
    const Store& store_;
};

}  // namespace rapport::gateway::accounts
