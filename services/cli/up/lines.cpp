// SPDX-License-Identifier: MIT
#include "services/cli/up/lines.hpp"

#include <unistd.h>

#include <array>
#include <cerrno>
#include <utility>

namespace rapport::cli::up {

Lines::Lines(bus::Loop& loop, int fd, std::function<void(std::string_view)> on_line)
    : loop_(loop), fd_(fd), on_line_(std::move(on_line)) {
    loop_.watch_fd(fd_, [this] { read(); });
}

Lines::~Lines() { close(); }

void Lines::close() {
    if (fd_ < 0) return;
    loop_.unwatch_fd(fd_);
    ::close(std::exchange(fd_, -1));
}

void Lines::read() {
    std::array<char, 16 << 10> buffer;
    while (fd_ >= 0) {
        const auto got = ::read(fd_, buffer.data(), buffer.size());
        if (got > 0) {
            pending_.append(buffer.data(), static_cast<std::size_t>(got));
            hand_on();
        } else if (got == 0 || (errno != EAGAIN && errno != EINTR)) {
            if (!pending_.empty()) on_line_(std::exchange(pending_, {}));
            close();
        } else if (errno == EAGAIN) {
            return;
        }
    }
}

void Lines::hand_on() {
    std::size_t begin = 0;
    for (auto end = pending_.find('\n'); end != pending_.npos; end = pending_.find('\n', begin)) {
        on_line_(std::string_view(pending_).substr(begin, end - begin));
        begin = end + 1;
    }
    pending_.erase(0, begin);
    if (pending_.size() >= longest) on_line_(std::exchange(pending_, {}));
}

}  // namespace rapport::cli::up
