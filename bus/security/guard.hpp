// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "bus/loop.hpp"
#include "bus/security/grants.hpp"

namespace rapport::bus {

/// Who comes to this bus and what each may do: lets peers in by their keys, and tells the grants of whoever sent a
/// message. Whatever looks at messages of peers asks it. Without keys everybody who can connect may do everything.
/// Belongs to the loop's thread; to be made before the sockets that it guards are bound, and to outlive them.
class Guard {
public:
    /// What was refused so far, and who is there now.
    struct Counts {
        std::uint64_t refused = 0;    ///< connections with a key that is not let in
        std::uint64_t too_many = 0;   ///< connections above the limit
        std::uint64_t denied = 0;     ///< requests, registrations, subscriptions and events without the grant
        std::size_t connections = 0;  ///< there are, of those that the limit is about
    };

    /// `keys`: a KeyFolder that is read now and whenever it changes; empty: none. Above `max_connections` (0: however
    /// many) keys are told to come later. Throws Error if the folder cannot be read.
    Guard(Loop& loop, const std::filesystem::path& keys, std::size_t max_connections);
    ~Guard();

    bool has_keys() const;
    /// Sets what the socket needs before it is bound to that endpoint: CURVE on tcp; on ipc, whose folder is the guard,
    /// a name for the local operator. Error(invalid_argument) for a tcp endpoint that others than this machine could
    /// reach, if there are no keys. `handshake_ms`: how long whoever comes without a key may take to say what it
    /// speaks.
    void prepare(zmq::socket_ref socket, const std::string& endpoint, int handshake_ms) const;

    /// Who sent a message; empty if that is nobody. `frame` is one of the frames that the peer sent: what a ROUTER puts
    /// before them knows of nobody.
    std::string_view sender_of(const zmq::message_t& frame) const;
    /// What that sender may do now; nothing, if its key is not let in any more. Good until the loop's next task.
    const Grants& of(std::string_view sender) const;
    const Grants& of(const zmq::message_t& frame) const { return of(sender_of(frame)); }

    /// Takes note of something that was asked for without the grant, and says what is to be answered (see
    /// Grants::lacks).
    Error refuse(const Grants& who, std::string_view grant, std::string_view what);

    /// Called after grants have changed: what was allowed by the old ones must be looked at again.
    void on_change(std::function<void()> task);
    /// A connection of a guarded socket came or went; the one with that descriptor.
    void connected(int fd);
    void disconnected(int fd);
    const Counts& counts() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace rapport::bus
