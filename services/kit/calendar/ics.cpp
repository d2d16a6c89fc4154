// SPDX-License-Identifier: MIT
#include "services/kit/calendar/ics.hpp"

#include <libical/ical.h>

#include <algorithm>
#include <list>

#include "bus/base/error.hpp"
#include "services/kit/calendar/day_words.hpp"
#include "services/kit/calendar/ics_event.hpp"
#include "services/kit/calendar/ics_text.hpp"
#include "services/kit/text/folding.hpp"

namespace rapport::kit {
namespace {

using Component = std::unique_ptr<icalcomponent, decltype(&icalcomponent_free)>;

constexpr std::size_t max_bytes = 1 << 20, max_name = 200, max_uid = 500, max_days = 20'000;
constexpr std::chrono::seconds max_time(
    1);  // for the recurrences of a file: a rule that never comes takes libical 0.3 s
constexpr std::int32_t minutes_a_day = 24 * 60;

/// Cut within no character, control characters as blanks.
std::string line_of(std::string text, std::size_t most) {
    if (text.size() > most) {
        std::size_t end = most;
        while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
        text.resize(end);
    }
    for (char& c : text)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
    while (text.ends_with(' ')) text.pop_back();
    text.erase(0, std::min(text.find_first_not_of(' '), text.size()));
    return text;
}

std::string text_of(icalcomponent* event, icalproperty_kind kind) {
    icalproperty* property = icalcomponent_get_first_property(event, kind);
    const char* text = property ? icalvalue_get_text(icalproperty_get_value(property)) : nullptr;
    return text ? text : "";
}

/// The value of an `X-…` property, or an empty text.
std::string extension(icalcomponent* component, std::string_view name) {
    for (auto* p = icalcomponent_get_first_property(component, ICAL_X_PROPERTY); p;
         p = icalcomponent_get_next_property(component, ICAL_X_PROPERTY)) {
        const char* const its = icalproperty_get_x_name(p);
        const char* const value = icalproperty_get_x(p);
        if (its && value && name == its) return value;
    }
    return {};
}

/// The components of that kind. libical keeps one place for all who walk over a component's parts.
std::vector<icalcomponent*> components_of(icalcomponent* parent, icalcomponent_kind kind) {
    std::vector<icalcomponent*> all;
    for (auto* part = icalcomponent_get_first_component(parent, kind); part;
         part = icalcomponent_get_next_component(parent, kind))
        all.push_back(part);
    return all;
}

/// An event as far as it can be read without its times.
struct Entry {
    icalcomponent* event;
    IcsPlace place;
    IcsEvent read;
    std::optional<IcsTime> replaces;  ///< the occurrence of another event whose place it takes
    bool cancelled = false;
    std::string begin;  ///< DTSTART as it is written
};

/// What an event says in words, folded.
std::string words_of(icalcomponent* event) {
    std::string words = text_of(event, ICAL_SUMMARY_PROPERTY) + '\n' + text_of(event, ICAL_DESCRIPTION_PROPERTY);
    for (auto* p = icalcomponent_get_first_property(event, ICAL_CATEGORIES_PROPERTY); p;
         p = icalcomponent_get_next_property(event, ICAL_CATEGORIES_PROPERTY))
        if (const char* category = icalproperty_get_categories(p)) words += '\n' + std::string(category);
    return folded(words);
}

DayMeaning meaning_of_event(const Entry& entry) {
    const std::string special = extension(entry.event, "X-APPLE-SPECIAL-DAY");
    if (special == "ALTERNATE-WORKDAY") return DayMeaning::worked;
    if (special == "WORK-HOLIDAY") return DayMeaning::holiday;
    return meaning_of(entry.read.name);
}

/// Reads event after event. What one says of another is known before their times are read: a later version of it, that
/// it is cancelled, or that it takes the place of one occurrence.
class Reader {
public:
    Reader(const IcsWish& wish, const Zone& zone)
        : wish_(wish), zone_(zone), deadline_(std::chrono::steady_clock::now() + max_time) {
        for (const Treatment& treatment : wish.treat) contained_.push_back(folded(treatment.contains.value_or("")));
    }

    /// All calendars of the file are added before the first event is read.
    void add(icalcomponent* calendar) {
        IcsZones& zones = zones_.emplace_back(calendar);
        const std::string publisher = extension(calendar, "X-WR-TIMEZONE");
        const IcsPlace place{zone_, zones, publisher.empty() ? nullptr : zones.find(publisher)};
        const bool cancels = icalcomponent_get_method(calendar) == ICAL_METHOD_CANCEL;
        for (icalcomponent* const event : components_of(calendar, ICAL_VEVENT_COMPONENT))
            entries_.push_back(entry(event, place, cancels));
    }

