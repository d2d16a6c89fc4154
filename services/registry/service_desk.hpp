// SPDX-License-Identifier: MIT
#pragma once
#include "services/kit/routes.hpp"
#include "services/registry/tables.hpp"

namespace rapport::registry {

/// Handlers about the catalogue of services.
class ServiceDesk {
public:
    explicit ServiceDesk(const Tables& tables) : tables_(tables) {}
    kit::Routes routes();

private:
    api::Service create(Unit& unit, const api::CreateService& request);
    api::Service get(View& view, const kit::ById<api::ServiceId>& request);
    api::Service update(Unit& unit, const api::UpdateService& request);
    kit::Page<api::Service> list(View& view, const api::ListServices& request);
    /// already_exists, if another one has it that is not retired.
    void check_name(const View& view, const api::Service& service) const;

    const Tables& tables_;
};

}  // namespace rapport::registry
