// SPDX-License-Identifier: MIT
#pragma once
#include <string>
#include <vector>

#include "bus/wire/info.hpp"

namespace rapport::gateway {

/// The types of event that those services tell, with the JSON Schema of each one's data: JSON text.
std::string event_types_document(const std::vector<bus::ServiceInfo>& services);

}  // namespace rapport::gateway
