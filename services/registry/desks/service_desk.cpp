// SPDX-License-Identifier: MIT
#include "services/registry/desks/service_desk.hpp"

#include <algorithm>

#include "services/kit/entities/adopt.hpp"

namespace rapport::registry {

kit::Routes ServiceDesk::routes() {
    using api::Service;
    const auto& services = tables_.services;
    return {kit::create(api::create_service, services, api::service_created,
                        [this](Unit& unit, const Service& service) { check_name(unit, service); }),
            kit::on(api::get_service, services),
            kit::change(api::update_service, services, api::service_changed,
                        [this](Unit& unit, const Service& before, const Service& after) {
                            const bool comes_back = before.status == api::ServiceStatus::retired &&
                                                    after.status != api::ServiceStatus::retired;
                            if (after.name != before.name || comes_back) check_name(unit, after);
                        }),
            kit::on(api::list_services, services)};
}

/// The catalogue is small: all of it is looked at.
void ServiceDesk::adopt(Unit& unit, const kit::KnownUser& user) const {
    const auto names = kit::names_of(user);
    for (const api::Service& before : tables_.services.rows(unit, "order by row")) {
        if (before.owner || !before.former_owner || std::ranges::find(names, *before.former_owner) == names.end())
            continue;
        auto after = before;
        after.owner = user.id;
        after.former_owner.reset();
        kit::save(unit, tables_.services, before, after, api::service_changed);
    }
}

void ServiceDesk::check_name(const View& view, const api::Service& service) const {
    if (service.status == api::ServiceStatus::retired) return;
    for (const auto status : {api::ServiceStatus::design, api::ServiceStatus::live}) {
        const kit::Condition same[] = {{"name", service.name}, {"status", status}};
        for (const api::Service& other : tables_.services.list(view, {.limit = 2}, same).items)
            if (other.id != service.id)
                throw Error(Code::already_exists, "name: there is a service of that name: " + to_text(other.id));
    }
}

}  // namespace rapport::registry
