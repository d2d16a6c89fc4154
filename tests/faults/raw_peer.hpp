// SPDX-License-Identifier: MIT
#pragma once
#include <optional>
#include <string>
#include <vector>

namespace rapport::faults {

/// A connection to a bus on ipc without ZeroMQ: one descriptor, no thread, and whatever bytes the test likes. It can
/// speak ZMTP 3.0 (ZeroMQ RFC 23, NULL) as a DEALER does. Nothing here waits.
class RawPeer {
public:
    using Frames = std::vector<std::string>;

    /// Throws std::system_error if nobody listens.
    explicit RawPeer(const std::string& url);
    ~RawPeer();
    RawPeer(RawPeer&& other) noexcept;
    RawPeer& operator=(RawPeer&&) = delete;

    /// Greeting and READY. Messages wait until the other side has said the same, which receive() sees.
    void introduce();
    bool is_ready() const { return ready_; }
    /// False if there is no room for all of it now; the rest is sent with what comes next.
    bool send(const Frames& message);
    /// A part of a message that is to go on.
    bool send_part(const std::string& frame);
    /// The next message, if all of it is there. Heartbeats of the bus's are left unanswered.
    std::optional<Frames> receive();
    /// The other side has hung up.
    bool ended();

private:
    void put(const std::string& frame, bool more);
    bool flush();
    void fill();
    std::optional<std::string> take_frame(unsigned char& flags);

    int fd_;
    bool greeted_ = false, ready_ = false, ended_ = false;
    std::string in_, out_, held_;
    Frames message_;
};

}  // namespace rapport::faults
