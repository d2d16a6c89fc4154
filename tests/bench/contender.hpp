// SPDX-License-Identifier: MIT
#pragma once
#include <sys/types.h>

#include <chrono>
#include <memory>
#include <vector>

#include "bus/base/histogram.hpp"

namespace rapport::bench {

/// What a client saw while it kept so many requests out.
struct Sample {
    double rate;            ///< answers a second
    double p50, p99, p999;  ///< µs from a request to its answer
    double processor;       ///< µs of processor time a request, of the client and all that stands behind it
};

/// Each field the middle of theirs.
Sample median(const std::vector<Sample>& samples);

/// A client, and what it asks through what: each is a process of its own, and they meet on loopback TCP.
class Contender {
public:
    Contender() = default;
    Contender(const Contender&) = delete;
    Contender& operator=(const Contender&) = delete;
    virtual ~Contender() = default;

    /// Keeps `window` requests of `body_size` bytes out for a while, sending one for each answer.
    Sample run(int window, std::size_t body_size);

protected:
    using Steady = std::chrono::steady_clock;

    /// To be called for each answer.
    void answered(Steady::time_point sent) {
        ++answers_;
        latencies_.record(Steady::now() - sent);
    }
    std::uint64_t answers() const { return answers_; }

private:
    virtual void begin(int window, std::size_t body_size) = 0;  ///< sends `window` requests
    virtual void go_on() = 0;  ///< waits for answers, at least one, and sends a request for each
    virtual void end() = 0;    ///< takes what is still out
    virtual std::vector<pid_t> processes() const = 0;  ///< beside this one

    std::chrono::nanoseconds used() const;

    std::uint64_t answers_ = 0;
    Histogram latencies_;
};

/// Our bus, our client and our server.
std::unique_ptr<Contender> through_our_bus();
/// A relay of two libzmq sockets that reads nothing, with as many frames as a request of ours has.
std::unique_ptr<Contender> through_bare_relay();
/// Debian's nats-server and its C client, which sends each message at once, or, `gathering`, has a thread that waits
/// for more: better where much is out, worse where little is. Nothing where its client was not there when this was
/// built.
#ifdef RAPPORT_NATS
std::unique_ptr<Contender> through_nats(bool gathering);
#else
inline std::unique_ptr<Contender> through_nats(bool) { return {}; }
#endif

}  // namespace rapport::bench
