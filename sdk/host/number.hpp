// SPDX-License-Identifier: MIT
#pragma once
#include <charconv>
#include <cmath>
#include <string>

namespace rapport::sdk {

/// A number for people: with as many digits as it takes to read the same value again, so that two that differ look
/// different, whatever the locale.
inline std::string number(double value) {
    char text[64];
    const auto size = std::abs(value);
    const bool plain = size == 0 || (size >= 1e-5 && size < 1e17);
    const auto end = plain ? std::to_chars(text, text + sizeof text, value, std::chars_format::fixed)
                           : std::to_chars(text, text + sizeof text, value);
    return {text, end.ptr};
}

}  // namespace rapport::sdk
