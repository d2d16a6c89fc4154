// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "bus/events/event.hpp"
#include "bus/loop.hpp"
#include "bus/wire/endpoints.hpp"

namespace rapport::bus {

/// Hears events as they are published, with whatever gaps the network makes; see Follower for none. Belongs to its
/// loop's thread.
class Subscriber {
public:
    /// Called on the loop's thread, in the order in which it came.
    struct Handlers {
        std::function<void(Event event)> on_event;
        std::function<void(const Watermark& watermark)> on_watermark = {};
    };
    /// `topics` are prefixes of types, `complaints.` or `complaints.opened`; an empty one is everything.
    /// If the bus does not let us in, that is logged, and we come again each second; so are topics that it does not let
    /// us hear, and they are heard once it does. Throws Error if the address's key cannot be read.
    Subscriber(Loop& loop, const Address& subscribe_endpoint, const std::vector<std::string>& topics,
               Handlers handlers);
    ~Subscriber();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace rapport::bus
