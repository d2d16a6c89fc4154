// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "bus/loop.hpp"

namespace rapport::bus {

/// Whom a socket of this process is asked to let in (ZeroMQ RFC 27).
struct Knock {
    std::string_view domain;     ///< of the endpoint that was knocked at
    std::string_view address;    ///< where from
    std::string_view mechanism;  ///< NULL, CURVE
    std::string public_key;      ///< Z85; empty without CURVE
};

/// What is answered. Who is refused for good (400) can read so and does not come back by itself; who is to try again
/// (300) does.
struct Verdict {
    /// Let in, told to come later, or refused for good.
    enum class Kind : unsigned char { welcome, later, refused } kind = Kind::refused;
    std::string user = {};    ///< who it is: the User-Id of all its messages
    std::string reason = {};  ///< to nobody but a log: ZMTP carries the number alone
};

/// Answers for the sockets of the loop's context whether to let a peer in. To be there before they are bound: without
/// it they let nobody in.
class ZapServer {
public:
    using Decide = std::function<Verdict(const Knock&)>;

    ZapServer(Loop& loop, Decide decide);
    ~ZapServer();
    ZapServer(const ZapServer&) = delete;
    ZapServer& operator=(const ZapServer&) = delete;

private:
    void read();

    Loop& loop_;
    const Decide decide_;
    zmq::socket_t socket_;
};

}  // namespace rapport::bus
