// SPDX-License-Identifier: MIT
#pragma once
#include "bus/base/fields.hpp"

/// Business calendars as people write them down. What is computed with them: business_time.hpp.
namespace rapport::kit {

/// Counted from Monday, as ISO 8601 does.
enum class Weekday { monday, tuesday, wednesday, thursday, friday, saturday, sunday };
constexpr auto names_of(Weekday) {
    using namespace std::literals;
    return std::array{"monday"sv, "tuesday"sv, "wednesday"sv, "thursday"sv, "friday"sv, "saturday"sv, "sunday"sv};
}

/// Of a time of day such as 09:00, whose form is told by who reads it.
inline constexpr Length time_of_day_text = length(1, 20);

/// A stretch of the day that comes again every week, in the calendar's local time.
struct Hours {
    std::vector<Weekday> days;
    std::string from, until;

    static constexpr auto fields = describe(
        Field{"days", &Hours::days, "the weekdays on which it begins; of a break, left out: every day", length(0, 7),
              defaulted},
        Field{"from", &Hours::from, "when it begins, such as 09:00", time_of_day_text},
        Field{"until", &Hours::until,
              "when it ends, such as 17:00; 24:00 ends with the day, and a time not after `from` is the next day's",
              time_of_day_text});
};

/// The event of an iCalendar file that a day came from. What a later file says of an event of the same UID takes the
/// place of what an earlier one said.
struct FileEvent {
    std::string uid;
    std::optional<Day> occurrence;
    std::int64_t sequence = 0;

    friend bool operator==(const FileEvent&, const FileEvent&) = default;
    static constexpr auto fields = describe(
        Field{"uid", &FileEvent::uid, "its UID", length(1, 500)},
        Field{"occurrence", &FileEvent::occurrence, "of one that recurs: the day on which this time was to begin"},
        Field{"sequence", &FileEvent::sequence, "its revision (SEQUENCE)", defaulted});
};

/// A local day on which there is no work, or less.
struct Holiday {
    Day day;
    std::string name;
    std::optional<std::string> from, until;
    std::optional<FileEvent> source;

    friend bool operator==(const Holiday&, const Holiday&) = default;
    static constexpr auto fields = describe(
        Field{"day", &Holiday::day, "on which day"},
        Field{"name", &Holiday::name, "what it is", length(0, 200), defaulted},
        Field{"from", &Holiday::from, "when work ends, such as 12:00; left out: it begins with the day",
              time_of_day_text},
        Field{"until", &Holiday::until, "when work goes on; left out: it ends with the day", time_of_day_text},
        Field{"source", &Holiday::source, "the event of a file that it came from; left out: it was put by hand"});
};

/// A stretch of one day, in the calendar's local time.
struct Stretch {
    std::string from, until;

    friend bool operator==(const Stretch&, const Stretch&) = default;
    static constexpr auto fields = describe(
        Field{"from", &Stretch::from, "when it begins, such as 09:00", time_of_day_text},
        Field{"until", &Stretch::until,
              "when it ends, such as 13:00; 24:00 ends with the day, and a time not after `from` is the next day's",
              time_of_day_text});
};

/// A local day that is worked although the week or a holiday says that it is not, or with other hours than the week's.
struct WorkingDay {
    Day day;
    std::string name;
    std::vector<Stretch> hours;
    std::optional<Weekday> like;
    std::optional<FileEvent> source;

    friend bool operator==(const WorkingDay&, const WorkingDay&) = default;
    static constexpr auto fields = describe(
        Field{"day", &WorkingDay::day, "on which day"},
        Field{"name", &WorkingDay::name, "why, such as: worked for the Spring Festival", length(0, 200), defaulted},
        Field{"hours", &WorkingDay::hours,
              "when there is work, breaks left out; none: as on the weekday `like`, or else on the weekday itself, and "
              "where that is free, as on most days of the week",
              length(0, 20), defaulted},
        Field{"like", &WorkingDay::like, "with the hours and breaks of this weekday"},
        Field{"source", &WorkingDay::source, "the event of a file that it came from; left out: it was put by hand"});
};

/// When an organisation works: an instant is working time if what the clock on the wall shows then lies in the hours
/// and in no break and no holiday. Hours may overlap, touch, and go past midnight. A working day stands above all of
/// that: what begins on it are its own hours instead of the week's, and its day knows no holiday.
struct Calendar {
    std::string time_zone;
    std::vector<Hours> hours, breaks;
    std::vector<Holiday> holidays;
    std::vector<WorkingDay> working_days;

    static constexpr auto fields =
        describe(Field{"time_zone", &Calendar::time_zone, "an IANA name such as Europe/Berlin", length(1, 64)},
                 Field{"hours", &Calendar::hours, "when there is work", length(1, 100)},
                 Field{"breaks", &Calendar::breaks, "what of the hours is no work", length(0, 100), defaulted},
                 Field{"holidays", &Calendar::holidays, "days without work, or with less", length(0, 2'000), defaulted},
                 Field{"working_days", &Calendar::working_days, "days that are worked although the week says otherwise",
                       length(0, 2'000), defaulted});
};

}  // namespace rapport::kit
