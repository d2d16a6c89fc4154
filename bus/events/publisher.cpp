// SPDX-License-Identifier: MIT
#include "bus/events/publisher.hpp"

#include "bus/base/codec.hpp"
#include "bus/line.hpp"
#include "bus/socket.hpp"

namespace rapport::bus {
namespace {

/// Messages that wait for a bus that is slow or away; beyond it they are dropped, and read from the source later.
constexpr int waiting = 10'000;
/// How long what was published last may take to leave when the service stops.
constexpr int linger_ms = 1'000;

}  // namespace

struct Publisher::State {
    State(Loop& loop, const Address& at)
        : line(loop, at, zmq::socket_type::pub, "tell events", [](zmq::socket_ref socket) {
              socket.set(zmq::sockopt::linger, linger_ms);
              socket.set(zmq::sockopt::sndhwm, waiting);
              socket.set(zmq::sockopt::rcvhwm, 0);  // subscriptions count against it, and are lost for good above it
          }) {
        line.open();
    }

    /// A PUB socket never blocks and drops whole messages; so are they while there is none.
    void send(std::string_view frame, bool more) {
        if (line.is_open()) bus::send(line.socket(), frame, more);
    }

    Line line;
};

Publisher::Publisher(Loop& loop, const Address& publish_endpoint)
    : state_(std::make_unique<State>(loop, publish_endpoint)) {}

Publisher::~Publisher() = default;

void Publisher::publish(const Event& event) {
    CloudEvent head(event);
    head.data = {};
    state_->send(event.type, true);
    state_->send(encode(head), true);
    state_->send(event.data.bytes, false);
}

void Publisher::publish(const Watermark& watermark) {
    state_->send(watermark.source + std::string(watermark_suffix), true);
    state_->send(encode(watermark), false);
}

}  // namespace rapport::bus
