// SPDX-License-Identifier: MIT
#include "sdk/host/networks.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <stdexcept>

namespace rapport::sdk {
namespace {

constexpr Address mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 0, 0};

bool is_version_4(const Address& address) { return std::equal(mapped.begin(), mapped.begin() + 12, address.begin()); }

/// The four bytes from `at` on, as an address of version 4.
Address embedded(const Address& in, std::size_t at) {
    Address out = mapped;
    std::copy_n(in.begin() + static_cast<std::ptrdiff_t>(at), 4, out.begin() + 12);
    return out;
}

// Not for everybody, by IANA's special-purpose registries.
const Networks& special_4() {
    static const Networks networks(
        "0.0.0.0/8, 10.0.0.0/8, 100.64.0.0/10, 127.0.0.0/8, 169.254.0.0/16, 172.16.0.0/12, 192.0.0.0/24, 192.0.2.0/24, "
        "192.88.99.0/24, 192.168.0.0/16, 198.18.0.0/15, 198.51.100.0/24, 203.0.113.0/24, 224.0.0.0/4, 240.0.0.0/4");
    return networks;
}
const Networks& special_6() {
    static const Networks networks("::/3, 2001::/23, 2001:db8::/32, 3fff::/20, 4000::/2, 8000::/1");
    return networks;
}
const Networks& nat64() {
    static const Networks networks("64:ff9b::/96");
    return networks;
}
const Networks& six_to_four() {
    static const Networks networks("2002::/16");
    return networks;
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

}  // namespace

Address address_of(const sockaddr& from) {
    Address out{};
    if (from.sa_family == AF_INET) {
        out = mapped;
        std::memcpy(out.data() + 12, &reinterpret_cast<const sockaddr_in&>(from).sin_addr, 4);
    } else if (from.sa_family == AF_INET6) {
        std::memcpy(out.data(), &reinterpret_cast<const sockaddr_in6&>(from).sin6_addr, 16);
    }
    return out;
}

std::string to_text(const Address& address) {
    char text[INET6_ADDRSTRLEN] = "";
    if (is_version_4(address)) ::inet_ntop(AF_INET, address.data() + 12, text, sizeof text);
    else ::inet_ntop(AF_INET6, address.data(), text, sizeof text);
    return text;
}

bool is_public(const Address& address) {
    if (is_version_4(address)) return !special_4().hold(address);
    if (nat64().hold(address)) return is_public(embedded(address, 12));
    if (six_to_four().hold(address)) return is_public(embedded(address, 2));
    return !special_6().hold(address);
}

Networks::Networks(std::string_view text) {
    while (!text.empty()) {
        const auto comma = text.find(',');
        const auto part = trimmed(text.substr(0, comma));
        text.remove_prefix(comma == text.npos ? text.size() : comma + 1);
        if (part == "*") {
            all_.push_back({{}, 0});
            continue;
        }
        const auto slash = part.find('/');
        const std::string host(part.substr(0, slash));
        Network network{mapped, 128};
        const bool four = ::inet_pton(AF_INET, host.c_str(), network.base.data() + 12) == 1;
        bool sound = four || ::inet_pton(AF_INET6, host.c_str(), network.base.data()) == 1;
        if (slash != part.npos) {
            unsigned bits = 0;
            const auto* last = part.data() + part.size();
            const auto [end, error] = std::from_chars(part.data() + slash + 1, last, bits);
            sound = sound && error == std::errc{} && end == last && bits <= (four ? 32u : 128u);
            network.bits = four ? bits + 96 : bits;
        }
        if (!sound)
            throw std::invalid_argument("'" + std::string(part) + "' is no network such as 10.1.0.0/16 or fd00::/8");
        all_.push_back(network);
    }
}

bool Networks::hold(const Address& address) const {
    return std::ranges::any_of(all_, [&](const Network& network) {
        const auto whole = network.bits / 8, rest = network.bits % 8;
        if (!std::equal(address.begin(), address.begin() + whole, network.base.begin())) return false;
        return rest == 0 || (address[whole] ^ network.base[whole]) >> (8 - rest) == 0;
    });
}

}  // namespace rapport::sdk
