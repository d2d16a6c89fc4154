// SPDX-License-Identifier: MIT
#include "bus/socket.hpp"

#include <netdb.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <optional>
#include <string>

#include "bus/base/error.hpp"
#include "bus/base/wire.hpp"
#include "bus/security/key_file.hpp"

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

void connect(zmq::socket_ref socket, const Address& address) {
    if (!address.key_file.empty()) {
        const auto key = KeyFile::read(address.key_file);
        if (!key.bus)
            throw Error(Code::invalid_argument,
                        address.key_file + ": this is the key of a bus, not one to come to it with");
        socket.set(zmq::sockopt::curve_serverkey, *key.bus);
        socket.set(zmq::sockopt::curve_publickey, key.public_key);
        socket.set(zmq::sockopt::curve_secretkey, key.secret_key);
    }
    try {
        socket.connect(address.url);
    } catch (const zmq::error_t& error) {
        throw Error(Code::invalid_argument, "cannot connect to " + address.url + ": " + error.what());
    }
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

int connection_of(const zmq::message_t& frame) { return zmq_msg_get(frame.handle(), ZMQ_SRCFD); }

bool is_acknowledged(int fd, std::chrono::milliseconds within) {
    tcp_info info{};
    socklen_t size = sizeof info;
    if (::getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &size) != 0) return true;
    return info.tcpi_unacked == 0 || info.tcpi_last_ack_recv <= static_cast<std::uint64_t>(within.count());
}

std::string address_of(int fd) {
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    auto* const any = reinterpret_cast<sockaddr*>(&address);
    if (::getpeername(fd, any, &size) != 0) return "a peer that has left";
    if (address.ss_family == AF_UNIX) {
        ucred who{};
        socklen_t length = sizeof who;
        if (::getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &who, &length) != 0) return "a process on this machine";
        return "process " + std::to_string(who.pid);
    }
    char host[NI_MAXHOST], port[NI_MAXSERV];
    constexpr int numbers = NI_NUMERICHOST | NI_NUMERICSERV;
    if (::getnameinfo(any, size, host, sizeof host, port, sizeof port, numbers) != 0)
        return "a peer of unknown address";
    const std::string_view name(host);
    constexpr std::string_view mapped = "::ffff:";
    const std::string shown(name.starts_with(mapped) ? name.substr(mapped.size()) : name);
    return (shown.find(':') == shown.npos ? shown : '[' + shown + ']') + ':' + port;
}

namespace {

constexpr std::uint32_t refused_for_good = 400;

/// Of what ZeroMQ says to whoever connects: 300 is "try again later", and it does so by itself.
std::optional<ConnectionWatch::News> news_of(std::uint16_t event, std::uint32_t value) {
    using enum ConnectionWatch::Change;
    switch (event) {
        case ZMQ_EVENT_HANDSHAKE_SUCCEEDED:
            return {{.change = up}};
        case ZMQ_EVENT_DISCONNECTED:
            return {{.change = down, .fd = static_cast<int>(value)}};
        case ZMQ_EVENT_ACCEPTED:
            return {{.change = accepted, .fd = static_cast<int>(value)}};
        case ZMQ_EVENT_LISTENING:
            return {{.change = listens, .fd = static_cast<int>(value)}};
        case ZMQ_EVENT_CLOSED:
            return {{.change = listens_no_more, .fd = static_cast<int>(value)}};
        case ZMQ_EVENT_HANDSHAKE_FAILED_AUTH:
            if (value < refused_for_good) return {};
            return {{.change = refused, .why = "it does not know this key, or not any more"}};
        case ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL:
            if (value != ZMQ_PROTOCOL_ERROR_ZMTP_MECHANISM_MISMATCH) return {};
            return {{.change = refused, .why = "one of us has keys and the other has none"}};
        case ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL:
            return {{.change = broken_off,
                     .why = "it broke off the handshake: if it goes on so, our key file names the key of another bus"}};
        default:
            return {};
    }
}

}  // namespace

ConnectionWatch::ConnectionWatch(Loop& loop, zmq::socket_ref socket, OnChange on_change)
    : loop_(loop), watched_(socket), events_(loop.context(), zmq::socket_type::pair), on_change_(std::move(on_change)) {
    static std::atomic<std::uint64_t> last = 0;  // ZeroMQ gives an address free only some time after its last use
    const std::string address = "inproc://connections-" + std::to_string(++last);
    events_.set(zmq::sockopt::linger, 0);
    constexpr int events = ZMQ_EVENT_HANDSHAKE_SUCCEEDED | ZMQ_EVENT_DISCONNECTED | ZMQ_EVENT_HANDSHAKE_FAILED_AUTH |
                           ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL | ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL |
                           ZMQ_EVENT_ACCEPTED | ZMQ_EVENT_LISTENING | ZMQ_EVENT_CLOSED;
    if (zmq_socket_monitor(socket.handle(), address.c_str(), events)) throw zmq::error_t();
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
    std::uint32_t value = 0;
    if (event.size() < sizeof kind + sizeof value) return;
    std::memcpy(&kind, event.data(), sizeof kind);
    std::memcpy(&value, static_cast<const char*>(event.data()) + sizeof kind, sizeof value);
    if (auto news = news_of(kind, value)) on_change_(*news);
}

}  // namespace rapport::bus
