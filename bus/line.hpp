// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <optional>
#include <string>

#include "bus/socket.hpp"

namespace rapport::bus {

/// A socket that connects to the bus for as long as this lives, and anew when the bus has refused us. Belongs to the
/// loop's thread.
class Line {
public:
    /// `what` we come for, for the log. `prepare` sets options of each new socket, `readable` reads what comes.
    Line(Loop& loop, Address address, zmq::socket_type type, std::string what,
         std::function<void(zmq::socket_ref)> prepare, Loop::Task readable = {});
    ~Line();
    Line(const Line&) = delete;
    Line& operator=(const Line&) = delete;

    /// To be called once. Throws Error if the key cannot be read.
    void open();
    /// Not for a second after the bus has refused us.
    bool is_open() const { return socket_.has_value(); }
    zmq::socket_ref socket() { return *socket_; }
    const Address& address() const { return address_; }
    /// Said in the log, once for each reason; then the socket is replaced. Not while it is being read.
    void refused(const std::string& why);

private:
    void close();

    Loop& loop_;
    const Address address_;
    const zmq::socket_type type_;
    const std::string what_;
    const std::function<void(zmq::socket_ref)> prepare_;
    const Loop::Task readable_;
    std::string refusal_;  ///< why the bus did not let us in when we last came; empty if it did
    std::optional<zmq::socket_t> socket_;
    std::optional<ConnectionWatch> connections_;
    std::optional<Loop::TimerId> reopening_;
};

}  // namespace rapport::bus
