// SPDX-License-Identifier: MIT
#pragma once
#include <string_view>

#include "services/kit/calendar/calendar.hpp"
#include "services/kit/calendar/zone.hpp"

namespace rapport::kit {

/// What a day in a holiday file is to a business calendar.
enum class DayKind { holiday, working_day, nothing };
constexpr auto names_of(DayKind) {
    using namespace std::literals;
    return std::array{"holiday"sv, "working_day"sv, "nothing"sv};
}

/// What some events of a file are to be, whatever their words say.
struct Treatment {
    std::optional<std::string> contains;
    DayKind as = DayKind::holiday;
    std::optional<std::string> from, until;
    std::optional<Weekday> like;

    static constexpr auto fields = describe(
        Field{"contains", &Treatment::contains,
              "the events in whose SUMMARY, DESCRIPTION or CATEGORIES this stands, in capitals or not; left out: all",
              length(1, 200)},
        Field{"as", &Treatment::as, "holiday, working_day, or nothing: not taken"},
        Field{"from", &Treatment::from, "of a whole day: when the holiday or the work begins, such as 12:00",
              time_of_day_text},
        Field{"until", &Treatment::until, "of a whole day: when the holiday or the work ends", time_of_day_text},
        Field{"like", &Treatment::like, "of a working day: with the hours of this weekday"});
};

/// One event of a file, and the days that it gives.
struct IcsEvent {
    std::int64_t number = 0;  ///< in the file, from 1
    std::string name;
    DayKind kind = DayKind::nothing;
    std::vector<Holiday> holidays;
    std::vector<WorkingDay> working_days;
    std::string reason;     ///< why it gives nothing, after "event 1 (May Day) "
    bool rejected = false;  ///< it may be a holiday that was not understood
    std::optional<FileEvent> source;
    bool one_occurrence = false;  ///< it speaks of `source.occurrence` alone
};

/// What the events of a holiday file are to a business calendar.
struct IcsDays {
    std::string charset;  ///< what the file was saved in
    std::vector<IcsEvent> events;
};

/// Which days of a file are wanted, and how.
struct IcsWish {
    Day first, last;
    std::vector<Treatment> treat;  ///< the first that fits an event holds
    std::optional<std::string> charset;
};

/// The days of an iCalendar file (RFC 5545): those of every event that is not cancelled, with its recurrences, as the
/// calendar's `zone` shows them. An event with a time of day closes only that part of the day. One that says that its
/// day is worked is a working day, whatever day that is. `bytes` may be saved in any character set that can be told.
/// invalid_argument about `ics`, `charset` or `treat` if it is no such file, of more than 1 MiB, or one of more than
/// 20,000 days or of recurrences that take more than a second.
IcsDays days_from_ics(std::string_view bytes, const IcsWish& wish, const Zone& zone);

}  // namespace rapport::kit
