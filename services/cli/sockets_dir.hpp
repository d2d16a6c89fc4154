// SPDX-License-Identifier: MIT
#pragma once
#include <filesystem>

#include "services/cli/state_dir.hpp"

namespace rapport::cli {

/// The folder of one deployment's sockets, ours alone (mode 0700), emptied at the start and gone at the end. Whoever
/// makes one holds the StateLock of that state.
class SocketsDir {
public:
    /// `$XDG_RUNTIME_DIR/rapport-HASH`, or `/tmp/rapport-UID-HASH` where that variable is missing or its path too long
    /// for a socket; HASH is that of the state folder's path. Error(failed_precondition) if the folder is there but
    /// another's, or open to others.
    explicit SocketsDir(const StateDir& state);
    ~SocketsDir();
    SocketsDir(const SocketsDir&) = delete;
    SocketsDir& operator=(const SocketsDir&) = delete;

    const std::filesystem::path& path() const { return path_; }
    /// The bus's endpoint for requests in it.
    std::string bus() const { return "ipc://" + (path_ / "bus").string(); }

private:
    std::filesystem::path path_;
};

}  // namespace rapport::cli
