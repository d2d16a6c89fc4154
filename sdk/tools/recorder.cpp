// SPDX-License-Identifier: MIT
#include "sdk/tools/recorder.hpp"

#include <sys/socket.h>

#include <boost/asio/io_context.hpp>
#include <list>
#include <thread>

#include "sdk/host/error.hpp"
#include "sdk/tools/dialogs.hpp"

namespace rapport::sdk::tools {
namespace {

using boost::asio::ip::tcp;

const tcp::endpoint any_port(boost::asio::ip::address_v4::loopback(), 0);

}  // namespace

std::string part(const Sent& sent, const std::string& name) {
    for (const auto& [each, value] : sent)
        if (each == name) return value;
    return {};
}

Manner Notebook::manner() const {
    const std::lock_guard lock(mutex_);
    return manner_;
}

void Notebook::behave(Manner manner) {
    const std::lock_guard lock(mutex_);
    manner_ = manner;
}

void Notebook::keep(Sent sent) {
    const std::lock_guard lock(mutex_);
    sent_.push_back(std::move(sent));
}

std::vector<Sent> Notebook::take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(sent_, {});
}

void Notebook::rest(std::chrono::milliseconds time) {
    std::unique_lock lock(mutex_);
    closing_.wait_for(lock, time, [&] { return closed_; });
}

void Notebook::rest_until_closed() {
    std::unique_lock lock(mutex_);
    closing_.wait(lock, [&] { return closed_; });
}

void Notebook::close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    closing_.notify_all();
}

class Recorder::Impl {
public:
    Impl(Protocol protocol, std::string answer)
        : notes(std::move(answer)),
          speak_(protocol == Protocol::http ? &speak_http : &speak_smtp),
          listening_(context_, any_port),
          deaf_(context_, tcp::v4()) {
        deaf_.bind(any_port);  // and never listens
        port = listening_.local_endpoint().port();
        deaf_port = deaf_.local_endpoint().port();
        accepting_ = std::jthread([this] { accept(); });
    }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;
    ~Impl() {
        notes.close();
        ::shutdown(listening_.native_handle(), SHUT_RDWR);  // wakes whoever waits there, as close() would not
        accepting_.join();
        for (auto& each : clients_) ::shutdown(each.socket.native_handle(), SHUT_RDWR);
    }

    Notebook notes;
    std::uint16_t port = 0, deaf_port = 0;

private:
    struct Client {
        explicit Client(tcp::socket socket_) : socket(std::move(socket_)) {}
        tcp::socket socket;
        std::jthread thread;  // ends before its socket goes
    };

    void accept() {
        for (;;) {
            boost::system::error_code trouble;
            tcp::socket socket(context_);
            listening_.accept(socket, trouble);
            if (trouble == boost::asio::error::connection_aborted) continue;  // the client has gone again
            if (trouble) return;
            auto& client = clients_.emplace_back(std::move(socket));
            client.thread = std::jthread([this, &client] { serve(client.socket); });
        }
    }

    void serve(tcp::socket& client) {
        try {
            speak_(client, notes);
        } catch (const boost::system::system_error&) {  // the client has gone
        }
        ::shutdown(client.native_handle(), SHUT_RDWR);
    }

    void (*speak_)(tcp::socket&, Notebook&);
    boost::asio::io_context context_;
    tcp::acceptor listening_, deaf_;
    std::list<Client> clients_;  // of accept() alone, until that has ended
    std::jthread accepting_;
};

Recorder::Recorder(Protocol protocol, std::string answer) try
    : impl_(std::make_unique<Impl>(protocol, std::move(answer))) {
} catch (const boost::system::system_error& error) {
    throw PluginError(PluginError::Kind::host, std::string("no port for a recording server: ") + error.what());
}
Recorder::~Recorder() = default;

std::uint16_t Recorder::port() const { return impl_->port; }
std::uint16_t Recorder::deaf_port() const { return impl_->deaf_port; }
void Recorder::behave(Manner manner) { impl_->notes.behave(manner); }
std::vector<Sent> Recorder::take() { return impl_->notes.take(); }

}  // namespace rapport::sdk::tools
