// SPDX-License-Identifier: MIT
#include "services/kit/calendar/ics.hpp"

#include <libical/ical.h>

#include <algorithm>
#include <cctype>
#include <functional>
#include <map>
#include <set>

#include "bus/base/error.hpp"

namespace rapport::kit {
namespace {

using Component = std::unique_ptr<icalcomponent, decltype(&icalcomponent_free)>;

constexpr std::size_t max_bytes = 1 << 20, max_name = 200, max_depth = 8;
constexpr std::size_t max_occurrences = 10'000;
constexpr std::chrono::seconds max_time(
    1);  // for the recurrences of a file: a rule that never comes takes libical 0.3 s
constexpr std::int32_t minutes_a_day = 24 * 60;

/// Why an event is not taken.
struct Rejected {
    std::string reason;
};

/// The depth to which components lie in each other. libical follows them by recursion, as deep as a file says; and
/// writes to our standard error of each END too many.
std::size_t depth_of(std::string_view text) {
    const auto starts = [](std::string_view line, std::string_view word) {
        return line.size() >= word.size() && std::ranges::equal(line.substr(0, word.size()), word, [](char a, char b) {
                   return std::toupper(static_cast<unsigned char>(a)) == b;
               });
    };
    std::size_t depth = 0, deepest = 0;
    while (!text.empty()) {
        const auto end = std::min(text.find_first_of("\r\n"), text.size());
        const auto line = text.substr(0, end);
        if (starts(line, "BEGIN:")) deepest = std::max(deepest, ++depth);
        if (starts(line, "END:") && depth-- == 0) throw invalid("ics", "must not END what has not begun");
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return deepest;
}

Day day_of(const icaltimetype& time) {
    namespace chrono = std::chrono;
    const chrono::year_month_day date(chrono::year(time.year), chrono::month(static_cast<unsigned>(time.month)),
                                      chrono::day(static_cast<unsigned>(time.day)));
    if (!date.ok()) throw Rejected{"names a day that does not exist"};
    return {static_cast<std::int32_t>(chrono::sys_days(date).time_since_epoch().count())};
}

/// A time as the event's own clock shows it.
LocalTime local_of(const icaltimetype& time) { return {day_of(time), time.is_date ? 0 : time.hour * 60 + time.minute}; }

LocalTime later(LocalTime time, std::int64_t minutes) {
    const std::int64_t minute = time.minute + minutes;
    return {{static_cast<std::int32_t>(time.day.days + minute / minutes_a_day)},
            static_cast<std::int32_t>(minute % minutes_a_day)};
}

std::string text_of(icalcomponent* event, icalproperty_kind kind) {
    icalproperty* property = icalcomponent_get_first_property(event, kind);
    const char* text = property ? icalvalue_get_text(icalproperty_get_value(property)) : nullptr;
    return text ? text : "";
}

std::string name_of(icalcomponent* event) {
    std::string name = text_of(event, ICAL_SUMMARY_PROPERTY);
    if (name.size() > max_name) {
        std::size_t end = max_name;
        while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xC0) == 0x80) --end;  // not within a character
        name.resize(end);
    }
    return name;
}

/// One VEVENT: when it is, for how long, and when again.
class Event {
public:
    Event(icalcomponent* event, const Zone& zone) : event_(event), calendar_zone_(zone), name_(name_of(event)) {
        start_ = property(ICAL_DTSTART_PROPERTY);
        if (!start_) throw Rejected{"has no DTSTART that can be read"};
        begin_ = icalproperty_get_dtstart(start_);
        minutes_ = length();
        read_zone();
    }

    /// Calls `take` for each beginning of it up to `last`.
    void each(Day last, const std::function<void(LocalTime)>& take) const {
        std::set<LocalTime> at{local_of(begin_)};
        recur(last, at);
        for (auto* p = property(ICAL_RDATE_PROPERTY); p; p = next(ICAL_RDATE_PROPERTY)) {
            const auto date = icalproperty_get_rdate(p);
            at.insert(local_of(icaltime_is_null_time(date.time) ? date.period.start : date.time));
        }
        for (auto* p = property(ICAL_EXDATE_PROPERTY); p; p = next(ICAL_EXDATE_PROPERTY))
            at.erase(local_of(icalproperty_get_exdate(p)));
        for (const LocalTime time : at) take(time);
    }

