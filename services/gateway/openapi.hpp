// SPDX-License-Identifier: MIT
#pragma once
#include <string>
#include <vector>

#include "bus/wire/info.hpp"

namespace rapport::gateway {

/// The OpenAPI 3.1 document (JSON text) of those services' methods and of the gateway's own paths. Methods that
/// RouteTable refuses are left out.
std::string openapi_document(const std::vector<bus::ServiceInfo>& services);

}  // namespace rapport::gateway
