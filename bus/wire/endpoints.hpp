// SPDX-License-Identifier: MIT
#pragma once
#include <string>

namespace rapport::bus {

/// Where one broker listens. Peers are told `requests`; the others follow from it.
struct Endpoints {
    std::string requests;   ///< ROUTER: Majordomo clients and workers
    std::string publish;    ///< XSUB: sources
    std::string subscribe;  ///< XPUB: subscribers

    /// `ipc://PATH` → PATH, PATH.pub, PATH.sub; `tcp://HOST:PORT` → PORT, PORT+1, PORT+2.
    /// invalid_argument for anything else, and for an ipc path over 107 bytes (the system cuts it off in silence).
    static Endpoints of(const std::string& requests);
};

}  // namespace rapport::bus
