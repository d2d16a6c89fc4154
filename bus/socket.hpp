// SPDX-License-Identifier: MIT
#pragma once
#include <chrono>
#include <functional>
#include <string>
#include <string_view>

#include "bus/loop.hpp"
#include "bus/wire/endpoints.hpp"

namespace rapport::bus {

/// Sets what all our sockets have in common: size limit, heartbeats, handshake and reconnect intervals, and that
/// closing one never blocks. To be called before bind and connect.
void set_common_options(zmq::socket_ref socket);

/// Connects with the address's key, read anew. Throws Error if it cannot be read, invalid_argument if the address is
/// none.
void connect(zmq::socket_ref socket, const Address& address);

/// ZeroMQ's other threads tell a socket of a new connection by a message that it may not have read yet: without this, a
/// send right after ConnectionWatch said `up` may find nobody.
void take_note_of_connections(zmq::socket_ref socket);

/// The next frame, if there is one. cppzmq's own would throw when a signal arrives, in the middle of a message.
bool receive(zmq::socket_ref socket, zmq::message_t& frame);
/// False if it cannot be sent now: nobody there, or no room.
bool send(zmq::socket_ref socket, std::string_view frame, bool more);
/// Whether a message waits.
bool can_be_read(zmq::socket_ref socket);

/// A frame's bytes.
inline std::string_view view_of(const zmq::message_t& frame) {
    return {static_cast<const char*>(frame.data()), frame.size()};
}

/// Who is at the other end of a connection, for people: `127.0.0.1:40112`, or the process on this machine.
std::string address_of(int fd);
/// Whether the machine at the other end acknowledges what it is sent: false if some of it has waited for longer than
/// that. True of a connection within this machine.
bool is_acknowledged(int fd, std::chrono::milliseconds within);
/// The connection over which a frame came; -1 if it is not known.
int connection_of(const zmq::message_t& frame);

/// Tells when connections of a socket come and go. Belongs to the loop's thread; to be destroyed before the socket.
class ConnectionWatch {
public:
    /// What became of a connection, or of the endpoint that listens for them.
    enum class Change { up, down, refused, broken_off, accepted, listens, listens_no_more };
    /// One change, and what is known of it.
    struct News {
        Change change;
        int fd = -1;           ///< of `accepted`, and of the `down` that ends it; of what listens
        std::string why = {};  ///< of `refused` and `broken_off`, for people
    };
    using OnChange = std::function<void(const News&)>;

    /// `up`: a peer has finished its handshake. `down`: a connection that was there is broken; one or more of them.
    /// `accepted`: somebody has come to a socket that listens, and has yet to show who it is.
    /// `listens`: the socket does so from now on, on that descriptor, or does no more.
    /// `refused`: the bus does not let us in; ZeroMQ does not come back by itself then, only on a new socket.
    /// `broken_off`: the bus went away before it let us in, as it does too if we take it for another bus. ZeroMQ comes
    /// back by itself, with the key that it has.
    ConnectionWatch(Loop& loop, zmq::socket_ref socket, OnChange on_change);
    ~ConnectionWatch();
    ConnectionWatch(const ConnectionWatch&) = delete;
    ConnectionWatch& operator=(const ConnectionWatch&) = delete;

private:
    void read();

    Loop& loop_;
    zmq::socket_ref watched_;
    zmq::socket_t events_;
    OnChange on_change_;
};

}  // namespace rapport::bus
