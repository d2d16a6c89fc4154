// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace rapport::sdk::tools {

/// How a recording server treats what it is sent.
enum class Manner {
    takes,     ///< HTTP 200; SMTP 250
    refuses,   ///< for good: 400; 550 to the recipient
    is_busy,   ///< 429 with Retry-After: 7; 451 to the recipient
    is_away,   ///< 503; 421 in place of a greeting
    fails,     ///< 500; 451 once it has the letter
    is_slow,   ///< takes it, after a while
    drops,     ///< has all of it, and hangs up
    is_silent  ///< has all of it, and says nothing any more
};

/// What is to be waited for where a server is_busy over HTTP.
inline constexpr int retry_after_s = 7;

/// A message as it arrived, in parts. HTTP: "request" (method and target), each header by its name in lower case,
/// "body". SMTP: "mail" and "rcpt" with what they say, each header of the letter likewise, "body".
using Sent = std::vector<std::pair<std::string, std::string>>;

/// The part of that name; empty where there is none.
std::string part(const Sent& sent, const std::string& name);

/// A server on loopback that keeps what it is sent and answers as it is told, until it is destroyed. Without TLS; mail
/// without authentication. Any thread.
class Recorder {
public:
    /// What it speaks to those who send.
    enum class Protocol { http, smtp };

    /// `answer` is the body with which HTTP takes a message. PluginError::host where there is no port.
    explicit Recorder(Protocol protocol, std::string answer = "ok");
    Recorder(const Recorder&) = delete;
    Recorder& operator=(const Recorder&) = delete;
    ~Recorder();

    std::uint16_t port() const;
    /// A port at which nobody listens, as long as this object lives.
    std::uint16_t deaf_port() const;

    /// From now on; at first it takes everything.
    void behave(Manner manner);
    /// What has arrived since it was last asked. A message is there before it is answered.
    std::vector<Sent> take();

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace rapport::sdk::tools