    /// The holidays of the occurrence that begins then, a day each.
    void append(LocalTime begin, std::vector<Holiday>& out) const {
        LocalTime end = later(begin, minutes_);
        if (zone_) begin = calendar_zone_.local(zone_->instant(begin)), end = calendar_zone_.local(zone_->instant(end));
        for (Day day = begin.day; day <= end.day; ++day.days) {
            const std::int32_t from = day == begin.day ? begin.minute : 0;
            const std::int32_t until = day == end.day ? end.minute : minutes_a_day;
            if (from >= until) continue;
            Holiday holiday{.day = day, .name = name_};
            if (from > 0) holiday.from = time_of_day(from);
            if (until < minutes_a_day) holiday.until = time_of_day(until);
            out.push_back(std::move(holiday));
        }
    }

private:
    icalproperty* property(icalproperty_kind kind) const { return icalcomponent_get_first_property(event_, kind); }
    icalproperty* next(icalproperty_kind kind) const { return icalcomponent_get_next_property(event_, kind); }

    std::int64_t length() const {
        constexpr std::int64_t longest = 366 * minutes_a_day;
        std::int64_t minutes = begin_.is_date ? minutes_a_day : 0;
        if (auto* end = property(ICAL_DTEND_PROPERTY)) {
            const LocalTime until = local_of(icalproperty_get_dtend(end)), from = local_of(begin_);
            minutes = std::int64_t{until.day.days - from.day.days} * minutes_a_day + until.minute - from.minute;
            if (begin_.is_date && minutes == 0) minutes = minutes_a_day;  // some write it so
        } else if (auto* duration = property(ICAL_DURATION_PROPERTY)) {
            minutes = icaldurationtype_as_int(icalproperty_get_duration(duration)) / 60;
        }
        if (minutes <= 0) throw Rejected{"does not end after it begins"};
        if (minutes > longest) throw Rejected{"is longer than a year"};
        return minutes;
    }

    void read_zone() {
        if (begin_.is_date) return;
        if (icaltime_is_utc(begin_)) {
            zone_.emplace("UTC");
        } else if (auto* parameter = icalproperty_get_first_parameter(start_, ICAL_TZID_PARAMETER)) {
            try {
                zone_.emplace(icalparameter_get_tzid(parameter));
            } catch (const Error&) {
                throw Rejected{"has a TZID that is no IANA time zone such as Europe/Berlin"};
            }
        }
    }

    void recur(Day last, std::set<LocalTime>& at) const {
        for (auto* p = property(ICAL_RRULE_PROPERTY); p; p = next(ICAL_RRULE_PROPERTY)) {
            const auto rule = icalproperty_get_rrule(p);
            if (rule.freq < ICAL_DAILY_RECURRENCE || rule.freq > ICAL_YEARLY_RECURRENCE)
                throw Rejected{"recurs within the day; FREQ must be DAILY, WEEKLY, MONTHLY or YEARLY"};
            const std::unique_ptr<icalrecur_iterator, decltype(&icalrecur_iterator_free)> iterator(
                icalrecur_iterator_new(rule, begin_), &icalrecur_iterator_free);
            if (!iterator) throw Rejected{"has an RRULE that cannot be read"};
            for (auto time = icalrecur_iterator_next(iterator.get()); !icaltime_is_null_time(time);
                 time = icalrecur_iterator_next(iterator.get())) {
                if (day_of(time) > last) break;
                at.insert(local_of(time));
                if (at.size() > max_occurrences) throw Rejected{"recurs more than 10,000 times"};
            }
        }
    }

    icalcomponent* event_;
    const Zone& calendar_zone_;
    std::string name_;
    icalproperty* start_ = nullptr;
    icaltimetype begin_;
    std::int64_t minutes_ = 0;
    std::optional<Zone> zone_;  ///< the event's own; none: it is at that time wherever one is
};

/// Reads event after event; one that changes a single occurrence of another takes that one's place.
class Reader {
public:
    Reader(Day first, Day last, const Zone& zone)
        : first_(first), last_(last), zone_(zone), deadline_(std::chrono::steady_clock::now() + max_time) {}

