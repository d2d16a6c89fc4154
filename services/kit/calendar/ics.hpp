// SPDX-License-Identifier: MIT
#pragma once
#include <string_view>

#include "services/kit/calendar/calendar.hpp"
#include "services/kit/calendar/zone.hpp"

namespace rapport::kit {

/// What an iCalendar file says of holidays.
struct IcsHolidays {
    std::vector<Holiday> holidays;      ///< by day, each once
    std::vector<std::string> rejected;  ///< of each event that could not be read: which, and why
};

/// The holidays of an iCalendar file (RFC 5545) from `first` to `last`: every event that is not cancelled, with its
/// recurrences; one with a time of day closes only that part of the day, as `zone` shows it. `text` is UTF-8 of at most
/// 1 MiB. invalid_argument about `ics` if it is no such file.
IcsHolidays holidays_from_ics(std::string_view text, Day first, Day last, const Zone& zone);

}  // namespace rapport::kit
