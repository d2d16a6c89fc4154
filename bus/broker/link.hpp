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
    /// Empty for a frame that is not there.
    std::string_view operator[](std::size_t at) const { return at < size_ ? view_of(frames_[at]) : std::string_view(); }
    const zmq::message_t& frame(std::size_t at) const { return frames_[at]; }
    std::size_t size() const { return size_; }
    /// The message had more frames than are here.
    bool cut_off() const { return cut_off_; }
    void drop(std::size_t at);
    /// In the place of that frame, or after the last.
    void put(std::size_t at, std::string_view bytes);
    /// The frames from `first` on, to be sent on without a copy.
    std::span<zmq::message_t> from(std::size_t first) { return std::span(frames_).subspan(first, size_ - first); }
    /// All frames, to be kept, and put back later.
    std::vector<zmq::message_t> take();
    void put_back(std::vector<zmq::message_t> frames, bool cut_off);

private:
    friend class Link;
    std::array<zmq::message_t, mdp::max_parts> frames_;
    std::size_t size_ = 0;
    bool cut_off_ = false;
};

/// Whom a message goes to, and how it speaks.
struct Peer {
    std::string_view id;  ///< its routing id
    mdp::Dialect speaks = {};
    int fd = -1;  ///< of its connection; -1 where it is of no use
};

/// The broker's ROUTER: Majordomo frames in and out. Sending never blocks.
class Link {
public:
    /// Whether a message went out. `full`: the peer is there and has too many unread.
    enum class Sent : unsigned char { gone, full, yes };

    explicit Link(zmq::context_t& context);
    zmq::socket_ref socket() { return socket_; }

    /// The next message; false when none waits.
    bool receive(Parts& parts);

    /// `body` is moved from, but left alone if it could not be sent. 0.1 has one answer: no PARTIAL is to be sent to
    /// it.
    Sent to_client(const Peer& client, mdp::ClientCommand command, std::string_view service,
                   std::span<zmq::message_t> body);
    Sent request_to_worker(const Peer& worker, std::string_view token, std::span<zmq::message_t> body);
    /// `why` goes with a DISCONNECT that is a refusal.
    Sent command_to_worker(const Peer& worker, mdp::WorkerCommand command, std::string_view why = {});

private:
    Sent begin(const Peer& peer);
    void put(std::string_view frame, bool more);
    void put(std::span<zmq::message_t> last_frames);
    Sent begin_to_worker(const Peer& worker, mdp::WorkerCommand command, bool more);

    zmq::socket_t socket_;
};

}  // namespace rapport::bus
