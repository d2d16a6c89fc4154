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
    save(unit, tables_.services, before, after, api::service_changed);
    return after;
}

kit::Page<api::Service> ServiceDesk::list(View& view, const api::ListServices& request) {
    const kit::Condition conditions[] = {{"family", request.family}, {"status", request.status}};
    return tables_.services.list(view, {request.limit, request.after, request.search, request.sort}, conditions);
}

}  // namespace rapport::registry
