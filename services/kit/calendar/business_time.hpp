// SPDX-License-Identifier: MIT
#pragma once
#include <compare>
#include <memory>

#include "services/kit/calendar/calendar.hpp"
#include "services/kit/calendar/zone.hpp"

namespace rapport::kit {

/// An amount of business time: what passes while there is work. Not to be mixed up with time on the clock.
struct BusinessMillis {
    std::int64_t ms = 0;

    friend auto operator<=>(const BusinessMillis&, const BusinessMillis&) = default;
    friend BusinessMillis operator+(BusinessMillis a, BusinessMillis b) { return {a.ms + b.ms}; }
    friend BusinessMillis operator-(BusinessMillis a, BusinessMillis b) { return {a.ms - b.ms}; }
};
constexpr BusinessMillis business(Millis working) { return {working.count()}; }

/// Arithmetic with a calendar's working time. Working time is counted as it really passes: an interval from 01:00 to
/// 04:00 holds two hours when the clocks go forward and four when they go back.
///
/// Each year is worked out when it is first asked for; then every operation takes well under a microsecond. Instants
/// are from 1900 to 2199: outside, invalid_argument. Cheap to copy; thread-safe.
class BusinessTime {
public:
    /// invalid_argument, with the field's path, for what is wrong with the calendar, such as that it leaves no working
    /// time.
    explicit BusinessTime(const Calendar& calendar);

    bool is_working(Instant at) const;
    /// The first instant of working time from `at` on: `at` itself within it.
    Instant next_working(Instant at) const;
    /// The last instant up to `at` by which work was done: `at` itself within working time and at its end.
    Instant previous_working(Instant at) const;
    /// The business time from `from` until `until`; negative if that is earlier.
    BusinessMillis between(Instant from, Instant until) const;
    /// The instant nearest to `from` so that `between(from, add(from, time)) == time`: eight hours end with the working
    /// day, not with the next one's beginning. A negative `time` counts back.
    Instant add(Instant from, BusinessMillis time) const;

    /// How much an ordinary working day holds: the week's working time divided by its days that have some.
    BusinessMillis working_day() const;

    const Zone& zone() const;

private:
    class Years;
    std::shared_ptr<Years> years_;
};

}  // namespace rapport::kit
