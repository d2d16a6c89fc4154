// SPDX-License-Identifier: MIT
#pragma once
#include "services/gateway/methods/fan_out.hpp"

namespace rapport::gateway {

/// `POST /names`: what records are called, by type and id. It only reads; the ids are too many for a path.
bus::MethodInfo record_names_method();
/// Answers it. Throws invalid_argument for a request that is wrong.
void ask_record_names(bus::Client& client, const Snapshot& snapshot, const std::string& params,
                      const bus::CallOptions& options, std::function<void(bus::Reply)> done);

}  // namespace rapport::gateway
