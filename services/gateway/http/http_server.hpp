// SPDX-License-Identifier: MIT
#pragma once
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "services/gateway/http/http.hpp"

namespace rapport::gateway {

/// Where to listen. Port 0: the kernel chooses.
struct HttpAddress {
    std::string host;
    std::uint16_t port = 0;

    /// `HOST:PORT`, `[::1]:8080`; a host name must be an address or `localhost`. invalid_argument otherwise.
    static HttpAddress of(const std::string& text);
    std::string text() const;
};

/// Takes each whole request, on the HTTP thread; it must not wait. Answers through the responder, then or later.
using HttpHandler = std::function<void(HttpRequest request, ResponderPtr responder)>;

/// Where the server listens, and how much it takes on.
struct HttpOptions {
    HttpAddress address;
    std::size_t connections = 1'024;        ///< at a time
    std::vector<std::string> proxies = {};  ///< addresses that may have all of them
    /// For a whole request to come, and for an answer to be taken, before the connection is closed.
    std::chrono::milliseconds patience = std::chrono::seconds(30);
    std::size_t most_held = 64 << 20;  ///< bytes of requests that are not answered, of all connections
    bool over_tls = false;             ///< browsers reach us over TLS alone, and shall go on doing so
    /// Hears the status of each request that is refused before the handler sees it, and 503 for a connection of an
    /// address that has all of its share in work; on the HTTP thread.
    std::function<void(int status)> on_refused = [](int) {};
};

/// HTTP/1.1 on one thread of its own. Requests of one connection are handled one after another, so that a client that
/// pipelines sees them done in its order. What is no HTTP/1.1 by RFC 9112 is refused, and its connection closed; so is
/// a connection that has sent no whole request, or not taken its answer, within 30 s, or waits while others need its
/// place.
class HttpServer {
public:
    /// Listens at once. Error (invalid_argument) if the address cannot be had.
    HttpServer(HttpOptions options, HttpHandler handler);
    ~HttpServer();
    /// Stops listening and handling, and ends its thread. Responders and streams may still be used then, and outlive
    /// the server, to no effect.
    void stop();
    /// Where it listens, with the port that the kernel chose.
    const HttpAddress& address() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace rapport::gateway
