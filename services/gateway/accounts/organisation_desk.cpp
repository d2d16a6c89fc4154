// SPDX-License-Identifier: MIT
#include "services/gateway/accounts/organisation_desk.hpp"

#include "services/gateway/accounts/caller.hpp"
#include "services/gateway/accounts/organisation_check.hpp"
#include "services/kit/entities/crud.hpp"

namespace rapport::gateway::accounts {

kit::Routes OrganisationDesk::routes() {
    return {kit::on(api::get_organisation, this, &OrganisationDesk::get),
            kit::on(api::update_organisation, this, &OrganisationDesk::update), kit::tells(api::organisation_changed)};
}

void OrganisationDesk::begin(kit::Unit& unit, const kit::Part<api::Organisation>& settings) const {
    api::Organisation organisation;
    apply_patch(organisation, settings);
    organisation = checked(std::move(organisation));
    organisation.calendar = kit::office_hours_id;  // there is no other one yet
    organisation.created_at = unit.now();
    kit::add(unit, store_.organisation(), organisation, api::organisation_changed);
}

api::Organisation OrganisationDesk::get(kit::View& view, const api::GetOrganisation&) {
    return store_.organisation().get(view, api::organisation_id);
}

api::Organisation OrganisationDesk::update(kit::Unit& unit, const api::UpdateOrganisation& request) {
    if (!administers(unit.actor()))
        throw Error(Code::permission_denied, "the organisation is for administrators who may see all parties");
    const api::Organisation before = store_.organisation().get(unit, api::organisation_id);
    kit::check_version(request.version, before.version);
    api::Organisation after = before;
    apply_patch(after, request);
    after = checked(std::move(after));
    if (after.calendar != before.calendar && !store_.calendars().find(unit, after.calendar))
        throw Error(Code::not_found, "calendar: there is no such calendar");
    keep(unit, before, after);
    return after;
}

void OrganisationDesk::choose(kit::Unit& unit, const kit::CalendarId& calendar) const {
    const api::Organisation before = store_.organisation().get(unit, api::organisation_id);
    api::Organisation after = before;
    after.calendar = calendar;
    keep(unit, before, after);
}

void OrganisationDesk::keep(kit::Unit& unit, const api::Organisation& before, api::Organisation& after) const {
    const bool kept = kit::save(unit, store_.organisation(), before, after, api::organisation_changed);
    if (kept) directory_.put(unit, after);
}

std::vector<std::string> OrganisationDesk::differences(const kit::View& view,
                                                       const kit::Part<api::Organisation>& settings) const {
    const api::Organisation record = store_.organisation().get(view, api::organisation_id);
    api::Organisation wanted = record;
    apply_patch(wanted, settings);
    wanted = checked(std::move(wanted));
    std::vector<std::string> fields;
    for (const Change& change : changes_between(record, wanted)) fields.push_back(change.field);
    return fields;
}

}  // namespace rapport::gateway::accounts
