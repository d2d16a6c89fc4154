// SPDX-License-Identifier: MIT
#pragma once
#include <array>
#include <span>
#include <string>
#include <vector>

#include "bus/socket.hpp"
#include "bus/wire/mdp.hpp"

namespace rapport::bus {

/// One message's frames; reused from message to message, so that receiving allocates nothing of its own.
class Parts {
public:
    std::string_view operator[](std::size_t at) const { return view_of(frames_[at]); }
    std::size_t size() const { return size_; }
    /// The frames from `first` on, to be sent on without a copy.
    std::span<zmq::message_t> from(std::size_t first) { return std::span(frames_).subspan(first, size_ - first); }

private:
    friend class Link;
    std::array<zmq::message_t, mdp::max_parts> frames_;
    std::size_t size_ = 0;
};

/// The broker's ROUTER: Majordomo frames in and out. Sending never blocks.
class Link {
public:
    /// Whether a message went out; `gone` also stands for a peer that lets its messages pile up above the high-water
    /// mark.
    enum class Sent : bool { gone, yes };

    explicit Link(zmq::context_t& context);
    void bind(const std::string& url) { socket_.bind(url); }
    zmq::socket_ref socket() { return socket_; }

    /// The next message; false when none waits. One of too many frames comes with size 0.
    bool receive(Parts& parts);

    /// `body` is moved from, but left alone if the peer is gone.
    Sent to_client(std::string_view client, mdp::ClientCommand command, std::string_view service,
                   std::span<zmq::message_t> body);
    Sent to_client(std::string_view client, mdp::ClientCommand command, std::string_view service,
                   std::string_view body);
    Sent request_to_worker(std::string_view worker, std::string_view token, std::span<zmq::message_t> body);
    Sent command_to_worker(std::string_view worker, mdp::WorkerCommand command);

private:
    bool put(std::string_view frame, bool more);
    void put(std::span<zmq::message_t> last_frames);
    bool begin(std::string_view peer, std::string_view protocol, char command, bool more);

    zmq::socket_t socket_;
};

}  // namespace rapport::bus
