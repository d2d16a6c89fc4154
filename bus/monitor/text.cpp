// SPDX-License-Identifier: MIT
#include "bus/monitor/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <ctime>
#include <ostream>

#include "bus/base/wire.hpp"

namespace rapport::bus::monitor {

bool matches_pattern(std::string_view type, std::string_view pattern) {
    const auto star = pattern.find('*');
    if (star == pattern.npos) return type == pattern;
    if (!type.starts_with(pattern.substr(0, star))) return false;
    type.remove_prefix(star);
    pattern.remove_prefix(star + 1);
    // The earliest place for each part between stars leaves the most for the rest.
    for (auto next = pattern.find('*'); next != pattern.npos; next = pattern.find('*')) {
        const auto found = type.find(pattern.substr(0, next));
        if (found == type.npos) return false;
        type.remove_prefix(found + next);
        pattern.remove_prefix(next + 1);
    }
    return type.ends_with(pattern);
}

bool matches_any(std::string_view type, const std::vector<std::string>& patterns, bool if_none) {
    if (patterns.empty()) return if_none;
    return std::ranges::any_of(patterns, [type](const auto& pattern) { return matches_pattern(type, pattern); });
}

int report(const Error& error, std::ostream& err) {
    err << name_of(error.code()) << ": " << printable(error.message()) << '\n';
    if (!error.details().empty()) err << to_json(error.details().bytes) << '\n';
    err.flush();
    return exit_code_of(error.code());
}

std::optional<std::chrono::microseconds> duration_from(std::string_view text) {
    constexpr std::pair<std::string_view, double> units[] = {{"us", 1},   {"ms", 1e3},    {"s", 1e6},
                                                             {"m", 60e6}, {"h", 3'600e6}, {"d", 86'400e6}};
    constexpr double longest = 100 * 365 * 86'400e6;
    double number = 0;
    const auto [stop, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (problem != std::errc{} || number < 0) return {};
    text.remove_prefix(static_cast<std::size_t>(stop - text.data()));
    for (const auto& [name, us] : units)
        if (text == name && number * us < longest)
            return std::chrono::microseconds(static_cast<std::int64_t>(std::llround(number * us)));
    return {};
}

std::string took_text(std::int64_t us) {
    const auto value = static_cast<double>(us);
    if (us < 1'000) return fmt::format("{} µs", us);
    if (us < 1'000'000) return fmt::format("{:.3g} ms", value / 1e3);
    if (us < 120'000'000) return fmt::format("{:.3g} s", value / 1e6);
    return fmt::format("{:.3g} min", value / 60e6);
}

std::string utc_text(std::int64_t us) { return to_text(Instant{us / 1'000}); }

std::string local_text(std::int64_t us) {
    const std::time_t seconds = us / 1'000'000;
    std::tm parts{};
    ::localtime_r(&seconds, &parts);
    char text[32];
    std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", &parts);
    return fmt::format("{}.{:03}", text, us / 1'000 % 1'000);
}

std::string short_number(double number) {
    if (number < 10 && number > 0) return fmt::format("{:.1f}", number);
    if (number < 10'000) return fmt::format("{:.0f}", number);
    if (number < 1e6) return fmt::format("{:.1f}k", number / 1e3);
    return fmt::format("{:.1f}M", number / 1e6);
}

namespace {

/// On a terminal: UTF-8 without what follows a letter's first byte.
std::size_t width_of(std::string_view text) {
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

}  // namespace

void print_table(const std::vector<std::vector<std::string>>& rows, std::string_view right, std::ostream& out) {
    std::vector<std::size_t> widths;
    for (const auto& row : rows) {
        widths.resize(std::max(widths.size(), row.size()));
        for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width_of(row[i]));
    }
    std::vector<bool> stands_right;
    for (const auto& name : rows.at(0)) stands_right.push_back(!name.empty() && right.find(name) != right.npos);
    for (const auto& row : rows) {
        std::string line;
        for (std::size_t i = 0; i < row.size(); ++i) {
            const std::string space(widths[i] - width_of(row[i]), ' ');
            line += (i > 0 ? "  " : "") + (stands_right[i] ? space + row[i] : row[i] + space);
        }
        line.resize(line.find_last_not_of(' ') + 1);
        out << line << '\n';
    }
}

}  // namespace rapport::bus::monitor
