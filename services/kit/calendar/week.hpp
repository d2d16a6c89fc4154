// SPDX-License-Identifier: MIT
#pragma once
#include <array>
#include <map>

#include "services/kit/calendar/calendar.hpp"

namespace rapport::kit {

/// Minutes of a local day, `until` not included.
struct MinuteSpan {
    std::int32_t from, until;
};
/// The working time of one local day, in order and apart.
using DayPlan = std::vector<MinuteSpan>;

/// A calendar taken apart: what each local day holds, whatever the zone makes of it.
class Week {
public:
    /// invalid_argument with the field's path for what is no time of day, a break, holiday or working day that is
    /// empty, and failed checks as a whole: a calendar without working time.
    explicit Week(const Calendar& calendar);
    const DayPlan& on(Day day) const;
    /// The minutes of work on an ordinary working day: the week's divided by the days that have some.
    std::int32_t working_day() const;

private:
    std::array<DayPlan, 7> days_;
    std::map<Day, DayPlan> exceptions_;
};

}  // namespace rapport::kit
