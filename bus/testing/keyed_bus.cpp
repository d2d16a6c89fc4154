// SPDX-License-Identifier: MIT
#include "bus/testing/keyed_bus.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <system_error>

#include "bus/base/error.hpp"

namespace rapport::bus::testing {
namespace {

/// Holds a port of loopback; 0: the kernel chooses.
class Port {
public:
    explicit Port(std::uint16_t wanted) : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in at{};
        at.sin_family = AF_INET;
        at.sin_port = htons(wanted);
        at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof at;
        if (::bind(fd_, reinterpret_cast<sockaddr*>(&at), size) == 0 &&
            ::getsockname(fd_, reinterpret_cast<sockaddr*>(&at), &size) == 0)
            number_ = ntohs(at.sin_port);
    }
    ~Port() { ::close(fd_); }
    Port(const Port&) = delete;
    Port& operator=(const Port&) = delete;
    /// 0 if it is taken.
    std::uint16_t number() const { return number_; }

private:
    int fd_;
    std::uint16_t number_ = 0;
};

constexpr int tries = 100;

}  // namespace

std::string free_tcp_address() {
    for (int i = 0; i < tries; ++i) {
        const Port first(0);
        if (first.number() == 0 || first.number() > 65'533) continue;
        const Port second(static_cast<std::uint16_t>(first.number() + 1)),
            third(static_cast<std::uint16_t>(first.number() + 2));
        if (second.number() && third.number()) return "tcp://127.0.0.1:" + std::to_string(first.number());
    }
    throw std::runtime_error("no three free ports in a row");
}

KeyedBus::KeyedBus(BrokerOptions options)
    : keys_(folder_.path() / "keys"), ipc_("ipc://" + (folder_.path() / "bus").string()) {
    keys_.init();
    options.keys = keys_.path().string();
    std::unique_ptr<Broker> broker;
    for (int i = 0; !broker; ++i) try {
            tcp_ = free_tcp_address();
            options.listen = {tcp_, ipc_};
            broker = std::make_unique<Broker>(loop_, options);
        } catch (const Error& error) {  // another took one of the ports meanwhile
            if (error.code() != Code::failed_precondition || i == tries) throw;
        }
    thread_ = std::jthread([this, broker = std::move(broker)]() mutable {
        loop_.run();
        broker.reset();
    });
}

KeyedBus::~KeyedBus() {
    loop_.stop();
    thread_.join();
}

KeyPair KeyedBus::make(const std::string& name) const {
    const auto pair = new_key_pair();
    KeyFile{name, pair.public_key, pair.secret_key, KeyFile::read(keys_.bus_key()).public_key}.write(keys_.key(name));
    return pair;
}

Address KeyedBus::add(const std::string& name, KeyEntry entry) const {
    entry.public_key = make(name).public_key;
    keys_.add(name, entry);
    return with(name);
}

}  // namespace rapport::bus::testing
