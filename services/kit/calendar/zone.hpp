// SPDX-License-Identifier: MIT
#pragma once
#include <memory>
#include <string>

#include "bus/base/time.hpp"
#include "services/kit/calendar/calendar.hpp"

namespace rapport::kit {

/// What a clock on the wall shows.
struct LocalTime {
    Day day;
    std::int32_t minute = 0;  ///< of the day, 0 to 1439

    friend auto operator<=>(const LocalTime&, const LocalTime&) = default;
};

Weekday weekday_of(Day day);
/// `09:05`; 1440 is `24:00`.
std::string time_of_day(std::int32_t minute);
/// The minute of the day that `09:05` names, up to `24:00`; nothing for any other text.
std::optional<std::int32_t> minute_from(std::string_view text);

/// A time zone of the system's tz database (Debian package tzdata), the rules for years to come included. Cheap to
/// copy; thread-safe.
class Zone {
public:
    /// invalid_argument about `field` unless `name` is a zone's, such as Europe/Berlin.
    explicit Zone(const std::string& name, const std::string& field = "time_zone");

    /// As it was named.
    std::string name() const;
    LocalTime local(Instant instant) const;
    /// When the wall shows that: the first time if it does so twice, the moment of the jump if never.
    Instant instant(LocalTime local) const;

    /// Local time = UTC + offset, from here until then.
    struct Offset {
        Millis offset;
        Instant until;
    };
    Offset offset_at(Instant instant) const;

private:
    struct Rules;
    std::shared_ptr<const Rules> rules_;
};

}  // namespace rapport::kit
