// SPDX-License-Identifier: MIT
#pragma once
#include "services/gateway/methods/fan_out.hpp"

namespace rapport::gateway {

/// `GET /search`: what is found in the lists of all services.
bus::MethodInfo search_method();
/// Answers it. Throws invalid_argument for a request that is wrong.
void ask_search(bus::Client& client, const Snapshot& snapshot, const std::string& params,
                const bus::CallOptions& options, std::function<void(bus::Reply)> done);

}  // namespace rapport::gateway
