// SPDX-License-Identifier: MIT
#pragma once
#include <libical/ical.h>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "services/kit/calendar/ics_zone.hpp"

namespace rapport::kit {

/// Why an event is not taken, after its number and name.
struct IcsRejected {
    std::string reason;
};

/// A time as an event writes it down.
struct IcsTime {
    /// By whose clock: the reader's own, UTC's, or a named zone's.
    enum class Clock { floating, utc, zoned };

    LocalTime at;
    bool is_date = false;
    Clock clock = Clock::floating;
    std::string tzid;
};

/// A part of a local day of the calendar, or all of it: minutes 0 to 1440.
struct DayPart {
    Day day;
    std::int32_t from, until;
};

/// What the events of a file are read with.
struct IcsPlace {
    const Zone& zone;  ///< the calendar's
    IcsZones& zones;
    const IcsZone* publisher = nullptr;  ///< X-WR-TIMEZONE
};

/// One VEVENT: when it is, for how long, and when again.
class IcsTimes {
public:
    /// Throws IcsRejected for an event whose times cannot be read.
    IcsTimes(icalcomponent* event, const IcsPlace& place);

    /// Beginnings up to `last`, each with its length in minutes; `left_out` are what other events take the place of.
    using Occurrences = std::map<LocalTime, std::int64_t>;
    Occurrences occurrences(Day last, const std::vector<IcsTime>& left_out) const;
    /// The days of an occurrence. It is whole days if it runs from midnight to midnight by its own clock, by the
    /// calendar's, or by its publisher's: such an event means a date and no instants.
    std::vector<DayPart> parts(LocalTime begin, std::int64_t minutes) const;

    bool recurs() const { return recurs_; }
    /// The day of the calendar's zone on which that occurrence begins.
    Day day_here(LocalTime begin) const;

private:
    std::int64_t length() const;
    std::int64_t minutes_until(const IcsTime& end) const;
    std::set<LocalTime> recurrences(icalproperty_kind kind, Day last) const;
    icaltimetype until(icaltimetype written) const;
    std::optional<Day> whole_day_of(LocalTime begin, std::int64_t minutes) const;

    Instant instant_of(const IcsTime& time) const;
    /// The same moment on this event's own clock.
    LocalTime on_own_clock(const IcsTime& time) const;
    /// The beginning that an RDATE, EXDATE or RECURRENCE-ID means, whether it was written as a date or as a time.
    LocalTime beginning_at(const IcsTime& time) const;
    IcsTime begin_at(LocalTime at) const;

    icalcomponent* event_;
    IcsPlace place_;
    IcsTime begin_;
    std::int64_t minutes_ = 0;
    bool recurs_ = false;
};

/// The time that a property of that kind holds, if the event has one.
std::optional<IcsTime> ics_time(icalcomponent* event, icalproperty_kind kind);

}  // namespace rapport::kit
