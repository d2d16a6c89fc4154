// SPDX-License-Identifier: MIT
#pragma once
#include <chrono>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "services/gateway/http/http.hpp"

namespace rapport::gateway {

/// An address as it is written everywhere: IPv4 as such, also where it comes as IPv6 (`::ffff:192.0.2.1`), IPv6 in its
/// shortest form. What is no address stays as it is.
std::string written(const std::string& address);

/// Whose address counts: the peer's, or behind proxies of ours the last one in X-Forwarded-For that is none of theirs.
/// What anybody else says there is not believed.
std::string client_of(const HttpRequest& request, const std::vector<std::string>& proxies);

/// The address, or of IPv6 the network (/64), as bytes: one customer has a whole one.
std::string network_of(const std::string& address);

/// How many requests of people who are not signed in are taken from one address: so many at once, and then so many a
/// minute. Of IPv6 addresses the network counts (/64), since one customer has a whole one. Thread-safe.
class AddressLimit {
public:
    using Time = std::chrono::steady_clock::time_point;
    explicit AddressLimit(int per_minute) : per_minute_(per_minute) {}

    /// Whether one more is taken now; it counts if it is.
    bool allow(const std::string& address, Time now);
    /// How long after a refusal one more is taken, at the latest, if nobody else of that address comes.
    std::chrono::seconds patience() const;

private:
    struct Bucket {
        double left;
        Time at;
    };
    double filled(const Bucket& bucket, Time now) const;
    void forget_the_idle(Time now);

    const int per_minute_;
    std::mutex mutex_;
    std::map<std::string, Bucket> buckets_;
};

}  // namespace rapport::gateway
