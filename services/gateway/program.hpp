// SPDX-License-Identifier: MIT
#pragma once
#include <string>
#include <vector>

#include "bus/base/error.hpp"

namespace rapport::gateway {

/// The whole program: settings from `STATE/config/gateway.toml`, environment and flags; accounts with their store; the
/// gateway. Prints `listening on http://HOST:PORT` on stdout once it does. Ends on SIGINT or SIGTERM; returns the exit
/// code.
int run_program(const std::vector<std::string>& flags);

}  // namespace rapport::gateway