    std::vector<IcsEvent> read() {
        for (const Entry& entry : entries_) by_uid_[uid_of(entry)].push_back(&entry);
        for (Entry& entry : entries_) read(entry);
        std::vector<IcsEvent> events;
        for (Entry& entry : entries_) events.push_back(std::move(entry.read));
        return events;
    }

private:
    Entry entry(icalcomponent* event, const IcsPlace& place, bool cancels) const {
        Entry entry{.event = event, .place = place};
        entry.read.number = static_cast<std::int64_t>(entries_.size()) + 1;
        entry.read.name = line_of(text_of(event, ICAL_SUMMARY_PROPERTY), max_name);
        const std::string uid = line_of(text_of(event, ICAL_UID_PROPERTY), max_uid);
        if (!uid.empty()) entry.read.source = FileEvent{.uid = uid, .sequence = icalcomponent_get_sequence(event)};
        try {
            entry.replaces = ics_time(event, ICAL_RECURRENCEID_PROPERTY);
        } catch (const IcsRejected&) {  // the reading of its times says what is wrong with it
        }
        entry.cancelled = cancels || icalcomponent_get_status(event) == ICAL_STATUS_CANCELLED;
        if (auto* const begin = icalcomponent_get_first_property(event, ICAL_DTSTART_PROPERTY))
            entry.begin = icalproperty_get_value_as_string(begin);
        return entry;
    }

    static std::string uid_of(const Entry& entry) { return entry.read.source ? entry.read.source->uid : ""; }
    static std::int64_t sequence_of(const Entry& entry) { return entry.read.source ? entry.read.source->sequence : 0; }

    void read(Entry& entry) {
        IcsEvent& event = entry.read;
        if (std::chrono::steady_clock::now() > deadline_)
            throw invalid("ics", "has recurrences that take too long to work out, the last of them in event " +
                                     std::to_string(event.number - 1));
        try {
            if (entry.replaces && event.source) note_occurrence(entry);
            event.reason = put_aside(entry);
            if (event.reason.empty()) take(entry);
        } catch (const IcsRejected& rejected) {
            event.holidays.clear();
            event.working_days.clear();
            event.reason = rejected.reason;
            event.rejected = true;
        }
    }

    static void note_occurrence(Entry& entry) {
        entry.read.one_occurrence = true;
        const bool utc = entry.replaces->clock == IcsTime::Clock::utc;
        const LocalTime at = entry.replaces->at;
        const Instant instant = start_of(at.day) + std::chrono::minutes(at.minute);
        entry.read.source->occurrence = utc ? entry.place.zone.local(instant).day : at.day;
    }

    /// Why the event gives nothing, if another one or itself says so.
    std::string put_aside(const Entry& entry) const {
        if (entry.cancelled) return "is cancelled";
        const auto same = by_uid_.find(uid_of(entry));
        if (same == by_uid_.end() || same->first.empty()) return {};
        for (const Entry* const other : same->second) {
            if (other == &entry || other->replaces.has_value() != entry.replaces.has_value()) continue;
            if (entry.replaces && other->replaces->at != entry.replaces->at) continue;
            const std::string number = std::to_string(other->read.number);
            if (sequence_of(*other) > sequence_of(entry)) return "has a later version, event " + number;
            if (other->cancelled && other->begin == entry.begin && sequence_of(*other) == sequence_of(entry))
                return "is cancelled by event " + number;
        }
        return {};
    }

    /// The occurrences whose place other events take.
    std::vector<IcsTime> replaced(const Entry& entry) const {
        std::vector<IcsTime> times;
        const auto same = by_uid_.find(uid_of(entry));
        if (entry.replaces || same == by_uid_.end() || same->first.empty()) return times;
        for (const Entry* const other : same->second)
            if (other->replaces) times.push_back(*other->replaces);
        return times;
    }

    void take(Entry& entry) {
        IcsEvent& event = entry.read;
        const Treatment* const treatment = treatment_of(entry.event);
        const IcsTimes times(entry.event, entry.place);
        if (entry.replaces &&
            icalproperty_get_first_parameter(icalcomponent_get_first_property(entry.event, ICAL_RECURRENCEID_PROPERTY),
                                             ICAL_RANGE_PARAMETER))
            throw IcsRejected{"changes all later occurrences too (RANGE), which is not taken: write it as an event"};
        const DayKind kind = kind_of(entry, treatment);
        if (kind == DayKind::nothing) {
            event.reason = "is not wanted, as `treat` says";
            return;
        }
        for (const auto& [begin, minutes] : times.occurrences(wish_.last, replaced(entry))) {
            std::optional<FileEvent> source = event.source;
            if (source && times.recurs()) source->occurrence = times.day_here(begin);
            append(event, kind, times.parts(begin, minutes), minutes, treatment, source);
        }
        event.kind = event.holidays.empty() && event.working_days.empty() ? DayKind::nothing : kind;
        if (event.kind == DayKind::nothing)
            event.reason = "has no day from " + to_text(wish_.first) + " to " + to_text(wish_.last);
    }

    /// The first of the caller's that fits the event.
    const Treatment* treatment_of(icalcomponent* event) const {
        if (wish_.treat.empty()) return nullptr;
        const std::string words = words_of(event);
        for (std::size_t i = 0; i < wish_.treat.size(); ++i)
            if (words.find(contained_[i]) != words.npos) return &wish_.treat[i];
        return nullptr;
    }

