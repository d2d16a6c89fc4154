// SPDX-License-Identifier: MIT
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "tests/integration/process.hpp"

namespace rapport::faults {

/// Two machines and a cable, as network namespaces: this process and what it starts are on one (10.77.0.1), commands
/// of `there()` on the other (10.77.0.2). Nothing else can reach them; gone with this object.
class Network {
public:
    /// Why there can be none here; empty if there can.
    static std::string refused();
    Network();
    ~Network();
    Network(const Network&) = delete;
    Network& operator=(const Network&) = delete;

    /// The command as one that runs on the other machine.
    std::vector<std::string> there(std::vector<std::string> command) const;
    /// What we send gets lost on the way to the other machine.
    void lose_what_goes(bool lost);
    /// What the other machine sends gets lost on the way to us.
    void lose_what_comes(bool lost);

private:
    int before_ = -1;  ///< the network that this process was on
    std::unique_ptr<integration::Process> other_;
};

}  // namespace rapport::faults
