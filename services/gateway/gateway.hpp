// SPDX-License-Identifier: MIT
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "bus/wire/endpoints.hpp"
#include "services/gateway/http/auth.hpp"
#include "services/gateway/http/exchange.hpp"
#include "services/gateway/http/http_server.hpp"
#include "services/gateway/http/web_files.hpp"
#include "services/gateway/pages/feedback/pages.hpp"

namespace rapport::gateway {

/// What a gateway is started with.
struct GatewayOptions {
    bus::Address bus;                           ///< endpoint for requests; the one for events follows from it
    HttpAddress http;                           ///< where to listen
    std::vector<std::string> expected;          ///< services without which /readyz says 503
    std::chrono::milliseconds timeout{10'000};  ///< for each call over the bus
    int outside_per_minute = 30;                ///< requests of one address that is not signed in
    std::vector<std::string> proxies = {};      ///< addresses of those who speak for others (X-Forwarded-For)
    std::size_t connections = 1'024;            ///< over HTTP, at a time
    bool over_tls = false;                      ///< browsers reach us over TLS alone
    WebFiles web = {};                          ///< the workplace; none: a page that lists the services stands at /
    /// Asked for each page for people outside, on any thread.
    std::function<feedback::Locale()> locale = [] { return feedback::Locale{}; };
    /// Where requests are remembered, for whoever asks for the steps of a trace.
    std::shared_ptr<kit::SpanLog> spans = std::make_shared<kit::SpanLog>();
};

/// HTTP on one side, the bus on the other: one thread for each, and nothing kept but what the services offer.
/// HTTP thread: reads, checks who asks, turns JSON into MessagePack. Bus thread: calls, turns answers into JSON,
/// events.
class Gateway {
public:
    /// Connects and listens. Error if the address cannot be had.
    Gateway(GatewayOptions options, std::shared_ptr<const Authenticator> authenticator, Mounts mounts = {});
    /// Stops listening, ends streams, and leaves the bus.
    ~Gateway();
    /// With the port that the kernel chose.
    const HttpAddress& address() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace rapport::gateway
