// SPDX-License-Identifier: MIT
#include "bus/broker/link.hpp"

#include <cerrno>

namespace rapport::bus {
namespace {

// Credit bounds what waits for a worker. A client that does not read its answers loses those above this.
constexpr int unread_answers = 16'384;
static_assert(unread_answers > mdp::max_credit);

}  // namespace

Link::Link(zmq::context_t& context) : socket_(context, zmq::socket_type::router) {
    set_common_options(socket_);
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
bool Link::begin(std::string_view peer, std::string_view protocol, char command, bool more) {
    return put(peer, true) && put(protocol, true) && put({&command, 1}, more);
}

Link::Sent Link::to_client(std::string_view client, mdp::ClientCommand command, std::string_view service,
                           std::span<zmq::message_t> body) {
    if (!begin(client, mdp::client, static_cast<char>(command), true)) return Sent::gone;
    put(service, true);
    put(body);
    return Sent::yes;
}

Link::Sent Link::to_client(std::string_view client, mdp::ClientCommand command, std::string_view service,
                           std::string_view body) {
    if (!begin(client, mdp::client, static_cast<char>(command), true)) return Sent::gone;
    put(service, true);
    put(body, false);
    return Sent::yes;
}

Link::Sent Link::request_to_worker(std::string_view worker, std::string_view token, std::span<zmq::message_t> body) {
    if (!begin(worker, mdp::worker, static_cast<char>(mdp::WorkerCommand::request), true)) return Sent::gone;
    put(token, true);
    put("", true);
    put(body);
    return Sent::yes;
}

Link::Sent Link::command_to_worker(std::string_view worker, mdp::WorkerCommand command) {
    return begin(worker, mdp::worker, static_cast<char>(command), false) ? Sent::yes : Sent::gone;
}

}  // namespace rapport::bus
