// SPDX-License-Identifier: MIT
#include "bus/broker/link.hpp"

#include <algorithm>
#include <cerrno>

namespace rapport::bus {
namespace {

// Credit bounds what waits for a worker. A client that does not read its answers loses those above this.
constexpr int unread_answers = 16'384;
static_assert(unread_answers > mdp::max_credit);

/// Whether its peers are still there, a ROUTER need not ask. Workers have heartbeats of their own, and clients ask it.
/// Of those whose machine or network is gone the system tells for nothing. ZeroMQ's heartbeats would look through the
/// timers of all connections for each of them, each second: with some thousands that alone is more than a processor can
/// do.
void let_the_system_find_who_is_gone(zmq::socket_ref socket) {
    constexpr int seconds = 1, probes = 3;
    socket.set(zmq::sockopt::heartbeat_ivl, 0);
    socket.set(zmq::sockopt::tcp_keepalive, 1);
    socket.set(zmq::sockopt::tcp_keepalive_idle, seconds);
    socket.set(zmq::sockopt::tcp_keepalive_intvl, seconds);
    socket.set(zmq::sockopt::tcp_keepalive_cnt, probes);
    socket.set(zmq::sockopt::tcp_maxrt, static_cast<int>(mdp::patience.count()));
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
    socket_.set(zmq::sockopt::sndhwm, unread_answers);
    socket_.set(zmq::sockopt::backlog, 1'024);
}

bool Link::receive(Parts& parts) {
    parts.size_ = 0;
    for (bool more = true, fits = true; more;) {
        if (parts.size_ == mdp::max_parts) {
            parts.size_ = 0;
            fits = false;
        }
        zmq::message_t& frame = parts.frames_[parts.size_];
        if (!bus::receive(socket_, frame)) return false;
        more = frame.more();
        if (fits) ++parts.size_;
    }
    return true;
}

bool Link::put(std::string_view frame, bool more) { return send(socket_, frame, more); }

void Link::put(std::span<zmq::message_t> last_frames) {
    for (auto& frame : last_frames) {
        const bool more = &frame != &last_frames.back();
        int rc;
        do rc = zmq_msg_send(frame.handle(), socket_.handle(), more ? ZMQ_SNDMORE | ZMQ_DONTWAIT : ZMQ_DONTWAIT);
        while (rc < 0 && errno == EINTR);
        if (rc < 0) throw zmq::error_t();
    }
}

/// Only the first frame can fail: ZeroMQ drops the rest in silence if the peer leaves between two frames.
bool Link::begin_to_client(const Peer& client, mdp::ClientCommand command, std::string_view service) {
    if (!put(client.id, true)) return false;
    if (client.speaks == mdp::Version::v01) {
        put("", true);
        put(mdp::client_01, true);
    } else {
        const char byte = static_cast<char>(command);
        put(mdp::client, true);
        put({&byte, 1}, true);
    }
    return put(service, true);
}

bool Link::begin_to_worker(const Peer& worker, mdp::WorkerCommand command, bool more) {
    const bool old = worker.speaks == mdp::Version::v01;
    const char byte = old ? mdp::in_01(command) : static_cast<char>(command);
    if (!put(worker.id, true)) return false;
    if (old) put("", true);
    return put(old ? mdp::worker_01 : mdp::worker, true) && put({&byte, 1}, more);
}

Link::Sent Link::to_client(const Peer& client, mdp::ClientCommand command, std::string_view service,
                           std::span<zmq::message_t> body) {
    if (!begin_to_client(client, command, service)) return Sent::gone;
    put(body);
    return Sent::yes;
}

Link::Sent Link::to_client(const Peer& client, mdp::ClientCommand command, std::string_view service,
                           std::string_view body) {
    if (!begin_to_client(client, command, service)) return Sent::gone;
    put(body, false);
    return Sent::yes;
}

Link::Sent Link::request_to_worker(const Peer& worker, std::string_view token, std::span<zmq::message_t> body) {
    if (!begin_to_worker(worker, mdp::WorkerCommand::request, true)) return Sent::gone;
    put(token, true);
    put("", true);
    put(body);
    return Sent::yes;
}

Link::Sent Link::command_to_worker(const Peer& worker, mdp::WorkerCommand command, std::string_view why) {
    if (!begin_to_worker(worker, command, !why.empty())) return Sent::gone;
    if (!why.empty()) put(why, false);
    return Sent::yes;
}

}  // namespace rapport::bus
