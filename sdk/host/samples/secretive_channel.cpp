// SPDX-License-Identifier: MIT
#include <rapport/plugin.hpp>
#include <stdexcept>

namespace {

/// Tells its secret wherever it can.
struct Secretive : rapport::Channel {
    Setting<rapport::Secret> password{this, "password", rapport::required, "a password", 4};

    void start() {
        log(rapport::Level::info, "the password has " + std::to_string(password->reveal().size()) +
                                      " characters and is " + password->reveal());
    }
    void probe() { throw std::runtime_error("not let in with " + password->reveal()); }
    Receipt send(const Message&) { return {"signed in with " + password->reveal()}; }
};

}  // namespace

RAPPORT_CHANNEL(Secretive, "com.example.secretive", "1.0.0", "Tells its secret")
