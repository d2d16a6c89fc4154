// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <string>
#include <string_view>

#include "bus/loop.hpp"

namespace rapport::cli::up {

/// Cuts what comes out of a pipe into lines. Owns the descriptor; belongs to the loop's thread.
class Lines {
public:
    static constexpr std::size_t longest = 64 << 10;  ///< bytes; a longer line is handed on in pieces

    /// `fd` does not block. `on_line` gets each line without its end.
    Lines(bus::Loop& loop, int fd, std::function<void(std::string_view line)> on_line);
    ~Lines();
    Lines(const Lines&) = delete;
    Lines& operator=(const Lines&) = delete;

    /// Reads what is there.
    void read();

private:
    void hand_on();
    void close();

    bus::Loop& loop_;
    int fd_;
    std::function<void(std::string_view)> on_line_;
    std::string pending_;
};

}  // namespace rapport::cli::up
