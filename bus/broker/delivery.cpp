// SPDX-License-Identifier: MIT
#include "bus/broker/delivery.hpp"

#include <poll.h>
#include <spdlog/spdlog.h>
#include <sys/socket.h>

#include <algorithm>

namespace rapport::bus {
namespace {

using namespace std::chrono_literals;

// ZeroMQ bounds what waits in its queue for a client by messages. Of those that are large, it is given this much, and
// more when the system takes more for that client.
constexpr std::size_t large = 16 << 10, large_in_pipe = 4 << 20;
constexpr Loop::Duration shortest_pause{1}, longest_pause{50};
// Of one client, before others have their turn.
constexpr int burst = 256;
// What ZeroMQ may still hand over of a connection that was broken.
constexpr auto aftermath = 5s;

std::size_t bytes_of(std::span<const zmq::message_t> frames) {
    std::size_t bytes = 0;
    for (const auto& frame : frames) bytes += frame.size();
    return bytes;
}

/// What it costs to keep them.
std::size_t cost_of(std::span<const zmq::message_t> frames) {
    return bytes_of(frames) + frames.size() * sizeof(zmq::message_t);
}

bool takes_more(int fd) {
    pollfd item{fd, POLLOUT, 0};
    return ::poll(&item, 1, 0) > 0;
}

/// Sets a flag for as long as it lives.
struct While {
    explicit While(bool& what) : flag(what) { flag = true; }
    ~While() { flag = false; }
    bool& flag;
};

}  // namespace

Delivery::Delivery(Loop& loop, Link& link, const BrokerOptions& options, Resume resume)
    : loop_(loop), link_(link), options_(options), resume_(std::move(resume)) {}

Delivery::~Delivery() {
    if (timer_) loop_.cancel(*timer_);
}

Delivery::Sent Delivery::send(const Peer& client, mdp::ClientCommand command, std::string_view service,
                              std::span<zmq::message_t> body) {
    const std::size_t bytes = bytes_of(body);
    const auto found = clients_.empty() ? clients_.end() : clients_.find(client.id);
    Client* known = found == clients_.end() ? nullptr : &found->second;
    if (!known && bytes >= large) known = &note(client);
    if (known && known->broken != Time::max()) return Sent::gone;
    if (!known || (known->answers.empty() && (bytes < large || known->in_pipe < large_in_pipe))) {
        const auto sent = link_.to_client(client, command, service, body);
        if (sent == Link::Sent::yes && bytes >= large) known->in_pipe += bytes;
        if (sent != Link::Sent::full) return sent == Link::Sent::yes ? Sent::yes : Sent::gone;
    }
    Answer answer{command, std::string(service), {}, cost_of(body) + sizeof(Answer)};
    answer.body.assign(std::move_iterator(body.begin()), std::move_iterator(body.end()));
    return keep(client, std::move(answer));
}

Delivery::Sent Delivery::send(const Peer& client, mdp::ClientCommand command, std::string_view service,
                              std::string_view body) {
    zmq::message_t frame(body);
    return send(client, command, service, std::span(&frame, 1));
}

Delivery::Sent Delivery::keep(const Peer& peer, Answer answer) {
    Client& client = note(peer);
    account(client, static_cast<std::ptrdiff_t>(answer.bytes));
    client.answers.push_back(std::move(answer));
    stay_within_bounds(client);
    return client.broken == Time::max() ? Sent::yes : Sent::gone;
}

void Delivery::hold(const Peer& peer, Parts& parts, Time now) {
    Client& client = note(peer);
    if (client.broken != Time::max()) return;  // it was left before that
    const std::size_t bytes = cost_of(parts.from(0)) + sizeof(Request);
    account(client, static_cast<std::ptrdiff_t>(bytes));
    client.requests.push_back({parts.take(), parts.cut_off(), now, bytes});
    stay_within_bounds(client);
}

bool Delivery::must_wait(std::string_view id) const {
    const Client& client = clients_.find(id)->second;
    return !client.answers.empty() || !client.requests.empty() || client.broken != Time::max();
}

Delivery::Client& Delivery::note(const Peer& peer) {
    if (!timer_) {
        pause_ = shortest_pause;
        timer_ = loop_.after(pause_, [this] { look(); });
    }
    const auto [at, added] = clients_.try_emplace(std::string(peer.id));
    if (added) at->second.speaks = peer.speaks, at->second.fd = peer.fd;
    return at->second;
}

void Delivery::account(Client& client, std::ptrdiff_t bytes) {
    client.bytes += static_cast<std::size_t>(bytes);
    bytes_ += static_cast<std::size_t>(bytes);
}

void Delivery::stay_within_bounds(Client& grown) {
    if (grown.bytes > options_.max_unread_bytes) break_off(grown);
    while (bytes_ > options_.max_unread_bytes_of_all)
        break_off(std::ranges::max_element(clients_, {}, [](const auto& one) { return one.second.bytes; })->second);
}

/// ZeroMQ breaks no connection of a ROUTER; the system does, by its descriptor.
void Delivery::break_off(Client& client) {
    spdlog::warn(
        "{} has not read its answers, and {} MiB of them and of further requests wait: its connection is broken",
        address_of(client.fd), client.bytes >> 20);
    ++broken_;
    ::shutdown(client.fd, SHUT_RDWR);
    client.broken = std::chrono::steady_clock::now();
    client.answers.clear();
    client.requests.clear();
    account(client, -static_cast<std::ptrdiff_t>(client.bytes));
}

void Delivery::look() {
    timer_.reset();
    std::vector<std::string> ids;  // a copy: what goes on may make others wait
    for (const auto& [id, client] : clients_) ids.push_back(id);
    bool progress = false;
    for (const auto& id : ids) progress = go_on(id) || progress;
    if (clients_.empty()) return;
    pause_ = progress ? shortest_pause : std::min(2 * pause_, longest_pause);
    timer_ = loop_.after(pause_, [this] { look(); });
}

/// Whether anything could be sent or handled.
bool Delivery::go_on(const std::string& id) {
    Client& client = clients_.find(id)->second;
    if (client.broken != Time::max()) {
        if (std::chrono::steady_clock::now() - client.broken > aftermath) clients_.erase(id);
        return false;
    }
    if (client.in_pipe && takes_more(client.fd)) client.in_pipe = 0;
    const std::size_t before = client.answers.size() + client.requests.size();
    if (!flush(id, client)) {
        account(client, -static_cast<std::ptrdiff_t>(client.bytes));
        clients_.erase(id);
        return true;
    }
    resume(client);
    const std::size_t after = client.answers.size() + client.requests.size();
    if (after == 0 && client.in_pipe == 0) clients_.erase(id);
    return after < before;
}

/// False if the client is gone.
bool Delivery::flush(const std::string& id, Client& client) {
    for (int n = 0; n < burst && !client.answers.empty(); ++n) {
        Answer& next = client.answers.front();
        const std::size_t bytes = bytes_of(next.body);
        if (bytes >= large && client.in_pipe >= large_in_pipe) return true;
        const auto sent = link_.to_client(client.peer(id), next.command, next.service, next.body);
        if (sent != Link::Sent::yes) return sent == Link::Sent::full;
        if (bytes >= large) client.in_pipe += bytes;
        account(client, -static_cast<std::ptrdiff_t>(next.bytes));
        client.answers.pop_front();
    }
    return true;
}

void Delivery::resume(Client& client) {
    for (int n = 0; n < burst && client.answers.empty() && !client.requests.empty(); ++n) {
        Request next = std::move(client.requests.front());
        client.requests.pop_front();
        parts_.put_back(std::move(next.frames), next.cut_off);
        const While resuming(resuming_);
        if (!resume_(parts_, next.arrived)) {
            next.frames = parts_.take();
            return client.requests.push_front(std::move(next));
        }
        account(client, -static_cast<std::ptrdiff_t>(next.bytes));
    }
}

Delivery::Counts Delivery::counts() const {
    Counts counts{.bytes = bytes_, .broken = broken_};
    for (const auto& [id, client] : clients_) counts.behind += must_wait(id) ? 1 : 0;
    return counts;
}

}  // namespace rapport::bus
