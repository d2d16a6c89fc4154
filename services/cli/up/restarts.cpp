// SPDX-License-Identifier: MIT
#include "services/cli/up/restarts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

namespace rapport::cli::up {

std::string to_text(Ended ended) {
    if (!ended.by_signal) return fmt::format("exit status {}", ended.value);
    return fmt::format("signal {} ({})", ended.value, ::sigdescr_np(ended.value));
}

Millis Restarts::after(Ended how, Millis uptime) {
    if (uptime >= steady) *this = {};
    same_ = how == last_ ? same_ + 1 : 1;
    last_ = how;
    const auto wait = next_;
    next_ = std::min(next_ * 2, longest);
    return wait;
}

}  // namespace rapport::cli::up
