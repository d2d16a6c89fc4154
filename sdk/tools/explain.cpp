// SPDX-License-Identifier: MIT
#include "sdk/tools/explain.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

namespace rapport::sdk::tools {
namespace {

constexpr std::string_view eighths[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};

std::string number(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.1f", value == 0 ? 0.0 : value);
    return text;
}

std::string repeated(std::string_view what, long times) {
    std::string out;
    for (; times > 0; --times) out += what;
    return out;
}

/// How wide a text is on a terminal that gives each character one column.
std::size_t columns(const std::string& text) {
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::string padded(const std::string& text, std::size_t width) {
    return text + std::string(width - std::min(width, columns(text)), ' ');
}

/// Draws values to one scale; where the range goes below zero, zero is in the middle.
class Bars {
public:
    Bars(const RuleDescription& rule, const Scored& scored, BarStyle style)
        : style_(style), both_ways_(rule.lowest < 0) {
        full_ = std::max({std::abs(rule.lowest), std::abs(rule.highest), std::abs(scored.value)});
        for (const auto& factor : scored.factors) full_ = std::max(full_, std::abs(factor.contribution));
        if (both_ways_) style_.width /= 2;
    }

    std::string operator()(double value) const {
        const double length = full_ > 0 ? std::abs(value) / full_ * style_.width : 0;
        if (!both_ways_) return rightward(length);
        const auto whole = std::lround(length);
        const std::string axis = style_.unicode ? "│" : "|";
        if (value < 0)
            return std::string(static_cast<std::size_t>(style_.width - whole), ' ') + repeated(block(), whole) + axis;
        return std::string(static_cast<std::size_t>(style_.width), ' ') + axis + rightward(length);
    }

private:
    std::string_view block() const { return style_.unicode ? "█" : "#"; }
    std::string rightward(double length) const {
        if (!style_.unicode) return repeated("#", std::lround(length));
        const auto parts = std::lround(length * 8);
        return repeated(block(), parts / 8) + std::string(eighths[parts % 8]);
    }

    BarStyle style_;
    bool both_ways_;
    double full_ = 0;
};

std::string line(const std::string& name, double value, std::size_t width, const Bars& bars) {
    char right[16];
    std::snprintf(right, sizeof right, "%9s", number(value).c_str());
    auto out = "  " + padded(name, width) + " " + right + "  " + bars(value);
    while (out.ends_with(' ')) out.pop_back();
    return out + "\n";
}

}  // namespace

std::string bars(const std::string& name, const Scored& scored, const RuleDescription& rule, BarStyle style) {
    if (scored.status != Status::scored)
        return name + ": " + (scored.status == Status::no_score ? "no score" : "failed") +
               (scored.reason.empty() ? "" : ", " + scored.reason) + "\n";
    std::size_t width = 5;
    for (const auto& factor : rule.factors) width = std::max(width, columns(factor.name));
    const Bars draw(rule, scored, style);
    std::string out = name + ": " + number(scored.value) + " (" + number(rule.lowest) + " to " + number(rule.highest) +
                      ", confidence " + number(100 * scored.confidence) + " %)\n";
    out += line("value", scored.value, width, draw);
    for (const auto& factor : scored.factors)
        if (factor.contribution != 0) out += line(factor.name, factor.contribution, width, draw);
    if (!scored.reason.empty()) out += "  " + scored.reason + "\n";
    return out;
}

std::string json_line(const std::string& name, const Scored& scored) {
    nlohmann::ordered_json out{{"row", name}, {"status", to_string(scored.status)}};
    if (scored.status == Status::scored) {
        out["value"] = scored.value;
        out["confidence"] = scored.confidence;
    }
    if (!scored.reason.empty()) out["reason"] = scored.reason;
    if (scored.status == Status::scored && !scored.factors.empty()) {
        auto& factors = out["factors"] = nlohmann::ordered_json::array();
        for (const auto& each : scored.factors)
            factors.push_back({{"name", each.name}, {"contribution", each.contribution}});
    }
    return out.dump(-1, ' ', true) + "\n";  // ASCII: nothing in it controls a terminal
}

std::string quoted(const std::string& text) { return nlohmann::json(text).dump(-1, ' ', true); }

}  // namespace rapport::sdk::tools
