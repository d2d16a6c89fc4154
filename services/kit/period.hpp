// SPDX-License-Identifier: MIT
#pragma once
#include <string>
#include <string_view>

#include "bus/base/time.hpp"

namespace rapport::kit {

/// The days of a year, quarter, month or ISO week.
struct Period {
    Day from;
    Day until;  ///< the first day after it

    bool holds(Day day) const { return from <= day && day < until; }
    friend bool operator==(const Period&, const Period&) = default;
};

/// `2026`, `2026-Q1`, `2026-03` or `2026-W07`, which belongs to the year of its Thursday (ISO 8601). invalid_argument,
/// naming `field`, for anything else.
Period period_from(const std::string& field, std::string_view text);
/// The month that holds the day.
Period month_of(Day day);

}  // namespace rapport::kit
