// SPDX-License-Identifier: MIT
#include "services/cli/up/console.hpp"

#include <fmt/format.h>
#include <limits.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>

#include "bus/base/text.hpp"
#include "bus/base/time.hpp"

namespace rapport::cli::up {
namespace {

/// A descriptor that says it can be written takes PIPE_BUF bytes at once. It stays a blocking one: whoever started us
/// may share it.
void write_without_waiting(int fd, std::string_view text) {
    while (!text.empty()) {
        pollfd writable{fd, POLLOUT, 0};
        if (::poll(&writable, 1, 0) != 1 || !(writable.revents & POLLOUT)) return;
        const auto written = ::write(fd, text.data(), std::min<std::size_t>(text.size(), PIPE_BUF));
        if (written <= 0) return;
        text.remove_prefix(static_cast<std::size_t>(written));
    }
}

}  // namespace

void Console::say(std::string_view text) {
    log_.append(fmt::format("{} {}", to_text(SystemClock().now()), text));
    write_without_waiting(STDERR_FILENO, fmt::format("rapport: {}\n", printable_lines(text)));
}

void Console::show(std::string_view program, std::string_view line) const {
    static const bool terminal = ::isatty(STDERR_FILENO) != 0;
    if (terminal) write_without_waiting(STDERR_FILENO, fmt::format("rapport: {}: {}\n", program, printable(line)));
}

}  // namespace rapport::cli::up
