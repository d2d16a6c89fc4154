// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "sdk/host/scores.hpp"

namespace rapport::sdk::tools {

/// How bars of factors are drawn.
struct BarStyle {
    int width = 40;       ///< columns of a bar
    bool unicode = true;  ///< blocks and eighths of blocks; else '#'
};

/// One row for people: its value and each factor that contributes as a bar, all to the scale of the rule's range, so
/// that rows can be compared by eye; then the reason. `name` heads it. Several lines, each ended.
std::string bars(const std::string& name, const Scored& scored, const RuleDescription& rule, BarStyle style = {});

/// The same row as one line of JSON: row, status, value, confidence, reason, factors (each with name and contribution).
/// What a row does not have is left out.
std::string json_line(const std::string& name, const Scored& scored);

/// A text as JSON, quotes included.
std::string quoted(const std::string& text);

}  // namespace rapport::sdk::tools
