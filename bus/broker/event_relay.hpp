// SPDX-License-Identifier: MIT
#pragma once
#include "bus/loop.hpp"

namespace rapport::bus {

/// Passes events on from sources to subscribers. It keeps none: who missed one reads it from its source. Belongs to the
/// loop's thread.
class EventRelay {
public:
    explicit EventRelay(Loop& loop);
    ~EventRelay();

    void bind(const std::string& publish, const std::string& subscribe);
    std::uint64_t events() const { return events_; }

private:
    void forward();
    void read_subscriptions();

    Loop& loop_;
    zmq::socket_t in_;   ///< XSUB
    zmq::socket_t out_;  ///< XPUB
    std::uint64_t events_ = 0;
};

}  // namespace rapport::bus
