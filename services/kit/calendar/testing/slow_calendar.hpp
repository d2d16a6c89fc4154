// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>
#include <vector>

#include "services/kit/calendar/calendar.hpp"

namespace rapport::kit {

/// What the fast arithmetic is held against: asks the C library what the wall shows in every minute of a stretch of
/// time, and the calendar's own words whether that is working time. Sets the process's TZ.
class SlowCalendar {
public:
    /// Looks at every minute from `first` (a whole minute) until `end`.
    SlowCalendar(const Calendar& calendar, Instant first, Instant end);

    bool is_working(Instant at) const { return working_.at(index(at)) != 0; }
    /// Adds up minute by minute; `from` and `until` may lie within one.
    std::int64_t ms_between(Instant from, Instant until) const;

private:
    std::size_t index(Instant at) const { return static_cast<std::size_t>((at.ms - first_.ms) / 60'000); }

    Instant first_;
    std::vector<char> working_;  ///< a minute each
};

}  // namespace rapport::kit
