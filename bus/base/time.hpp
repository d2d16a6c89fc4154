// SPDX-License-Identifier: MIT
#pragma once
#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace rapport {

using Millis = std::chrono::milliseconds;

/// A point in time in UTC, to the millisecond. On the wire and in the store: `2026-11-22T14:20:00.000Z`.
struct Instant {
    std::int64_t ms = 0;  ///< since 1970-01-01T00:00Z

    friend auto operator<=>(const Instant&, const Instant&) = default;
    friend Instant operator+(Instant a, Millis d) { return {a.ms + d.count()}; }
    friend Instant operator-(Instant a, Millis d) { return {a.ms - d.count()}; }
    friend Millis operator-(Instant a, Instant b) { return Millis(a.ms - b.ms); }
};

/// A date without a time of day. On the wire and in the store: `2026-11-22`.
struct Day {
    std::int32_t days = 0;  ///< since 1970-01-01

    friend auto operator<=>(const Day&, const Day&) = default;
};

/// Error (invalid_argument) outside of the years 0001 to 9999, which no text stands for.
std::string to_text(Instant instant);
std::string to_text(Day day);
/// RFC 3339 with any offset and any number of decimals (cut to milliseconds); nothing for any other text, and for a
/// time that in UTC lies outside of the years 0001 to 9999.
std::optional<Instant> instant_from(std::string_view text);
/// `YYYY-MM-DD` of a day that exists, in the years 0001 to 9999; nothing for any other text.
std::optional<Day> day_from(std::string_view text);
/// Midnight in UTC at which the day begins.
Instant start_of(Day day);
/// The last millisecond of the day in UTC.
Instant end_of(Day day);
/// The UTC day that holds the instant. invalid_argument beyond the years 0001 to 9999.
Day day_of(Instant instant);

/// Where the time comes from, so that a test can move it. Thread-safe.
class Clock {
public:
    virtual ~Clock() = default;
    virtual Instant now() const = 0;
};

/// The machine's clock.
class SystemClock final : public Clock {
public:
    Instant now() const override;
};

}  // namespace rapport
