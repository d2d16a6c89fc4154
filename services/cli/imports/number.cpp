// SPDX-License-Identifier: MIT
#include "services/cli/imports/number.hpp"

#include <charconv>
#include <string>

namespace rapport::cli::imports {
namespace {

bool digit(char c) { return c >= '0' && c <= '9'; }

/// Takes what parts groups of three digits off the front.
bool take_group_mark(std::string_view& text, char decimal) {
    for (const std::string_view mark : {decimal == ',' ? "." : ",", " ", "'", "\u00A0", "\u202F", "\u2019"}) {
        if (!text.starts_with(mark)) continue;
        text.remove_prefix(mark.size());
        return true;
    }
    return false;
}

/// Digits with a point, as from_chars takes them; empty for what is no number.
std::string plain_number(std::string_view text, char decimal) {
    std::string plain;
    if (text.starts_with('-') || text.starts_with('+')) {
        if (text.front() == '-') plain = "-";
        text.remove_prefix(1);
    }
    std::size_t group = 0;  // digits since the last mark
    bool grouped = false;
    while (!text.empty() && text.front() != decimal) {
        if (digit(text.front())) {
            plain += text.front();
            text.remove_prefix(1);
            ++group;
        } else {
            if (group == 0 || group > 3 || (grouped && group != 3) || !take_group_mark(text, decimal)) return {};
            grouped = true;
            group = 0;
        }
    }
    if (group == 0 || (grouped && group != 3)) return {};
    if (!text.empty()) {
        plain += '.';
        text.remove_prefix(1);
        if (text.empty()) return {};
        for (const char c : text) {
            if (!digit(c)) return {};
            plain += c;
        }
    }
    return plain;
}

}  // namespace

std::optional<double> number_from(std::string_view text, std::optional<char> decimal) {
    const std::string plain = decimal ? plain_number(text, *decimal) : std::string(text);
    double number = 0;
    const auto [end, error] = std::from_chars(plain.data(), plain.data() + plain.size(), number);
    if (error != std::errc{} || end != plain.data() + plain.size()) return {};
    return number;
}

}  // namespace rapport::cli::imports
