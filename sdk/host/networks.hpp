// SPDX-License-Identifier: MIT
#pragma once

#include <sys/socket.h>

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rapport::sdk {

/// An IP address; version 4 is mapped into version 6.
using Address = std::array<std::uint8_t, 16>;

/// All zeros for what is no IP address.
Address address_of(const sockaddr& from);
std::string to_text(const Address& address);

/// Whether an address is one that everybody on the Internet can reach: neither private, loopback, link-local, multicast
/// nor otherwise special (IANA's registries, RFC 6890), not even inside another (mapped, 6to4, NAT64).
bool is_public(const Address& address);

/// Networks by prefix.
class Networks {
public:
    /// From "10.1.0.0/16, 192.0.2.7, fd00::/8"; "*" holds every address. std::invalid_argument names what is none.
    explicit Networks(std::string_view text);

    bool hold(const Address& address) const;

private:
    struct Network {
        Address base;
        unsigned bits;
    };
    std::vector<Network> all_;
};

}  // namespace rapport::sdk