    static DayKind kind_of(const Entry& entry, const Treatment* treatment) {
        if (treatment) return treatment->as;
        switch (meaning_of_event(entry)) {
            case DayMeaning::worked:
                return DayKind::working_day;
            case DayMeaning::holiday:
                return DayKind::holiday;
            case DayMeaning::unclear:
                break;
        }
        throw IcsRejected{"does not say whether the day is worked or free, or which part of it: say it by `treat`"};
    }

    void append(IcsEvent& event, DayKind kind, std::vector<DayPart> parts, std::int64_t minutes,
                const Treatment* treatment, const std::optional<FileEvent>& source) {
        const bool night = kind == DayKind::working_day && minutes < minutes_a_day && parts.size() == 2;
        if (night) {  // a night that is worked belongs to the day on which it begins
            parts[0].until = parts[1].until;
            parts.pop_back();
        }
        for (const DayPart& part : parts) {
            if (part.day < wish_.first || part.day > wish_.last) continue;
            if (++days_ > max_days) throw invalid("ics", "must not give more than 20,000 days");
            if (kind == DayKind::holiday) event.holidays.push_back(holiday(event, part, treatment, source));
            else event.working_days.push_back(working_day(event, part, treatment, source));
        }
    }

    static Holiday holiday(const IcsEvent& event, const DayPart& part, const Treatment* treatment,
                           const std::optional<FileEvent>& source) {
        Holiday holiday{.day = part.day, .name = event.name, .source = source};
        const bool whole = part.from == 0 && part.until == minutes_a_day;
        if (whole && treatment) holiday.from = treatment->from, holiday.until = treatment->until;
        if (part.from > 0) holiday.from = time_of_day(part.from);
        if (part.until < minutes_a_day) holiday.until = time_of_day(part.until);
        return holiday;
    }

    static WorkingDay working_day(const IcsEvent& event, const DayPart& part, const Treatment* treatment,
                                  const std::optional<FileEvent>& source) {
        WorkingDay day{.day = part.day, .name = event.name, .source = source};
        const bool whole = part.from == 0 && part.until == minutes_a_day;
        if (!whole) day.hours = {{time_of_day(part.from), time_of_day(part.until)}};
        else if (treatment && treatment->from) day.hours = {{*treatment->from, *treatment->until}};
        else if (treatment) day.like = treatment->like;
        return day;
    }

    const IcsWish& wish_;
    const Zone& zone_;
    std::chrono::steady_clock::time_point deadline_;
    std::vector<std::string> contained_;  ///< what the words of an event are to contain for each of the treatments
    std::list<IcsZones> zones_;           ///< of each calendar of the file
    std::vector<Entry> entries_;
    std::map<std::string, std::vector<const Entry*>> by_uid_;
    std::size_t days_ = 0;
};

void check(const Treatment& treatment, const std::string& path) {
    const bool worked = treatment.as == DayKind::working_day;
    if (treatment.like && !worked) throw invalid(path + ".like", "must stand beside `as` working_day alone");
    if (treatment.like && treatment.from) throw invalid(path + ".like", "must not stand beside `from`");
    if (worked && treatment.from.has_value() != treatment.until.has_value())
        throw invalid(path + (treatment.from ? ".until" : ".from"), "must be given: a working day has both or neither");
    const auto minute = [&](const std::optional<std::string>& time, const char* name, std::int32_t otherwise) {
        if (time && !minute_from(*time))
            throw invalid(path + name, "must be a time of day from 00:00 to 24:00, such as 09:00");
        return time ? *minute_from(*time) : otherwise;
    };
    if (minute(treatment.until, ".until", minutes_a_day) <= minute(treatment.from, ".from", 0))
        throw invalid(path + ".until", "must be after `from`");
}

}  // namespace

IcsDays days_from_ics(std::string_view bytes, const IcsWish& wish, const Zone& zone) {
    if (bytes.size() > max_bytes) throw invalid("ics", "must be at most 1 MiB");
    for (std::size_t i = 0; i < wish.treat.size(); ++i) check(wish.treat[i], "treat[" + std::to_string(i) + "]");
    const IcsText file = ics_text(bytes, wish.charset);
    icalerror_set_errors_are_fatal(0);
    const Component root(icalparser_parse_string(file.text.c_str()), &icalcomponent_free);
    std::vector<icalcomponent*> calendars;
    if (root && icalcomponent_isa(root.get()) == ICAL_VCALENDAR_COMPONENT) calendars.push_back(root.get());
    else if (root) calendars = components_of(root.get(), ICAL_VCALENDAR_COMPONENT);
    if (calendars.empty()) throw invalid("ics", "must be an iCalendar file: BEGIN:VCALENDAR … END:VCALENDAR");
    Reader reader(wish, zone);
    for (icalcomponent* const calendar : calendars) reader.add(calendar);
    return {file.charset, reader.read()};
}

}  // namespace rapport::kit
