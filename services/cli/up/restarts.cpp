// SPDX-License-Identifier: MIT
#include "services/cli/up/restarts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <cstring>

namespace rapport::cli::up {

std::string to_text(Ended ended) {
    if (!ended.by_signal) return fmt::format("exit status {}", ended.value);
    return fmt::format("signal {} ({})", ended.value, ::sigdescr_np(ended.value));
}

bool Ended::in_order() const { return by_signal ? value == SIGTERM || value == SIGINT || value == SIGHUP : value == 0; }

Millis Restarts::after(Ended how, Millis uptime) {
    if (uptime >= steady) *this = {};
    same_ = how.in_order() ? 0 : how == last_ ? same_ + 1 : 1;
    last_ = how;
    const auto wait = next_;
    next_ = std::min(next_ * 2, longest);
    return wait;
}

}  // namespace rapport::cli::up
