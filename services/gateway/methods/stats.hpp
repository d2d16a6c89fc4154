// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "bus/client/client.hpp"

namespace rapport::gateway {

/// Asks those services for `$stats` and hands on all numbers in them as Prometheus reads them; a service that does not
/// answer in half a second is left out. On the loop's thread.
void gather_stats(bus::Client& client, const std::vector<std::string>& services,
                  std::function<void(std::string text)> done);

/// The numbers of one `$stats` answer (JSON text): those at its top and those of each of its `endpoints`.
std::string stats_text(const std::string& service, const std::string& json);

}  // namespace rapport::gateway
