// SPDX-License-Identifier: MIT
#include "services/kit/calendar/ics_merge.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace rapport::kit {
namespace {

/// What a day says, wherever it came from.
auto content(const Holiday& holiday) { return std::tuple(holiday.day, holiday.name, holiday.from, holiday.until); }
auto content(const WorkingDay& day) {
    std::string hours;
    for (const Stretch& stretch : day.hours) hours += stretch.from + '-' + stretch.until + ' ';
    return std::tuple(day.day, day.name, hours, day.like);
}
template <class T>
using Contents = std::set<decltype(content(std::declval<T>()))>;

template <class T>
Contents<T> contents(const std::vector<T>& days) {
    Contents<T> all;
    for (const T& day : days) all.insert(content(day));
    return all;
}

std::int64_t missing(const auto& from, const auto& in) {
    return std::ranges::count_if(from, [&](const auto& each) { return !in.contains(each); });
}

/// Of which UIDs, or occurrences of them, a file speaks, and which of its events does first.
class Spoken {
public:
    explicit Spoken(const IcsDays& file, const std::set<std::int64_t>& earlier) {
        for (std::size_t i = 0; i < file.events.size(); ++i) {
            const IcsEvent& event = file.events[i];
            if (!event.source) continue;
            const std::pair occurrence(event.source->uid, event.source->occurrence);
            if (event.rejected || earlier.contains(event.number)) untouched_.insert(occurrence);
            else if (event.one_occurrence) occurrences_.emplace(occurrence, i);
            else whole_.emplace(event.source->uid, i);
        }
    }

    /// The place of the event that takes the place of that day, if one does.
    std::optional<std::size_t> of(const FileEvent& source) const {
        const std::pair occurrence(source.uid, source.occurrence);
        if (const auto found = occurrences_.find(occurrence); found != occurrences_.end()) return found->second;
        if (source.occurrence && untouched_.contains(occurrence)) return {};
        if (const auto found = whole_.find(source.uid); found != whole_.end()) return found->second;
        return {};
    }

private:
    using Occurrence = std::pair<std::string, std::optional<Day>>;
    std::map<std::string, std::size_t> whole_;
    std::map<Occurrence, std::size_t> occurrences_;
    std::set<Occurrence> untouched_;  ///< what was said of it is not taken
};

/// The least revision of the days that are there of each UID, and of each of its occurrences.
class Revisions {
public:
    Revisions(const std::vector<Holiday>& holidays, const std::vector<WorkingDay>& working_days) {
        for (const Holiday& day : holidays) note(day.source);
        for (const WorkingDay& day : working_days) note(day.source);
    }

    std::int64_t before(const IcsEvent& event) const {
        const std::optional<Day> occurrence = event.one_occurrence ? event.source->occurrence : std::nullopt;
        const auto found = least_.find({event.source->uid, occurrence});
        return found == least_.end() ? 0 : found->second;
    }

private:
    void note(const std::optional<FileEvent>& source) {
        if (!source) return;
        for (const auto& occurrence : {source->occurrence, std::optional<Day>()}) {
            const auto [known, is_new] = least_.emplace(std::pair(source->uid, occurrence), source->sequence);
            if (!is_new) known->second = std::min(known->second, source->sequence);
        }
    }

    std::map<std::pair<std::string, std::optional<Day>>, std::int64_t> least_;
};

/// The numbers of the events that are older than what is there; they give nothing.
std::set<std::int64_t> put_earlier_aside(IcsDays& file, const Revisions& revisions) {
    std::set<std::int64_t> earlier;
    for (IcsEvent& event : file.events) {
        if (!event.source || event.rejected || revisions.before(event) <= event.source->sequence) continue;
        event.reason = "is an earlier version (SEQUENCE " + std::to_string(event.source->sequence) +
                       ") than the one that the calendar has (" + std::to_string(revisions.before(event)) + ")";
        event.kind = DayKind::nothing;
        event.holidays.clear();
        event.working_days.clear();
        earlier.insert(event.number);
    }
    return earlier;
}

/// Adds those whose content is not there; one put by hand that says the same is the file's from now on.
template <class T>
void add(std::vector<T>& days, const std::vector<IcsEvent>& events, std::vector<T> IcsEvent::*given) {
    std::map<decltype(content(std::declval<T>())), std::size_t> there;
    for (std::size_t i = 0; i < days.size(); ++i) there.emplace(content(days[i]), i);
    for (const IcsEvent& event : events)
        for (const T& day : event.*given) {
            const auto [found, is_new] = there.emplace(content(day), days.size());
            if (is_new) days.push_back(day);
            else if (!days[found->second].source) days[found->second].source = day.source;
        }
    std::ranges::stable_sort(days, {}, [](const T& day) { return content(day); });
}

/// Before working days could be told from holidays they came in as such.
void erase_taken_for_holidays(std::vector<Holiday>& holidays, const std::vector<IcsEvent>& events) {
    std::set<std::pair<Day, std::string>> worked;
    for (const IcsEvent& event : events)
        for (const WorkingDay& day : event.working_days) worked.emplace(day.day, day.name);
    std::erase_if(holidays, [&](const Holiday& h) { return !h.source && worked.contains({h.day, h.name}); });
}

std::set<Day> days_of(const IcsEvent& event) {
    std::set<Day> days;
    for (const Holiday& holiday : event.holidays) days.insert(holiday.day);
    for (const WorkingDay& day : event.working_days) days.insert(day.day);
    return days;
}

}  // namespace

IcsMerge merge(IcsDays& file, const IcsWish& wish, std::vector<Holiday>& holidays,
               std::vector<WorkingDay>& working_days) {
    const auto holidays_before = contents(holidays);
    const auto working_days_before = contents(working_days);
    const Spoken spoken(file, put_earlier_aside(file, Revisions(holidays, working_days)));
    std::map<std::string, std::set<Day>> given;
    for (const IcsEvent& event : file.events)
        if (event.source) given[event.source->uid].merge(days_of(event));

    std::vector<std::set<Day>> left(file.events.size());
    const auto replaced = [&](const auto& day) {
        if (!day.source || day.day < wish.first || day.day > wish.last) return false;
        const auto event = spoken.of(*day.source);
        if (event && !given[day.source->uid].contains(day.day)) left[*event].insert(day.day);
        return event.has_value();
    };
    std::erase_if(holidays, replaced);
    std::erase_if(working_days, replaced);
    erase_taken_for_holidays(holidays, file.events);
    add(holidays, file.events, &IcsEvent::holidays);
    add(working_days, file.events, &IcsEvent::working_days);

    const auto holidays_after = contents(holidays);
    const auto working_days_after = contents(working_days);
    IcsMerge result{
        .added = missing(holidays_after, holidays_before) + missing(working_days_after, working_days_before),
        .removed = missing(holidays_before, holidays_after) + missing(working_days_before, working_days_after)};
    for (const auto& days : left) result.left.emplace_back(days.begin(), days.end());
    return result;
}

}  // namespace rapport::kit
