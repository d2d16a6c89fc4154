// SPDX-License-Identifier: MIT
#pragma once
#include <string>
#include <unordered_map>

#include "bus/security/guard.hpp"
#include "bus/socket.hpp"

namespace rapport::bus {

/// Lets connections in while there is room. ZeroMQ goes on accepting when the process may open no more files: on tcp it
/// tries without a pause, on ipc it aborts the process. So before that the addresses on which we listen are closed to
/// newcomers, who wait, and opened again when others have left. Those who came at the same moment are hung up on; so
/// are those for whom there is no descriptor, by an accept4() of ours that libzmq calls. Belongs to the loop's thread;
/// to be made before the sockets that listen are bound.
class Door {
public:
    /// `room`: connections; 0: what the system's limit of open files leaves, after those that we need ourselves.
    Door(Guard& guard, std::size_t room);
    ~Door();
    Door(const Door&) = delete;
    Door& operator=(const Door&) = delete;

    /// What a socket that listens tells of its connections.
    void hear(const ConnectionWatch::News& news);
    /// A connection that has ended, though nobody tells.
    void left(int fd);
    std::size_t room() const { return room_; }

private:
    /// Where newcomers arrive.
    struct Address {
        std::string path;  ///< of ipc; empty of tcp
        bool closed = false;
    };

    void look();
    void close(int fd, Address& address);
    void open(int fd, Address& address);

    Guard& guard_;
    const std::size_t room_;
    std::unordered_map<int, Address> listening_;  ///< by descriptor
    bool closed_ = false;
};

}  // namespace rapport::bus
