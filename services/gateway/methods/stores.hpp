// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "bus/client/client.hpp"
#include "services/kit/engine/store_health.hpp"

namespace rapport::gateway {

/// A service whose store does not take what it is given.
struct AilingStore {
    std::string service;
    kit::StoreState store;
};

/// Asks those services how their stores are (`$stats`), and hands on the ones in trouble; a service that does not
/// answer in half a second is left out. On the loop's thread.
void ask_stores(bus::Client& client, const std::vector<std::string>& services,
                std::function<void(std::vector<AilingStore> ailing)> done);

/// What `/readyz` says of them: a JSON array.
std::string as_json(const std::vector<AilingStore>& ailing);

}  // namespace rapport::gateway
