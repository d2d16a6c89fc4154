// SPDX-License-Identifier: MIT
#pragma once
#include <functional>

#include "bus/client/client.hpp"
#include "services/gateway/methods/catalogue.hpp"

/// What is asked of all services and answered as one: what users have to do, what depends on a party, where we do not
/// conform, what was told of a party, search, and names.
namespace rapport::gateway {

/// They are methods of the gateway's own, described as those of a service are.
const bus::ServiceInfo& questions();

/// Asks all services that are known to answer `question`, one of questions(), and calls `done` once when they have
/// answered, or 1 s is over. The answer names who should have answered and did not. It is an error if one says that the
/// request is wrong.
void ask_all(bus::Client& client, const Snapshot& snapshot, const std::string& question, const std::string& params,
             bus::CallOptions options, std::function<void(bus::Reply)> done);

}  // namespace rapport::gateway
