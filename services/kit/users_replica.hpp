// SPDX-License-Identifier: MIT
#pragma once
#include "services/kit/routes.hpp"

namespace rapport::kit {

/// The service that owns our users.
inline constexpr std::string_view source_of_users = "accounts";

/// Follows it, in `kit_users`. The engine adds them where a command's request names a user: see users.hpp.
Routes users_routes();

}  // namespace rapport::kit
