// SPDX-License-Identifier: MIT
#pragma once
#include <thread>

#include "bus/server/server.hpp"

namespace rapport::bus::testing {

/// A service on a thread and loop of its own.
class TestService {
public:
    using Handler = std::function<void(Server&, Request)>;

    TestService(const Address& url, ServerOptions options, Handler handler);
    ~TestService() { loop_.stop(); }

    /// Runs on the service's thread.
    void post(std::function<void(Server&)> task);

private:
    Loop loop_;
    std::unique_ptr<Server> server_;
    std::jthread thread_;
};

/// Answers with what it was given.
inline void echo(Server& server, const Request& request) { server.reply(request, request.params); }

}  // namespace rapport::bus::testing
