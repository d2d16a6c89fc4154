// SPDX-License-Identifier: MIT
#pragma once
#include <chrono>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>
#include <zmq.hpp>

#include "bus/base/histogram.hpp"
#include "bus/broker/link.hpp"
#include "bus/broker/options.hpp"

namespace rapport::bus {

using Time = std::chrono::steady_clock::time_point;

/// Lets maps by text be asked with a std::string_view.
struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};
/// A map by text that is looked into without making a string.
template <class Value>
using ByText = std::unordered_map<std::string, Value, TextHash, std::equal_to<>>;

/// What was asked of a service or method since the broker started.
struct Count {
    std::uint64_t requests = 0;
    std::uint64_t errors = 0;
    std::uint64_t bytes = 0;            ///< of bodies, both ways; counted by method alone
    std::chrono::nanoseconds total{0};  ///< from arrival at the bus to the last answer's departure
};

/// The same for one method.
struct Method {
    std::string_view name;
    Count count;
    Histogram latency;
};

struct Service;
struct Worker;

/// A request on its way through the broker.
struct Call {
    std::string client;  ///< its routing id
    mdp::Dialect speaks;
    int fd;               ///< of its connection
    std::uint32_t msgid;  ///< of its body; 0 if the body is no MessagePack-RPC
    Service* service;
    Method* method;         ///< of the service
    std::uint64_t fan_out;  ///< the question of which this is one instance's part; 0: none
    Time arrived;
    std::uint64_t number;    ///< of the requests that came, as the tap tells it
    bool cut_short = false;  ///< parts of the answer were left out for a client that speaks 0.1
    Peer peer() const { return {client, speaks, fd}; }
};

/// A request for which no worker has credit yet.
struct Waiting {
    Call call;
    std::vector<zmq::message_t> body;
    Time deadline;            ///< max() without one
    std::size_t bytes = 0;    ///< of the body when it came
    std::string sender = {};  ///< whose it is (see Guard)
};

/// A connection over which a service takes requests.
struct Worker {
    std::string id;  ///< its routing id
    mdp::Dialect speaks;
    int fd = -1;         ///< of its connection
    std::string sender;  ///< whose it is (see Guard)
    Service* service = nullptr;
    std::string instance;       ///< as it says in READY, or its address
    std::uint32_t credit = 1;   ///< requests that it takes at a time
    std::size_t max_bytes = 0;  ///< of a frame
    bool announced = false;     ///< it said how many it takes: and keeps to the pace of such workers
    bool leaving = false;       ///< sent DISCONNECT, but still answers what it holds
    bool full = false;          ///< it has too much unread; until it says something
    std::uint32_t in_hand = 0;
    std::uint32_t newest = 0;   ///< head of the list of what is in its hands (see RequestTable)
    std::deque<Waiting> asked;  ///< its parts of fan-outs, which wait for credit before anything else
    Time heard{}, told{};       ///< when it last sent us, and was last sent, anything
    Time quiet_until{};         ///< of one without announcement: what it holds may keep it from beating so long
    Peer peer() const { return {id, speaks}; }
    bool free() const { return in_hand < credit && !leaving && !full; }
    /// It has been silent for so long that it must be gone.
    bool silent(Time now) const {
        if (announced) return now - heard > mdp::patience;
        return now - heard > mdp::plain_patience && (in_hand == 0 || now > quiet_until);
    }
};

/// A name under which requests come. It stays, with its counts, when its last worker has left.
struct Service {
    std::string name;
    std::vector<Worker*> workers;  ///< those that take requests
    std::deque<Waiting> waiting;
    std::size_t waiting_bytes = 0;
    Count count;
    std::map<std::string, Method, std::less<>> methods;

    /// The method of that name; names beyond the first few hundred share `*`.
    Method& method(std::string_view method_name);
    bool is_filled_to_half(const BrokerOptions& limits) const {
        return waiting.size() >= limits.max_waiting / 2 || waiting_bytes > limits.max_waiting_bytes / 2;
    }
    /// The worker with the fewest requests in hand of those that have credit; nullptr if none has.
    Worker* least_loaded() const;
};

}  // namespace rapport::bus
