// SPDX-License-Identifier: MIT
#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "services/kit/calendar/calendar.hpp"

namespace rapport::kit {

/// What the fast arithmetic is held against: asks the C library what the wall shows in every minute of a stretch of
/// time, and the calendar's own words whether that is working time. Sets the process's TZ.
class SlowCalendar {
public:
    /// Looks at every minute from `first` (a whole minute) until `end`.
    SlowCalendar(const Calendar& calendar, Instant first, Instant end);
    SlowCalendar(const SlowCalendar&) = delete;
    SlowCalendar& operator=(const SlowCalendar&) = delete;

    bool is_working(Instant at) const { return working_.at(index(at)) != 0; }
    /// Adds up minute by minute; `from` and `until` may lie within one.
    std::int64_t ms_between(Instant from, Instant until) const;

private:
    std::size_t index(Instant at) const { return static_cast<std::size_t>((at.ms - first_.ms) / 60'000); }

    /// What the wall shows.
    struct Moment {
        int weekday = 0;  ///< 0: Monday
        std::string now, today, yesterday;
    };
    bool begun(const Moment& at, bool day_before) const;
    bool works(const Moment& at) const;

    const Calendar calendar_;
    std::multimap<std::string, const Holiday*> holidays_;         ///< by date
    std::multimap<std::string, const WorkingDay*> working_days_;  ///< by date
    std::array<int, 7> usual_{};  ///< of each weekday: the one whose hours it has when it is worked
    Instant first_;
    std::vector<char> working_;  ///< a minute each
};

}  // namespace rapport::kit