    void read_calendar(icalcomponent* calendar) {
        const auto each_event = [&](auto&& read) {
            for (auto* event = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT); event;
                 event = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT))
                read(event);
        };
        each_event([&](icalcomponent* event) { note_replaced(event); });
        each_event([&](icalcomponent* event) { read_event(event); });
    }

    IcsHolidays result() {
        const auto key = [](const Holiday& h) { return std::tie(h.day, h.name, h.from, h.until); };
        auto& all = result_.holidays;
        std::ranges::sort(all, {}, key);
        const auto same = [&](const Holiday& a, const Holiday& b) { return key(a) == key(b); };
        all.erase(std::unique(all.begin(), all.end(), same), all.end());
        return std::move(result_);
    }

private:
    void note_replaced(icalcomponent* event) {
        if (auto* id = icalcomponent_get_first_property(event, ICAL_RECURRENCEID_PROPERTY)) {
            try {
                replaced_[text_of(event, ICAL_UID_PROPERTY)].insert(local_of(icalproperty_get_recurrenceid(id)));
            } catch (const Rejected&) {  // read_event says what is wrong with it
            }
        }
    }

    void read_event(icalcomponent* event) try {
        ++number_;
        if (std::chrono::steady_clock::now() > deadline_)
            throw invalid("ics", "has recurrences that take too long to work out, the last of them in event " +
                                     std::to_string(number_ - 1));
        if (icalcomponent_get_status(event) == ICAL_STATUS_CANCELLED) return;
        const Event read(event, zone_);
        const bool replaces = icalcomponent_get_first_property(event, ICAL_RECURRENCEID_PROPERTY) != nullptr;
        const auto& left_out = replaced_[text_of(event, ICAL_UID_PROPERTY)];
        std::vector<Holiday> holidays;
        read.each(last_, [&](LocalTime begin) {
            if (replaces || !left_out.contains(begin)) read.append(begin, holidays);
        });
        std::erase_if(holidays, [&](const Holiday& holiday) { return holiday.day < first_ || holiday.day > last_; });
        std::ranges::move(holidays, std::back_inserter(result_.holidays));
    } catch (const Rejected& rejected) {
        const std::string name = name_of(event);
        result_.rejected.push_back("event " + std::to_string(number_) + (name.empty() ? "" : " (" + name + ")") + " " +
                                   rejected.reason);
    }

    Day first_, last_;
    const Zone& zone_;
    std::chrono::steady_clock::time_point deadline_;
    std::map<std::string, std::set<LocalTime>> replaced_;
    int number_ = 0;
    IcsHolidays result_;
};

}  // namespace

IcsHolidays holidays_from_ics(std::string_view text, Day first, Day last, const Zone& zone) {
    if (text.size() > max_bytes) throw invalid("ics", "must be at most 1 MiB");
    if (depth_of(text) > max_depth) throw invalid("ics", "must not have components within components so deep");
    icalerror_set_errors_are_fatal(0);
    const Component root(icalparser_parse_string(std::string(text).c_str()), &icalcomponent_free);
    Reader reader(first, last, zone);
    int calendars = 0;
    const auto read = [&](icalcomponent* calendar) { ++calendars, reader.read_calendar(calendar); };
    if (root && icalcomponent_isa(root.get()) == ICAL_VCALENDAR_COMPONENT) read(root.get());
    else if (root)
        for (auto* calendar = icalcomponent_get_first_component(root.get(), ICAL_VCALENDAR_COMPONENT); calendar;
             calendar = icalcomponent_get_next_component(root.get(), ICAL_VCALENDAR_COMPONENT))
            read(calendar);
    if (calendars == 0) throw invalid("ics", "must be an iCalendar file: BEGIN:VCALENDAR … END:VCALENDAR");
    return reader.result();
}

}  // namespace rapport::kit
