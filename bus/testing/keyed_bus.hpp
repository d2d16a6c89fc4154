// SPDX-License-Identifier: MIT
#pragma once
#include <memory>
#include <string>
#include <thread>

#include "bus/security/grants_file.hpp"
#include "bus/security/key_file.hpp"
#include "bus/testing/test_bus.hpp"

namespace rapport::bus::testing {

/// A broker on a thread of its own that listens with keys on loopback tcp, on ports that were free, and on ipc.
class KeyedBus {
public:
    explicit KeyedBus(BrokerOptions options = {});
    ~KeyedBus();

    const std::string& tcp() const { return tcp_; }
    const std::string& ipc() const { return ipc_; }
    const KeyFolder& keys() const { return keys_; }
    /// A new key with those grants; what comes to this bus with it. `entry` needs no key of its own.
    Address add(const std::string& name, KeyEntry entry) const;
    /// Makes a pair for the name and writes its file; what the bus grants it is left to the caller.
    KeyPair make(const std::string& name) const;
    Address with(const std::string& name) const { return {tcp_, keys_.key(name).string()}; }

private:
    TempFolder folder_;
    KeyFolder keys_;
    std::string ipc_, tcp_;
    Loop loop_;
    std::jthread thread_;
};

/// `tcp://127.0.0.1:PORT` where PORT and the two after it were free a moment ago.
std::string free_tcp_address();

}  // namespace rapport::bus::testing
