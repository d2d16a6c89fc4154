// SPDX-License-Identifier: MIT
#pragma once
#include <string>

namespace rapport::bus {

/// One endpoint, and the key with which to come there.
struct Address {
    // NOLINTBEGIN(google-explicit-constructor): a text is an address without a key
    Address(std::string to, std::string with = {}) : url(std::move(to)), key_file(std::move(with)) {}
    Address(const char* to) : url(to) {}
    // NOLINTEND(google-explicit-constructor)

    std::string url;
    std::string key_file;  ///< a KeyFile, read at each connecting; empty: without a key
};

/// Where one broker listens. Peers are told `requests`; the others follow from it.
struct Endpoints {
    Address requests;   ///< ROUTER: Majordomo clients and workers
    Address publish;    ///< XSUB: sources
    Address subscribe;  ///< XPUB: subscribers

    /// `ipc://PATH` → PATH, PATH.pub, PATH.sub; `tcp://HOST:PORT` → PORT, PORT+1, PORT+2; each with the same key.
    /// invalid_argument for anything else, and for an ipc path over 107 bytes (the system cuts it off in silence).
    static Endpoints of(const Address& requests);
};

}  // namespace rapport::bus
