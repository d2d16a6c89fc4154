// SPDX-License-Identifier: MIT
#include "bus/base/id.hpp"

#include <sodium.h>

#include <mutex>

namespace rapport {
namespace {

constexpr bool dash_at(std::size_t position) {
    return position == 8 || position == 13 || position == 18 || position == 23;
}

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

}  // namespace

std::string to_text(const Uuid& uuid) {
    constexpr char digits[] = "0123456789abcdef";
    std::string text(36, '-');
    std::size_t at = 0;
    for (const std::uint8_t byte : uuid.bytes) {
        if (dash_at(at)) ++at;
        text[at++] = digits[byte >> 4];
        text[at++] = digits[byte & 15];
    }
    return text;
}

std::optional<Uuid> uuid_from(std::string_view text) {
    if (text.size() != 36) return {};
    Uuid uuid;
    std::size_t at = 0;
    for (std::uint8_t& byte : uuid.bytes) {
        if (dash_at(at) && text[at++] != '-') return {};
        const int high = hex_value(text[at]), low = hex_value(text[at + 1]);
        if (high < 0 || low < 0) return {};
        byte = static_cast<std::uint8_t>(high << 4 | low);
        at += 2;
    }
    if (uuid.nil()) return {};
    return uuid;
}

Uuid new_uuid(Instant now) {
    // Method 1 of RFC 9562, 6.2: a 12-bit counter below the millisecond, seeded at random in its lower half; a full
    // counter borrows from the next millisecond, and a clock that steps back does not take the order with it.
    static std::mutex mutex;
    static std::uint64_t last_ms = 0;
    static std::uint32_t counter = 0;
    Uuid uuid;
    randombytes_buf(uuid.bytes.data() + 6, 10);
    std::uint64_t ms;
    std::uint32_t count;
    {
        const std::lock_guard lock(mutex);
        const auto at = static_cast<std::uint64_t>(now.ms);
        if (at > last_ms || last_ms - at > 60'000) {
            last_ms = at;
            counter = (uuid.bytes[6] << 8 | uuid.bytes[7]) & 0x7ff;
        } else if (++counter > 0xfff) {
            ++last_ms;
            counter = 0;
        }
        ms = last_ms;
        count = counter;
    }
    for (int i = 5; i >= 0; --i, ms >>= 8) uuid.bytes[static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(ms);
    uuid.bytes[6] = static_cast<std::uint8_t>(0x70 | count >> 8);
    uuid.bytes[7] = static_cast<std::uint8_t>(count);
    uuid.bytes[8] = static_cast<std::uint8_t>(0x80 | (uuid.bytes[8] & 0x3f));
    return uuid;
}

}  // namespace rapport
