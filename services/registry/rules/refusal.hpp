// SPDX-License-Identifier: MIT
#pragma once
#include <string>

#include "bus/base/error.hpp"

namespace rapport::registry {

/// not_found about what a field of a request names; details are {field}.
Error unknown(const std::string& field, const std::string& what);

}  // namespace rapport::registry
