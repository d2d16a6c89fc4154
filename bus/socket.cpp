// SPDX-License-Identifier: MIT
#include "bus/socket.hpp"

#include <atomic>
#include <cerrno>
#include <cstring>
#include <string>

#include "bus/base/wire.hpp"

namespace rapport::bus {

void set_common_options(zmq::socket_ref socket) {
    socket.set(zmq::sockopt::linger, 0);
    socket.set(zmq::sockopt::maxmsgsize, static_cast<std::int64_t>(WireLimits::bytes));
    socket.set(zmq::sockopt::handshake_ivl, 2'000);
    socket.set(zmq::sockopt::heartbeat_ivl, 1'000);
    socket.set(zmq::sockopt::heartbeat_timeout, 3'000);
    socket.set(zmq::sockopt::reconnect_ivl, 100);
    socket.set(zmq::sockopt::reconnect_ivl_max, 2'000);
    socket.set(zmq::sockopt::ipv6, 1);
}

void take_note_of_connections(zmq::socket_ref socket) { can_be_read(socket); }  // asking makes it read

bool receive(zmq::socket_ref socket, zmq::message_t& frame) {
    int rc;
    do rc = zmq_msg_recv(frame.handle(), socket.handle(), ZMQ_DONTWAIT);
    while (rc < 0 && errno == EINTR);
    if (rc < 0 && errno != EAGAIN) throw zmq::error_t();
    return rc >= 0;
}

bool send(zmq::socket_ref socket, std::string_view frame, bool more) {
    const int flags = more ? ZMQ_SNDMORE | ZMQ_DONTWAIT : ZMQ_DONTWAIT;
    int rc;
    do rc = zmq_send(socket.handle(), frame.data(), frame.size(), flags);
    while (rc < 0 && errno == EINTR);
    if (rc < 0 && errno != EAGAIN && errno != EHOSTUNREACH) throw zmq::error_t();
    return rc >= 0;
}

bool can_be_read(zmq::socket_ref socket) {
    int events = 0, rc;
    std::size_t size = sizeof events;
    do rc = zmq_getsockopt(socket.handle(), ZMQ_EVENTS, &events, &size);
    while (rc < 0 && errno == EINTR);
    if (rc < 0) throw zmq::error_t();
    return events & ZMQ_POLLIN;
}

ConnectionWatch::ConnectionWatch(Loop& loop, zmq::socket_ref socket, OnChange on_change)
    : loop_(loop), watched_(socket), events_(loop.context(), zmq::socket_type::pair), on_change_(std::move(on_change)) {
    static std::atomic<std::uint64_t> last = 0;  // ZeroMQ gives an address free only some time after its last use
    const std::string address = "inproc://connections-" + std::to_string(++last);
    events_.set(zmq::sockopt::linger, 0);
    if (zmq_socket_monitor(socket.handle(), address.c_str(), ZMQ_EVENT_HANDSHAKE_SUCCEEDED | ZMQ_EVENT_DISCONNECTED))
        throw zmq::error_t();
    events_.connect(address);
    loop_.watch(events_, [this] { read(); });
}

ConnectionWatch::~ConnectionWatch() {
    loop_.unwatch(events_);
    zmq_socket_monitor(watched_.handle(), nullptr, 0);
}

void ConnectionWatch::read() {
    // The address frame that follows each event is of no use here. What on_change does may be to destroy this watch;
    // so it is the last thing done.
    zmq::message_t event, address;
    if (!receive(events_, event) || !event.more() || !receive(events_, address)) return;
    std::uint16_t kind = 0;
    if (event.size() < sizeof kind) return;
    std::memcpy(&kind, event.data(), sizeof kind);
    on_change_(kind == ZMQ_EVENT_DISCONNECTED ? Change::down : Change::up);
}

}  // namespace rapport::bus
