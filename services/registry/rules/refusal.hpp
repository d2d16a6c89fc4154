// SPDX-License-Identifier: MIT
#pragma once
#include <span>
#include <string>
#include <string_view>

#include "bus/base/error.hpp"

namespace rapport::registry {

/// failed_precondition that names, in its message and its details, what may be done instead.
Error move_refused(const std::string& message, std::span<const std::string_view> allowed);
/// not_found about what a field of a request names; details are {field}.
Error unknown(const std::string& field, const std::string& what);

}  // namespace rapport::registry
