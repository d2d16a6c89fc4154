// SPDX-License-Identifier: MIT
#pragma once
#include <memory>

#include "bus/broker/options.hpp"
#include "bus/loop.hpp"

namespace rapport::bus {

/// The bus: passes requests to services, answers back, and events on. Holds nothing that must survive it. Belongs to
/// its loop's thread.
class Broker {
public:
    /// Listens when it returns. Throws Error: invalid_argument for an address that cannot or may not be listened on
    /// (beyond this machine only with CURVE), failed_precondition if another bus listens there.
    Broker(Loop& loop, BrokerOptions options);
    ~Broker();

    const std::string& instance() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace rapport::bus
