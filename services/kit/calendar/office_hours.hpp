// SPDX-License-Identifier: MIT
#pragma once
#include "services/kit/calendar/calendar.hpp"

/// The business calendar that every service counts in until it has heard of another one.
namespace rapport::kit {

struct CalendarTag;
/// Of a business calendar. accounts owns them.
using CalendarId = Id<CalendarTag>;

/// `0ff1ce00-0000-8000-8000-000000000001`: of the calendar that accounts makes at its first start. The same everywhere,
/// so that who counts in it before having heard of it counts in accounts' own.
inline const CalendarId office_hours_id{Uuid{{0x0f, 0xf1, 0xce, 0, 0, 0, 0x80, 0, 0x80, 0, 0, 0, 0, 0, 0, 0x01}}};
inline constexpr std::string_view office_hours_name = "Office hours";

/// Monday to Friday, 9 to 17.
inline Calendar office_hours(std::string time_zone = "UTC") {
    using enum Weekday;
    return {.time_zone = std::move(time_zone),
            .hours = {{{monday, tuesday, wednesday, thursday, friday}, "09:00", "17:00"}}};
}

}  // namespace rapport::kit

template <>
struct rapport::RefersTo<rapport::kit::CalendarTag> {
    static std::string name() { return "accounts.BusinessCalendar"; }
};
