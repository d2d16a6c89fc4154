// SPDX-License-Identifier: MIT
#pragma once
#include <chrono>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bus/base/error.hpp"
#include "bus/base/text.hpp"
#include "bus/base/time.hpp"

namespace rapport::bus::monitor {

/// What a verb ends with, beside what exit_code_of() says of an Error.
inline constexpr int used_wrongly = 2, cannot_connect = 3, refused = 4, waited_in_vain = 5, found_gap = 6, dropped = 7;

/// Whether `type` is what `pattern` means, in which `*` stands for any text, none too.
bool matches_pattern(std::string_view type, std::string_view pattern);
/// Whether it is what any of them means; `if_none` where there are none.
bool matches_any(std::string_view type, const std::vector<std::string>& patterns, bool if_none);
/// Says what went wrong and gives the exit code for it.
int report(const Error& error, std::ostream& err);

/// `10m`, `1.5s`, `250ms`, `2h`, `7d`; nothing for any other text, or one beyond a hundred years.
std::optional<std::chrono::microseconds> duration_from(std::string_view text);
/// Microseconds as `350 µs`, `3.2 ms`, `1.5 s`, `2 min`.
std::string took_text(std::int64_t us);
/// Microseconds since 1970 as `2026-11-22T14:20:00.000Z`.
std::string utc_text(std::int64_t us);
/// The same where we are, as `2026-11-22 15:20:00.000`.
std::string local_text(std::int64_t us);
/// Large numbers in a few digits: `950`, `12.3k`, `4.1M`.
std::string short_number(double number);

/// Rows in columns as wide as their widest cell; the first row is the head. Columns named in `right` stand right.
void print_table(const std::vector<std::vector<std::string>>& rows, std::string_view right, std::ostream& out);

}  // namespace rapport::bus::monitor
