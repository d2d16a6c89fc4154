// SPDX-License-Identifier: MIT
#include "services/registry/service_desk.hpp"

namespace rapport::registry {

kit::Routes ServiceDesk::routes() {
    using kit::on;
    using kit::tells;
    return {on(api::create_service, this, &ServiceDesk::create),
            on(api::get_service, this, &ServiceDesk::get),
            on(api::update_service, this, &ServiceDesk::update),
            on(api::list_services, this, &ServiceDesk::list),
            tells(api::service_created),
            tells(api::service_changed)};
}

api::Service ServiceDesk::create(Unit& unit, const api::CreateService& request) {
    api::Service service{.id = unit.new_id<api::ServiceId>(), .created = unit.now()};
    apply_patch(service, request);
    check_name(unit, service);
    add(unit, tables_.services, service, api::service_created);
    return service;
}

api::Service ServiceDesk::get(View& view, const kit::ById<api::ServiceId>& request) {
    return tables_.services.get(view, request.id);
}

api::Service ServiceDesk::update(Unit& unit, const api::UpdateService& request) {
    const auto before = tables_.services.get(unit, request.id);
    kit::check_version(request.version, before.version);
    auto after = before;
    apply_patch(after, request);
    const bool comes_back = before.status == api::ServiceStatus::retired && after.status != before.status;
    if (after.name != before.name || comes_back) check_name(unit, after);
    save(unit, tables_.services, before, after, api::service_changed);
    return after;
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

kit::Page<api::Service> ServiceDesk::list(View& view, const api::ListServices& request) {
    const kit::Condition conditions[] = {{"family", request.family}, {"status", request.status}};
    return tables_.services.list(view, {request.limit, request.after, request.search, request.sort}, conditions);
}

}  // namespace rapport::registry
