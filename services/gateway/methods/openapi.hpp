// SPDX-License-Identifier: MIT
#pragma once
#include <string>
#include <vector>

#include "bus/wire/info.hpp"
#include "services/gateway/methods/routes.hpp"

namespace rapport::gateway {

/// The OpenAPI 3.1 document (JSON text) of those services' methods that `routes` leads to, and of the gateway's own
/// paths. Takes its time: tens of milliseconds for all of Rapport. `clashes`, if given, takes the schemas that a
/// service gave one name and two contents: a mistake of its author.
std::string openapi_document(const std::vector<bus::ServiceInfo>& services, const RouteTable& routes,
                             std::vector<std::string>* clashes = nullptr);

}  // namespace rapport::gateway
