// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "bus/loop.hpp"

namespace rapport::cli::up {

/// Asks services (the bus is one) over the bus, then the gateway over HTTP, until each has answered once. Belongs to
/// its loop's thread.
class Readiness {
public:
    Readiness(bus::Loop& loop, const std::string& requests_endpoint, const std::vector<std::string>& services,
              std::function<void()> on_ready);
    ~Readiness();

    /// The gateway listens at `http://HOST:PORT`.
    void gateway_listens(const std::string& address);
    /// What has not answered yet.
    std::vector<std::string> awaited() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace rapport::cli::up
