// SPDX-License-Identifier: MIT
#pragma once
#include <set>
#include <string>

#include "bus/client/client.hpp"
#include "services/cli/target.hpp"

namespace rapport::cli {

/// The services of a deployment, by name: those that the bus knows, and those that `rapport up` keeps running though
/// they may be down just now. Runs the client's loop. Error if the bus cannot be asked.
std::set<std::string> services_of(bus::Client& client, const Target& target);

}  // namespace rapport::cli
