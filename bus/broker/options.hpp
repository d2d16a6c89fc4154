// SPDX-License-Identifier: MIT
#pragma once
#include <cstddef>
#include <string>
#include <vector>

namespace rapport::bus {

/// Where a broker listens, and how much it takes on before it refuses.
struct BrokerOptions {
    std::vector<std::string> listen;           ///< request endpoints; the others follow from each (see Endpoints)
    std::string keys = {};                     ///< folder of keys (see KeyFolder); empty: none
    std::size_t max_connections = 0;           ///< above it, keys are told to come later; 0: none are
    std::size_t max_waiting = 10'000;          ///< requests that wait for credit, a service
    std::size_t max_waiting_bytes = 64 << 20;  ///< the same in bytes
    std::size_t max_services = 4'096;          ///< names that workers may make known
    std::size_t max_unread_bytes = 128 << 20;  ///< that wait for a client which does not read; then it is broken off
    std::size_t max_unread_bytes_of_all = 256 << 20;  ///< the same of all such clients; then the largest is
    std::size_t room = 0;       ///< connections at which accepting pauses; 0: what the system allows
    int handshake_ms = 30'000;  ///< for those who come without keys
};

}  // namespace rapport::bus
