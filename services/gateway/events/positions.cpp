// SPDX-License-Identifier: MIT
#include "services/gateway/events/positions.hpp"

#include <algorithm>
#include <charconv>

namespace rapport::gateway {
namespace {

constexpr std::string_view of_names = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.";

/// `complaints:17`.
bool add(std::string_view text, Positions& positions) {
    const auto colon = text.rfind(':');
    if (colon == text.npos || colon == 0) return false;
    const std::string_view source = text.substr(0, colon);
    if (source.find_first_not_of(of_names) != source.npos) return false;
    std::int64_t sequence = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, problem] = std::from_chars(text.data() + colon + 1, end, sequence);
    if (problem != std::errc{} || stop != end || sequence < 0) return false;
    return positions.emplace(source, sequence).second;
}

}  // namespace

std::optional<Positions> positions_from(std::string_view text) {
    Positions positions;
    for (;;) {
        const auto comma = std::min(text.find(','), text.size());
        if (!add(text.substr(0, comma), positions) || positions.size() > most_positions) return {};
        if (comma == text.size()) return positions;
        text.remove_prefix(comma + 1);
    }
}

std::string to_text(const Positions& positions) {
    std::string text;
    for (const auto& [source, sequence] : positions) {
        if (!text.empty()) text += ',';
        text.append(source).append(":").append(std::to_string(sequence));
    }
    return text;
}

}  // namespace rapport::gateway
