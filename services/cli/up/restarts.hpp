// SPDX-License-Identifier: MIT
#pragma once
#include <string>

#include "bus/base/program.hpp"
#include "bus/base/time.hpp"

namespace rapport::cli::up {

/// How a process ended.
struct Ended {
    bool by_signal = false;
    int value = 0;  ///< the signal's number, or the exit status

    /// Somebody else told it to end: in order, or before it could listen.
    bool in_order() const;
    /// It said that it cannot start as things are (cannot_start), or there is no such program.
    bool without_hope() const { return !by_signal && (value == cannot_start || value == no_such_program); }
    static constexpr int no_such_program = 127;

    friend bool operator==(const Ended&, const Ended&) = default;
};

/// `exit status 1`, `signal 9 (Killed)`.
std::string to_text(Ended ended);

/// When to start a program again that ended by itself. A value; no clock inside.
class Restarts {
public:
    static constexpr Millis first{100}, longest{5'000};
    static constexpr Millis steady{10'000};  ///< what ran this long is healthy: its next end is a first one
    static constexpr int hopeless = 5;       ///< early ends in a row, all the same and not in order: somebody must look

    /// Notes an end after running for `uptime`; answers how long to wait before the next start.
    Millis after(Ended how, Millis uptime);
    /// It ended like this before, again and again, each time soon after its start.
    bool failing() const { return same_ >= hopeless; }

private:
    Millis next_ = first;
    Ended last_;
    int same_ = 0;
};

}  // namespace rapport::cli::up
