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
    const zmq::message_t& frame(std::size_t at) const { return frames_[at]; }
    std::size_t size() const { return size_; }
    void drop(std::size_t at);
    /// In the place of that frame, or after the last.
    void put(std::size_t at, std::string_view bytes);
    /// The frames from `first` on, to be sent on without a copy.
    std::span<zmq::message_t> from(std::size_t first) { return std::span(frames_).subspan(first, size_ - first); }

private:
    friend class Link;
    std::array<zmq::message_t, mdp::max_parts> frames_;
    std::size_t size_ = 0;
};

/// Whom a message goes to, and which Majordomo it speaks.
struct Peer {
    std::string_view id;  ///< its routing id
    mdp::Version speaks = mdp::Version::v02;
};

/// The broker's ROUTER: Majordomo frames in and out. Sending never blocks.
class Link {
public:
    /// Whether a message went out; `gone` also stands for a peer that lets its messages pile up above the high-water
    /// mark.
    enum class Sent : bool { gone, yes };

    explicit Link(zmq::context_t& context);
    zmq::socket_ref socket() { return socket_; }

    /// The next message; false when none waits. One of too many frames comes with size 0.
    bool receive(Parts& parts);

    /// `body` is moved from, but left alone if the peer is gone. 0.1 has one answer: no PARTIAL is to be sent to it.
    Sent to_client(const Peer& client, mdp::ClientCommand command, std::string_view service,
                   std::span<zmq::message_t> body);
    Sent to_client(const Peer& client, mdp::ClientCommand command, std::string_view service, std::string_view body);
    Sent request_to_worker(const Peer& worker, std::string_view token, std::span<zmq::message_t> body);
    /// `why` goes with a DISCONNECT that is a refusal.
    Sent command_to_worker(const Peer& worker, mdp::WorkerCommand command, std::string_view why = {});

private:
    bool put(std::string_view frame, bool more);
    void put(std::span<zmq::message_t> last_frames);
    bool begin_to_client(const Peer& client, mdp::ClientCommand command, std::string_view service);
    bool begin_to_worker(const Peer& worker, mdp::WorkerCommand command, bool more);

    zmq::socket_t socket_;
};

}  // namespace rapport::bus
