// SPDX-License-Identifier: MIT
#pragma once
#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string_view>

/// Reading UTF-8. For sources only.
namespace rapport {

/// A code point and how many bytes it has; of 0 bytes where none stands: NUL, overlong forms, surrogates and what lies
/// above U+10FFFF are none.
struct Utf8 {
    char32_t code = 0;
    std::size_t size = 0;
};

/// The first code point of a text that is not empty.
inline Utf8 next_in(std::string_view text) {
    const auto byte = [text](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i])); };
    const std::uint32_t lead = byte(0);
    if (lead < 0x80) return lead == 0 ? Utf8{} : Utf8{lead, 1};
    if (lead < 0xc2 || lead > 0xf4) return {};
    const std::size_t size = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    if (text.size() < size) return {};
    // The range of the second byte is what rules out overlong forms, surrogates and what lies too high.
    const std::uint32_t low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    const std::uint32_t high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    if (byte(1) < low || byte(1) > high) return {};
    char32_t code = lead & (0x7fu >> size);
    for (std::size_t i = 1; i < size; ++i) {
        if ((byte(i) & 0xc0) != 0x80) return {};
        code = code << 6 | (byte(i) & 0x3f);
    }
    return {code, size};
}

/// How many code points valid UTF-8 has.
inline std::size_t characters_in(std::string_view utf8) {
    return static_cast<std::size_t>(
        std::ranges::count_if(utf8, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

/// Whether each of eight bytes is printable ASCII; false, which costs time alone, also for what follows a control.
inline bool eight_printable(const char* at) {
    constexpr std::uint64_t each = 0x0101010101010101, high = 0x80 * each;
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, at, sizeof bytes);
    const std::uint64_t is_delete = (bytes ^ (0x7f * each)) - each;
    return ((bytes | (bytes - 0x20 * each) | is_delete) & high) == 0;
}

}  // namespace rapport
