// SPDX-License-Identifier: MIT
#include "services/gateway/http/address_limit.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

namespace rapport::gateway {
namespace {

constexpr std::size_t most_addresses = 10'000;

bool is_address(const std::string& text) {
    unsigned char bytes[16];
    return inet_pton(AF_INET, text.c_str(), bytes) == 1 || inet_pton(AF_INET6, text.c_str(), bytes) == 1;
}

bool is_one_of(const std::string& client, const std::vector<std::string>& proxies) {
    return std::ranges::any_of(proxies, [&](const std::string& proxy) { return written(proxy) == client; });
}

}  // namespace

std::string written(const std::string& address) {
    in6_addr bytes{};
    if (inet_pton(AF_INET6, address.c_str(), &bytes) != 1) return address;
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (IN6_IS_ADDR_V4MAPPED(&bytes)) inet_ntop(AF_INET, &bytes.s6_addr[12], text.data(), text.size());
    else inet_ntop(AF_INET6, &bytes, text.data(), text.size());
    return text.data();
}

std::string network_of(const std::string& address) {
    const std::string one_way = written(address);
    unsigned char bytes[16];
    if (inet_pton(AF_INET6, one_way.c_str(), bytes) != 1) return one_way;
    return {reinterpret_cast<const char*>(bytes), 8};
}

std::string client_of(const HttpRequest& request, const std::vector<std::string>& proxies) {
    std::string client = written(request.remote);
    std::string chain = request.joined_headers("X-Forwarded-For");
    while (!chain.empty() && is_one_of(client, proxies)) {
        const auto comma = chain.rfind(',');
        std::string next = chain.substr(comma == chain.npos ? 0 : comma + 1);
        chain.resize(comma == chain.npos ? 0 : comma);
        std::erase_if(next, [](char c) { return c == ' ' || c == '\t'; });
        if (!is_address(next)) break;
        client = written(next);
    }
    return client;
}

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

std::chrono::seconds AddressLimit::patience() const {
    constexpr std::chrono::seconds minute{60};
    return std::chrono::ceil<std::chrono::seconds>(std::chrono::duration<double>(minute) / std::max(per_minute_, 1));
}

}  // namespace rapport::gateway
