// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <memory>
#include <string>

#include "services/gateway/http.hpp"

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

/// HTTP/1.1 on one thread of its own. Requests of one connection are handled one after another, so that a client that
/// pipelines sees them done in its order. A connection that has sent no whole request within 30 s is closed.
class HttpServer {
public:
    /// Listens at once. Error (invalid_argument) if the address cannot be had.
    HttpServer(const HttpAddress& address, HttpHandler handler);
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
