// SPDX-License-Identifier: MIT
#pragma once
#include <optional>
#include <span>
#include <string>
#include <unordered_set>
#include <vector>

#include "bus/broker/door.hpp"
#include "bus/broker/service.hpp"
#include "bus/security/guard.hpp"
#include "bus/socket.hpp"

namespace rapport::bus {

/// Passes events on from sources to subscribers. It keeps none: who missed one reads it from its source. Belongs to the
/// loop's thread.
class EventRelay {
public:
    EventRelay(Loop& loop, Guard& guard, Door& door, int handshake_ms);
    ~EventRelay();

    void bind(const std::string& publish, const std::string& subscribe);
    /// To be called when grants have changed. ZeroMQ takes a subscription, or a connection, from nobody alone: all on
    /// tcp have to come again if one of them has other grants than when it was here last. What subscribers miss
    /// meanwhile they read from the sources.
    void review();
    std::uint64_t events() const { return events_; }

private:
    /// One of the two sockets that listen.
    struct Side {
        Side(Loop& loop, Door& door, zmq::socket_type type);
        void bind(Guard& guard, const std::string& endpoint, int handshake_ms);

        zmq::socket_t socket;
        std::vector<std::string> tcp;            ///< where it listens, of tcp
        std::unordered_set<int> open;            ///< connections
        ByText<std::vector<std::string>> known;  ///< sender → its grants when it was here last
        ConnectionWatch connections;
    };

    void forward();
    bool allow(std::span<const zmq::message_t> event);
    void read_subscriptions();
    void subscribe(const std::string& topic, std::string_view sender);
    /// Whether it is allowed to subscribe to what begins with that topic.
    static bool may_hear(const Grants& who, std::string_view topic);
    void refuse(const std::string& topic, const Grants& who, const std::string& why);
    void review(Side& side, std::vector<std::string> Grants::*grants);
    void bind_again();

    Loop& loop_;
    Guard& guard_;
    Door& door_;
    const int handshake_ms_;
    Side in_;                                             ///< XSUB: sources
    Side out_;                                            ///< XPUB: subscribers
    std::vector<std::pair<Side*, std::string>> unbound_;  ///< endpoints to be bound again
    std::optional<Loop::TimerId> binding_;
    std::uint64_t events_ = 0;
};

}  // namespace rapport::bus
