// SPDX-License-Identifier: MIT
#pragma once
#include "bus/base/time.hpp"
#include "bus/broker/event_relay.hpp"
#include "bus/broker/switchboard.hpp"

namespace rapport::bus {

/// What the bus says of itself: the service `bus`, and `mmi.` of RFC 8 for Majordomo clients of any make.
class OwnService {
public:
    OwnService(Delivery& delivery, const Switchboard& switchboard, const EventRelay& events, const Guard& guard,
               Tap& tap);

    /// Answers a request to one of the reserved names.
    void answer(const Peer& client, std::string_view sender, std::string_view service, std::string_view body);
    const std::string& instance() const { return instance_; }

private:
    std::string stats() const;
    std::string services(std::string_view params) const;

    Delivery& delivery_;
    const Switchboard& switchboard_;
    const EventRelay& events_;
    const Guard& guard_;
    Tap& tap_;
    const std::string instance_;
    const Instant started_;
};

}  // namespace rapport::bus
