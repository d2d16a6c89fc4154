// SPDX-License-Identifier: MIT
#pragma once
#include <memory>

#include "bus/events/event.hpp"
#include "bus/loop.hpp"
#include "bus/wire/endpoints.hpp"

namespace rapport::bus {

/// Publishes committed events: the fast path only, what is lost here is read from the source. Belongs to its loop's
/// thread.
class Publisher {
public:
    /// If the bus does not let us in, that is logged, and we come again each second. Throws Error if the address's key
    /// cannot be read.
    Publisher(Loop& loop, const Address& publish_endpoint);
    ~Publisher();
    /// Frames: topic (the type), the CloudEvent without data, the data.
    void publish(const Event& event);
    void publish(const Watermark& watermark);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace rapport::bus
