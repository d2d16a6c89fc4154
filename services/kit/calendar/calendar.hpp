// SPDX-License-Identifier: MIT
#pragma once
#include "bus/base/fields.hpp"

/// Business calendars as people write them down. What is computed with them: business_time.hpp.
namespace rapport::kit {

enum class Weekday { monday, tuesday, wednesday, thursday, friday, saturday, sunday };
constexpr auto names_of(Weekday) {
    using namespace std::literals;
    return std::array{"monday"sv, "tuesday"sv, "wednesday"sv, "thursday"sv, "friday"sv, "saturday"sv, "sunday"sv};
}

/// A stretch of the day that comes again every week, in the calendar's local time.
struct Hours {
    std::vector<Weekday> days;
    std::string from, until;

    static constexpr auto fields = describe(
        Field{"days", &Hours::days, "the weekdays on which it begins; of a break, left out: every day", length(0, 7),
              defaulted},
        Field{"from", &Hours::from, "when it begins, such as 09:00", length(5, 5)},
        Field{"until", &Hours::until,
              "when it ends, such as 17:00; 24:00 ends with the day, and a time not after `from` is the next day's",
              length(5, 5)});
};

/// A local day on which there is no work, or less.
struct Holiday {
    Day day;
    std::string name;
    std::optional<std::string> from, until;

    static constexpr auto fields = describe(
        Field{"day", &Holiday::day, "on which day"},
        Field{"name", &Holiday::name, "what it is", length(0, 200), defaulted},
        Field{"from", &Holiday::from, "when work ends, such as 12:00; left out: it begins with the day", length(5, 5)},
        Field{"until", &Holiday::until, "when work goes on; left out: it ends with the day", length(5, 5)});
};

/// When an organisation works: an instant is working time if what the clock on the wall shows then lies in the hours
/// and in no break and no holiday. Hours may overlap, touch, and go past midnight.
struct Calendar {
    std::string time_zone;
    std::vector<Hours> hours, breaks;
    std::vector<Holiday> holidays;

    static constexpr auto fields = describe(
        Field{"time_zone", &Calendar::time_zone, "an IANA name such as Europe/Berlin", length(1, 64)},
        Field{"hours", &Calendar::hours, "when there is work", length(1, 100)},
        Field{"breaks", &Calendar::breaks, "what of the hours is no work", length(0, 100), defaulted},
        Field{"holidays", &Calendar::holidays, "days without work, or with less", length(0, 2'000), defaulted});
};

}  // namespace rapport::kit
