// SPDX-License-Identifier: MIT
#pragma once
#include <iosfwd>
#include <string>
#include <string_view>

#include "bus/base/error.hpp"

namespace rapport::bus::monitor {

inline constexpr int used_wrongly = 2;

/// Whether `type` is what `pattern` means, in which `*` stands for any text, none too.
bool matches_pattern(std::string_view type, std::string_view pattern);
/// What comes off the bus made safe for a terminal: control characters become `?`.
std::string printable(std::string_view text);
/// Says what went wrong and gives the exit code for it.
int report(const Error& error, std::ostream& err);

}  // namespace rapport::bus::monitor
