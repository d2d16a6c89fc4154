// SPDX-License-Identifier: MIT
#include "services/gateway/address_limit.hpp"

#include <arpa/inet.h>

#include <algorithm>

namespace rapport::gateway {
namespace {

constexpr std::size_t most_addresses = 10'000;

std::string network_of(const std::string& address) {
    unsigned char bytes[16];
    if (inet_pton(AF_INET6, address.c_str(), bytes) != 1) return address;
    return {reinterpret_cast<const char*>(bytes), 8};
}

}  // namespace

double AddressLimit::filled(const Bucket& bucket, Time now) const {
    const std::chrono::duration<double, std::ratio<60>> minutes = now - bucket.at;
    return std::min<double>(per_minute_, bucket.left + minutes.count() * per_minute_);
}

void AddressLimit::forget_the_idle(Time now) {
    std::erase_if(buckets_, [&](const auto& bucket) { return filled(bucket.second, now) >= per_minute_; });
}

bool AddressLimit::allow(const std::string& address, Time now) {
    const std::lock_guard lock(mutex_);
    const std::string network = network_of(address);
    if (!buckets_.contains(network)) {
        if (buckets_.size() >= most_addresses) forget_the_idle(now);
        if (buckets_.size() >= most_addresses) return false;  // a flood from everywhere: those who are known go first
    }
    Bucket& bucket = buckets_.try_emplace(network, Bucket{static_cast<double>(per_minute_), now}).first->second;
    bucket = {filled(bucket, now), now};
    if (bucket.left < 1) return false;
    bucket.left -= 1;
    return true;
}

}  // namespace rapport::gateway
