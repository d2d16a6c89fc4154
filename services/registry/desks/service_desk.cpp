// SPDX-License-Identifier: MIT
#include "services/registry/desks/service_desk.hpp"

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
