// SPDX-License-Identifier: MIT
#pragma once
#include <libical/ical.h>

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "services/kit/calendar/zone.hpp"

namespace rapport::kit {

/// That time, floating, as libical has it.
icaltimetype ical_time(LocalTime time);

/// A zone that an iCalendar file names: of the tz database, or as the file itself defines it.
class IcsZone {
public:
    explicit IcsZone(Zone known) : known_(std::move(known)) {}
    explicit IcsZone(std::shared_ptr<icaltimezone> defined) : defined_(std::move(defined)) {}

    LocalTime local(Instant instant) const;
    Instant instant(LocalTime local) const;

private:
    std::optional<Zone> known_;
    std::shared_ptr<icaltimezone> defined_;
};

/// The zones of one VCALENDAR. A TZID may be an IANA name (with what some programs put before it), one that a VTIMEZONE
/// of the file defines, or a name of Windows such as "W. Europe Standard Time", which Outlook writes.
class IcsZones {
public:
    explicit IcsZones(icalcomponent* calendar) : calendar_(calendar) {}
    /// Nothing if it is none of those. Stays where it is.
    const IcsZone* find(const std::string& tzid);

private:
    std::optional<IcsZone> made(const std::string& tzid) const;

    icalcomponent* calendar_;
    std::map<std::string, std::optional<IcsZone>> found_;
};

}  // namespace rapport::kit
