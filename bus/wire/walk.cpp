// SPDX-License-Identifier: MIT
#include "bus/wire/walk.hpp"

namespace rapport::bus {
namespace {

/// What the first byte says of a value: bytes of its head beyond that byte that hold a count, fixed bytes that follow,
/// and whether the count is of bytes or of values.
struct Head {
    std::uint8_t count_width = 0;
    std::uint8_t fixed = 0;
    std::uint8_t values_each = 0;  ///< 1: an array's, 2: a map's, 0: the count is of bytes
    std::uint8_t small_count = 0;  ///< the count, where the first byte holds it
    bool valid = true;
};

Head head_of(unsigned char first) {
    if (first < 0x80 || first >= 0xe0) return {};
    if (first < 0x90) return {.values_each = 2, .small_count = static_cast<std::uint8_t>(first & 0x0f)};
    if (first < 0xa0) return {.values_each = 1, .small_count = static_cast<std::uint8_t>(first & 0x0f)};
    if (first < 0xc0) return {.small_count = static_cast<std::uint8_t>(first & 0x1f)};
    switch (first) {
        case 0xc0:
        case 0xc2:
        case 0xc3:
            return {};
        case 0xc4:
        case 0xd9:
            return {.count_width = 1};
        case 0xc5:
        case 0xda:
            return {.count_width = 2};
        case 0xc6:
        case 0xdb:
            return {.count_width = 4};
        case 0xc7:
            return {.count_width = 1, .fixed = 1};
        case 0xc8:
            return {.count_width = 2, .fixed = 1};
        case 0xc9:
            return {.count_width = 4, .fixed = 1};
        case 0xcc:
        case 0xd0:
            return {.fixed = 1};
        case 0xcd:
        case 0xd1:
        case 0xd4:
            return {.fixed = 2};
        case 0xd5:
            return {.fixed = 3};
        case 0xca:
        case 0xce:
        case 0xd2:
            return {.fixed = 4};
        case 0xd6:
            return {.fixed = 5};
        case 0xcb:
        case 0xcf:
        case 0xd3:
            return {.fixed = 8};
        case 0xd7:
            return {.fixed = 9};
        case 0xd8:
            return {.fixed = 17};
        case 0xdc:
            return {.count_width = 2, .values_each = 1};
        case 0xdd:
            return {.count_width = 4, .values_each = 1};
        case 0xde:
            return {.count_width = 2, .values_each = 2};
        case 0xdf:
            return {.count_width = 4, .values_each = 2};
        default:
            return {.valid = false};
    }
}

unsigned char byte_at(std::string_view bytes, std::size_t at) { return static_cast<unsigned char>(bytes[at]); }

}  // namespace

/// The number in the `width` bytes after the first.
std::optional<std::uint64_t> Walk::big_endian(std::size_t width) const {
    if (rest_.size() < 1 + width) return {};
    std::uint64_t number = 0;
    for (std::size_t i = 1; i <= width; ++i) number = number << 8 | byte_at(rest_, i);
    return number;
}

std::optional<std::uint32_t> Walk::sized(unsigned char fix, unsigned char fix_mask, unsigned char with_16) {
    if (rest_.empty()) return {};
    const unsigned char first = byte_at(rest_, 0);
    if ((first & ~fix_mask) == fix) {
        rest_.remove_prefix(1);
        return first & fix_mask;
    }
    if (first != with_16 && first != with_16 + 1) return {};
    const std::size_t width = first == with_16 ? 2 : 4;
    const auto count = big_endian(width);
    if (!count) return {};
    rest_.remove_prefix(1 + width);
    return static_cast<std::uint32_t>(*count);
}

std::optional<std::uint32_t> Walk::array() { return sized(0x90, 0x0f, 0xdc); }
std::optional<std::uint32_t> Walk::map() { return sized(0x80, 0x0f, 0xde); }

std::optional<std::uint64_t> Walk::natural() {
    if (rest_.empty()) return {};
    const unsigned char first = byte_at(rest_, 0);
    if (first < 0x80) {
        rest_.remove_prefix(1);
        return first;
    }
    const bool is_signed = first >= 0xd0 && first <= 0xd3;
    if (!is_signed && (first < 0xcc || first > 0xcf)) return {};
    const std::size_t width = std::size_t{1} << (first & 3);
    const auto number = big_endian(width);
    if (!number || (is_signed && *number >> (8 * width - 1))) return {};
    rest_.remove_prefix(1 + width);
    return number;
}

std::optional<std::string_view> Walk::text() {
    if (rest_.empty()) return {};
    const unsigned char first = byte_at(rest_, 0);
    if ((first & 0xe0) != 0xa0 && (first < 0xd9 || first > 0xdb)) return {};
    return counted_bytes();
}

std::optional<std::string_view> Walk::binary() {
    if (rest_.empty() || byte_at(rest_, 0) < 0xc4 || byte_at(rest_, 0) > 0xc6) return {};
    return counted_bytes();
}

std::optional<bool> Walk::boolean() {
    if (rest_.empty() || (byte_at(rest_, 0) | 1) != 0xc3) return {};
    const bool value = byte_at(rest_, 0) == 0xc3;
    rest_.remove_prefix(1);
    return value;
}

/// Of a head that says how many bytes follow.
std::optional<std::string_view> Walk::counted_bytes() {
    const Head head = head_of(byte_at(rest_, 0));
    const auto size = head.count_width ? big_endian(head.count_width) : head.small_count;
    if (!size || rest_.size() - 1 - head.count_width < *size) return {};
    const auto bytes = rest_.substr(1 + head.count_width, *size);
    rest_.remove_prefix(1 + head.count_width + *size);
    return bytes;
}

bool Walk::nil() {
    if (rest_.empty() || byte_at(rest_, 0) != 0xc0) return false;
    rest_.remove_prefix(1);
    return true;
}

std::optional<std::string_view> Walk::value() {
    Walk at(*this);
    // Every value takes a byte at least, so that this ends with the bytes, whatever counts they claim.
    for (std::uint64_t due = 1; due > 0; --due) {
        if (at.rest_.empty()) return {};
        const Head head = head_of(byte_at(at.rest_, 0));
        const auto count = head.count_width ? at.big_endian(head.count_width) : head.small_count;
        if (!head.valid || !count) return {};
        const std::uint64_t bytes = 1 + head.count_width + head.fixed + (head.values_each ? 0 : *count);
        if (at.rest_.size() < bytes) return {};
        at.rest_.remove_prefix(bytes);
        due += head.values_each * *count;
    }
    const auto bytes = rest_.substr(0, rest_.size() - at.rest_.size());
    *this = at;
    return bytes;
}

}  // namespace rapport::bus
