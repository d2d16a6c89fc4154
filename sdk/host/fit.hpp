// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sdk/host/plugins.hpp"

namespace rapport::sdk {

/// The message as that channel can take it, by the limits that it declares; usually just itself. A longer text becomes
/// several messages, "(1/3) …", with the keys KEY, KEY#2, KEY#3, at most ten; a longer subject is cut. HTML goes where
/// the channel has no use for it, after standing in for a text that is missing; of attachments that it does not take
/// the text says the names.
std::vector<Message> fit(const ChannelDescription& channel, const Message& message);

/// What became of a message that went out in parts, from what became of each.
Receipt combined(std::span<const Receipt> parts, bool idempotent);

/// HTML as plain text: without tags, styles and scripts, with its line ends and the commonest entities.
std::string plain_text(std::string_view html);

/// At most so many messages within any minute.
class Throttle {
public:
    using Clock = std::chrono::steady_clock;

    /// 0: no limit.
    explicit Throttle(std::uint32_t per_minute) : limit_(per_minute) {}

    /// Zero where that many may go now; they count as gone. Else how long they have to wait, if `waiting` others that
    /// were held back go before them.
    std::chrono::milliseconds wait(Clock::time_point now, std::size_t count, std::size_t waiting);

private:
    std::size_t limit_;
    std::deque<Clock::time_point> gone_;  // within the last minute
};

}  // namespace rapport::sdk
