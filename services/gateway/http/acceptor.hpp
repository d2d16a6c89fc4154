// SPDX-License-Identifier: MIT
#pragma once
#include <spdlog/spdlog.h>

#include <atomic>
#include <chrono>
#include <optional>
#include <restinio/asio_include.hpp>

#include "services/gateway/http/connections.hpp"

/// Takes connections for http_server.cpp, which alone includes it. RESTinio's own acceptor gives up for good at the
/// first error, and an operating system that is out of descriptors for a moment is one.
namespace rapport::gateway {

/// Says whether something is to be logged that goes on and on: once, and again when it was over for a minute.
class Episode {
public:
    bool begins() {
        const auto now = std::chrono::steady_clock::now();
        const bool first = !last_ || now - *last_ > std::chrono::minutes(1);
        last_ = now;
        return first;
    }

private:
    std::optional<std::chrono::steady_clock::time_point> last_;
};

/// Accepts as long as there is room, and makes room; after an error it tries again.
class Acceptor {
public:
    using Socket = restinio::asio_ns::ip::tcp::socket;
    using Endpoint = restinio::asio_ns::ip::tcp::endpoint;
    using Take = std::function<void(Socket, const Endpoint&)>;

    /// Listens at once; throws std::system_error if that cannot be. Connections come on the thread of `io`.
    Acceptor(restinio::asio_ns::io_context& io, const Endpoint& where, std::shared_ptr<Connections> connections,
             Take take)
        : acceptor_(io, where), pause_(io), connections_(std::move(connections)), take_(std::move(take)) {
        connections_->on_change([this] {
            if (stuck_.exchange(false)) restinio::asio_ns::post(acceptor_.get_executor(), [this] { next(); });
        });
        next();
    }
    ~Acceptor() {
        connections_->on_change([] {});
    }
    Acceptor(const Acceptor&) = delete;
    Endpoint where() const { return acceptor_.local_endpoint(); }

private:
    void next() {
        if (connections_->full()) return wait_for_somebody();
        acceptor_.async_accept(peer_, [this](const auto& problem, Socket socket) {
            if (!problem) {
                take_(std::move(socket), peer_);
                next();
            } else if (problem != restinio::asio_ns::error::operation_aborted) {
                try_later(problem);
            }
        });
    }
    /// All places are taken: nobody is hung up before somebody else needs the place.
    void wait_for_somebody() {
        acceptor_.async_wait(acceptor_.wait_read, [this](const auto& stopped) {
            if (stopped) return;
            stuck_ = true;  // before it is asked, so that no place that becomes free meanwhile is missed
            if (!connections_->full()) return stuck_.exchange(false) ? next() : void();
            if (!connections_->make_room() && all_in_work_.begins())
                spdlog::warn("all {} connections are in work: others wait", connections_->most());
        });
    }
    void try_later(const restinio::asio_ns::error_code& problem) {
        if (no_accept_.begins())
            spdlog::error("connections cannot be accepted: {}; trying again every {} ms", problem.message(),
                          again.count());
        connections_->make_room();
        pause_.expires_after(again);
        pause_.async_wait([this](const auto& stopped) {
            if (!stopped) next();
        });
    }

    static constexpr std::chrono::milliseconds again{100};
    restinio::asio_ns::ip::tcp::acceptor acceptor_;
    restinio::asio_ns::steady_timer pause_;
    const std::shared_ptr<Connections> connections_;
    const Take take_;
    Endpoint peer_;
    std::atomic<bool> stuck_{false};  ///< somebody waits for a place
    Episode all_in_work_, no_accept_;
};

}  // namespace rapport::gateway
