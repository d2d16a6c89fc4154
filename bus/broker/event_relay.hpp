// SPDX-License-Identifier: MIT
#pragma once
#include <optional>
#include <span>
#include <string>
#include <unordered_set>
#include <vector>

#include "bus/broker/service.hpp"
#include "bus/security/guard.hpp"
#include "bus/socket.hpp"

namespace rapport::bus {

/// Passes events on from sources to subscribers. It keeps none: who missed one reads it from its source. Belongs to the
/// loop's thread.
class EventRelay {
public:
    EventRelay(Loop& loop, Guard& guard);
    ~EventRelay();

    void bind(const std::string& publish, const std::string& subscribe);
    /// To be called when grants have changed. A subscription cannot be taken from one subscriber alone: all on tcp have
    /// to come again if one of them has other grants than when it subscribed. They read what they miss from the
    /// sources.
    void review();
    std::uint64_t events() const { return events_; }

private:
    void forward();
    bool allow(std::span<const zmq::message_t> event);
    void read_subscriptions();
    void subscribe(const std::string& topic, std::string_view sender);
    void refuse(const std::string& topic, const Grants& who);
    void bind_again(std::vector<std::string> endpoints);

    Loop& loop_;
    Guard& guard_;
    zmq::socket_t in_;   ///< XSUB
    zmq::socket_t out_;  ///< XPUB
    ConnectionWatch sources_, subscribers_;
    std::vector<std::string> tcp_;         ///< what `out_` listens on, of tcp
    std::unordered_set<int> open_;         ///< connections of `out_`
    ByText<std::vector<std::string>> on_;  ///< sender → its subscribe grants when it last subscribed
    std::optional<Loop::TimerId> binding_;
    std::uint64_t events_ = 0;
};

}  // namespace rapport::bus
