// SPDX-License-Identifier: MIT
#pragma once
#include <chrono>
#include <map>
#include <string>
#include <vector>

#include "services/gateway/http/http_server.hpp"

namespace rapport::gateway::testing {

/// What a server answered.
struct Answer {
    int status = 0;                              ///< 0: the connection ended instead
    std::map<std::string, std::string> headers;  ///< names in lower case; of several of a name the last
    std::string body;
    std::vector<std::string> cookies;  ///< the values of Set-Cookie
};

/// One HTTP connection, bytes in and bytes out, so that a test can be as rude as a client may be.
class HttpConnection {
public:
    explicit HttpConnection(const HttpAddress& address);
    ~HttpConnection();
    HttpConnection(HttpConnection&& other) noexcept : fd_(other.fd_), unread_(std::move(other.unread_)) {
        other.fd_ = -1;
    }

    /// False if the server closed the connection while it was written to.
    bool write(const std::string& bytes);
    /// The next whole answer.
    Answer read();
    Answer ask(const std::string& bytes);
    /// Bytes as they come, until `wanted` is among them or nothing came for `patience`. All bytes since the last call.
    std::string read_until(const std::string& wanted, std::chrono::milliseconds patience = std::chrono::seconds(10));
    /// Whether the server closes it within that time.
    bool closed(std::chrono::milliseconds patience = std::chrono::seconds(20));

private:
    bool receive(std::chrono::milliseconds patience);
    std::string line();
    void take(std::size_t bytes, std::string& into);

    int fd_;
    std::string unread_;
};

/// `GET /path HTTP/1.1` with those further lines (each with its line end) and body.
std::string request_text(const std::string& verb, const std::string& target, const std::string& lines = {},
                         const std::string& body = {});

}  // namespace rapport::gateway::testing
