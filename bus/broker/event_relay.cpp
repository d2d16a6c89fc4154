// SPDX-License-Identifier: MIT
#include "bus/broker/event_relay.hpp"

#include <array>

#include "bus/socket.hpp"
#include "bus/wire/mdp.hpp"

namespace rapport::bus {
namespace {

// Events that wait for a slow peer at most; those above are dropped for it, and it reads them from their source.
constexpr int unread_events = 10'000;
constexpr int burst = 256;

}  // namespace

EventRelay::EventRelay(Loop& loop)
    : loop_(loop), in_(loop.context(), zmq::socket_type::xsub), out_(loop.context(), zmq::socket_type::xpub) {
    for (zmq::socket_ref socket : {zmq::socket_ref(in_), zmq::socket_ref(out_)}) {
        set_common_options(socket);
        socket.set(zmq::sockopt::backlog, 1'024);
    }
    // Subscriptions obey the high-water marks as well, and one that is dropped is lost for good.
    in_.set(zmq::sockopt::sndhwm, 0);
    in_.set(zmq::sockopt::rcvhwm, unread_events);
    out_.set(zmq::sockopt::rcvhwm, 0);
    out_.set(zmq::sockopt::sndhwm, unread_events);
    // Everything, once; what subscribers ask for is never forwarded. ZeroMQ tells it to each source that comes.
    in_.send(zmq::buffer("\x01", 1), zmq::send_flags::none);
    loop_.watch(in_, [this] { forward(); });
    loop_.watch(out_, [this] { read_subscriptions(); });
}

EventRelay::~EventRelay() {
    loop_.unwatch(in_);
    loop_.unwatch(out_);
}

void EventRelay::bind(const std::string& publish, const std::string& subscribe) {
    in_.bind(publish);
    out_.bind(subscribe);
}

void EventRelay::forward() {
    std::array<zmq::message_t, mdp::max_parts> frames;
    for (int n = 0; n < burst; ++n) {
        std::size_t count = 0;
        bool fits = true;
        do {
            fits = fits && count < frames.size();
            zmq::message_t& frame = frames[fits ? count++ : 0];
            if (!receive(in_, frame)) return;
            if (!frame.more()) break;
        } while (true);
        if (!fits) continue;
        ++events_;
        for (std::size_t i = 0; i < count; ++i)
            out_.send(frames[i],
                      (i + 1 < count ? zmq::send_flags::sndmore : zmq::send_flags::none) | zmq::send_flags::dontwait);
    }
}

/// They are kept by the socket itself; here will be asked whether the subscriber may hear the topic.
void EventRelay::read_subscriptions() {
    zmq::message_t frame;
    while (receive(out_, frame)) {
    }
}

}  // namespace rapport::bus
