// SPDX-License-Identifier: MIT
#include "bus/broker/link.hpp"

#include <algorithm>
#include <cerrno>

namespace rapport::bus {
namespace {

// Messages that wait for one peer in ZeroMQ's own queues. What is above waits for a client in Delivery, and for a
// worker with its service.
constexpr int unread_messages = 2'048;

/// Whether its peers are still there, a ROUTER need not ask. Workers have heartbeats of their own, and clients ask it.
/// Of those whose machine or network is gone the system tells for nothing. ZeroMQ's heartbeats would look through the
/// timers of all connections for each of them, each second: with some thousands that alone is more than a processor can
/// do. Not TCP_USER_TIMEOUT (ZMQ_TCP_MAXRT) as well: it would also break the connection of who is there and does not
/// read.
void let_the_system_find_who_is_gone(zmq::socket_ref socket) {
    constexpr int seconds = 1, probes = 3;
    socket.set(zmq::sockopt::heartbeat_ivl, 0);
    socket.set(zmq::sockopt::tcp_keepalive, 1);
    socket.set(zmq::sockopt::tcp_keepalive_idle, seconds);
    socket.set(zmq::sockopt::tcp_keepalive_intvl, seconds);
    socket.set(zmq::sockopt::tcp_keepalive_cnt, probes);
}

}  // namespace

void Parts::drop(std::size_t at) {
    const auto begin = frames_.begin() + static_cast<std::ptrdiff_t>(at);
    std::rotate(begin, begin + 1, frames_.begin() + static_cast<std::ptrdiff_t>(size_));
    --size_;
}

void Parts::put(std::size_t at, std::string_view bytes) {
    frames_.at(at).rebuild(bytes.data(), bytes.size());
    size_ = std::max(size_, at + 1);
}

Link::Link(zmq::context_t& context) : socket_(context, zmq::socket_type::router) {
    set_common_options(socket_);
    let_the_system_find_who_is_gone(socket_);
    socket_.set(zmq::sockopt::router_mandatory, 1);
    socket_.set(zmq::sockopt::sndtimeo, 0);
    socket_.set(zmq::sockopt::sndhwm, unread_messages);
    socket_.set(zmq::sockopt::backlog, 1'024);
}

std::vector<zmq::message_t> Parts::take() {
    const auto all = from(0);
    return {std::move_iterator(all.begin()), std::move_iterator(all.end())};
}

void Parts::put_back(std::vector<zmq::message_t> frames, bool cut_off) {
    std::move(frames.begin(), frames.end(), frames_.begin());
    size_ = frames.size();
    cut_off_ = cut_off;
}

bool Link::receive(Parts& parts) {
    parts.size_ = 0;
    parts.cut_off_ = false;
    zmq::message_t beyond;
    for (bool more = true; more;) {
        parts.cut_off_ = parts.size_ == mdp::max_parts;
        zmq::message_t& frame = parts.cut_off_ ? beyond : parts.frames_[parts.size_];
        if (!bus::receive(socket_, frame)) return false;
        more = frame.more();
        if (!parts.cut_off_) ++parts.size_;
    }
    return true;
}

/// Only this first frame can fail: ZeroMQ drops the rest in silence if the peer leaves between two frames.
Link::Sent Link::begin(const Peer& peer) {
    if (!send(socket_, peer.id, true)) return errno == EAGAIN ? Sent::full : Sent::gone;
    if (peer.speaks.empty_first) put("", true);
    return Sent::yes;
}

void Link::put(std::string_view frame, bool more) { send(socket_, frame, more); }

void Link::put(std::span<zmq::message_t> last_frames) {
    for (auto& frame : last_frames) {
        const bool more = &frame != &last_frames.back();
        int rc;
        do rc = zmq_msg_send(frame.handle(), socket_.handle(), more ? ZMQ_SNDMORE | ZMQ_DONTWAIT : ZMQ_DONTWAIT);
        while (rc < 0 && errno == EINTR);
        if (rc < 0) throw zmq::error_t();
    }
}

Link::Sent Link::begin_to_worker(const Peer& worker, mdp::WorkerCommand command, bool more) {
    const Sent begun = begin(worker);
    if (begun != Sent::yes) return begun;
    const char byte = worker.speaks.old ? mdp::in_01(command) : static_cast<char>(command);
    put(worker.speaks.old ? mdp::worker_01 : mdp::worker, true);
    put({&byte, 1}, more);
    return Sent::yes;
}

Link::Sent Link::to_client(const Peer& client, mdp::ClientCommand command, std::string_view service,
                           std::span<zmq::message_t> body) {
    const Sent begun = begin(client);
    if (begun != Sent::yes) return begun;
    const char byte = static_cast<char>(command);
    put(client.speaks.old ? mdp::client_01 : mdp::client, true);
    if (!client.speaks.old) put({&byte, 1}, true);
    put(service, true);
    put(body);
    return Sent::yes;
}

Link::Sent Link::request_to_worker(const Peer& worker, std::string_view token, std::span<zmq::message_t> body) {
    const Sent begun = begin_to_worker(worker, mdp::WorkerCommand::request, true);
    if (begun != Sent::yes) return begun;
    put(token, true);
    put("", true);
    put(body);
    return Sent::yes;
}

Link::Sent Link::command_to_worker(const Peer& worker, mdp::WorkerCommand command, std::string_view why) {
    const Sent begun = begin_to_worker(worker, command, !why.empty());
    if (begun == Sent::yes && !why.empty()) put(why, false);
    return begun;
}

}  // namespace rapport::bus
