// SPDX-License-Identifier: MIT
#pragma once
#include <string>

namespace rapport::bench {

/// One connection to a gateway that stays open; used by one thread.
class Connection {
public:
    /// To a gateway at http://HOST:PORT.
    explicit Connection(const std::string& http);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// Sends a request and reads its answer; throws unless it is a 201.
    void post(const std::string& request);

private:
    int fd_;
};

/// Sends a request that many times, each connection its next when its last was answered.
void post_from(int connections, const std::string& http, const std::string& request, int times);

/// The request that opens the complaint of a bench, with the token of who opens it.
std::string request_to_open(const std::string& token);

}  // namespace rapport::bench
