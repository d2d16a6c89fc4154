// SPDX-License-Identifier: MIT
#pragma once
#include <chrono>
#include <map>
#include <mutex>
#include <string>

namespace rapport::gateway {

/// Logs what was refused (not read, 401, 403, 429) and what failed (5xx): by route and trace, never with a path, since
/// links from outside are secrets. Of each status so many lines a minute, and then how many more there were: whoever is
/// refused cannot fill a disk. Thread-safe.
class RefusalLog {
public:
    using Time = std::chrono::steady_clock::time_point;
    static constexpr int lines_per_minute = 60;

    /// An answered request; statuses that refuse nothing are passed over.
    void note(const std::string& verb, const std::string& route, int status, const std::string& trace, Time now);
    /// A request that was refused before it was read, or a connection (503) that was.
    void note_unread(int status, Time now);

private:
    struct Minute {
        Time begun;
        int count = 0;
    };
    bool has_a_line(int status, Time now);

    std::mutex mutex_;
    std::map<int, Minute> minutes_;  ///< by status
};

}  // namespace rapport::gateway
