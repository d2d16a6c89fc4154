// SPDX-License-Identifier: MIT
#pragma once
#include <string>

namespace rapport::bus {

/// The right to listen on one address, as long as it lives. ZeroMQ would let a second bus take an ipc path from the
/// first in silence; a lock beside it (`PATH.lock`) does not. A lock of a bus that was killed is free.
class Listening {
public:
    /// Makes the folder of an ipc path, 0700, if there is none. Throws Error: failed_precondition if another bus has
    /// the address.
    explicit Listening(const std::string& url);
    ~Listening();
    Listening(Listening&& other) noexcept : lock_(other.lock_) { other.lock_ = -1; }
    Listening& operator=(Listening&&) = delete;

private:
    int lock_ = -1;
};

}  // namespace rapport::bus
