// SPDX-License-Identifier: MIT
#pragma once
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "bus/loop.hpp"
#include "bus/wire/endpoints.hpp"
#include "bus/wire/envelope.hpp"

namespace rapport::bus {

/// A request in a service's hands. It owns its bytes and may cross threads.
struct Request {
    std::string token;             ///< the broker's; says to the broker whom a reply answers
    std::uint64_t connection = 0;  ///< the one it came over: a reply to a request of an earlier one goes nowhere
    std::uint32_t msgid = 0;
    std::string method;
    std::string params;  ///< MessagePack of the one parameter, empty if none
    Header header;
    std::uint64_t caller = 0;  ///< for whoever makes the header's traceparent a step of their own: the step before it
    std::chrono::steady_clock::time_point received;
    std::chrono::steady_clock::time_point deadline;  ///< received + ttl; max() without one
    bool expired() const { return std::chrono::steady_clock::now() >= deadline; }
};

/// Under which name a server takes requests, and how many at a time.
struct ServerOptions {
    std::string service;              ///< the name under which requests come
    std::uint32_t credit = 256;       ///< requests that the broker may have unanswered here
    std::size_t max_bytes = 4 << 20;  ///< largest frame
};

/// Serves one service name (MDP/0.2 worker with credit). Answers `$ping` by itself; refuses what has expired or cannot
/// be parsed; hands on the rest. Reconnects by itself; requests in hand are then lost to it and answered `in_doubt` by
/// the bus. If the bus does not let it in or may not have it under that name, it logs why and comes again each second.
/// Belongs to its loop's thread.
class Server {
public:
    using OnRequest = std::function<void(Request request)>;

    Server(Loop& loop, const Address& requests_endpoint, ServerOptions options, OnRequest on_request);
    ~Server();

    /// Sends an intermediate result (queries only).
    void partial(const Request& request, std::string_view result);
    /// The one last answer to a request. A reply to a request of an earlier connection is dropped.
    void reply(const Request& request, std::string_view result);
    void fail(const Request& request, const Error& error);
    /// Tells the bus to send no more (DISCONNECT); replies to what is in hand may still be sent. For good.
    void leave();
    /// Requests that were handed on and not answered yet.
    std::size_t in_hand() const;
    /// The instance id in READY and in `$ping`.
    const std::string& instance() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace rapport::bus
