// SPDX-License-Identifier: MIT
#include "standings.hpp"

#include <charconv>
#include <stdexcept>

namespace scorecard {
namespace {

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

[[noreturn]] void refuse(std::string_view part, const char* why) {
    throw std::invalid_argument("'/standings' has '" + std::string(part) + "', which " + why);
}

}  // namespace

Standings::Standings(std::string_view text) {
    while (!text.empty()) {
        const auto comma = text.find(',');
        const auto part = trimmed(text.substr(0, comma));
        text.remove_prefix(comma == text.npos ? text.size() : comma + 1);
        double from = 0;
        const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), from);
        const auto name = trimmed(part.substr(static_cast<std::size_t>(end - part.data())));
        if (error != std::errc{} || name.empty()) refuse(part, "is not a lower bound and a name, such as 75 good");
        if (all_.empty() && from != 0) refuse(part, "comes first and must start at 0, so that every score has one");
        if (!all_.empty() && !(from > all_.back().from && from <= 100))
            refuse(part, "must start above the one before it and at 100 at most");
        all_.push_back({from, std::string(name)});
    }
    if (all_.empty()) throw std::invalid_argument("'/standings' is empty; it names at least one, such as 0 any");
}

std::string_view Standings::of(double score) const {
    std::string_view name = all_.front().name;
    for (const auto& each : all_)
        if (score >= each.from) name = each.name;
    return name;
}

}  // namespace scorecard
