// SPDX-License-Identifier: MIT
#include "services/kit/calendar/ics_zone.hpp"

#include <unicode/ucal.h>
#include <unicode/unistr.h>

#include "bus/base/error.hpp"

namespace rapport::kit {
namespace {

constexpr std::int64_t ms_a_second = 1'000, ms_a_minute = 60'000;

LocalTime as_utc(Instant instant) {
    const Day day = day_of(instant);
    return {day, static_cast<std::int32_t>((instant - start_of(day)).count() / ms_a_minute)};
}

std::optional<Zone> in_database(const std::string& name) {
    try {
        return Zone(name);
    } catch (const Error&) {
        return {};
    }
}

/// "/freeassociation.sourceforge.net/Tzfile/Europe/Berlin" ends with a name of the database.
std::optional<Zone> known(const std::string& tzid) {
    if (auto zone = in_database(tzid)) return zone;
    for (auto slash = tzid.find('/'); slash != tzid.npos; slash = tzid.find('/', slash + 1))
        if (auto zone = in_database(tzid.substr(slash + 1))) return zone;
    return {};
}

std::optional<Zone> of_windows(const std::string& tzid) {
    const icu::UnicodeString name = icu::UnicodeString::fromUTF8(tzid);
    UErrorCode error = U_ZERO_ERROR;
    char16_t found[128];
    const auto length =
        ucal_getTimeZoneIDForWindowsID(name.getBuffer(), name.length(), nullptr, found, std::size(found), &error);
    if (U_FAILURE(error) || length == 0) return {};
    std::string iana;
    return in_database(icu::UnicodeString(found, length).toUTF8String(iana));
}

/// Whether working out a definition takes moments: libical writes down every change of it until 2037.
bool is_modest(icalcomponent* definition) {
    constexpr int most_rules = 30;
    int rules = 0;
    for (auto* part = icalcomponent_get_first_component(definition, ICAL_ANY_COMPONENT); part;
         part = icalcomponent_get_next_component(definition, ICAL_ANY_COMPONENT))
        for (auto* p = icalcomponent_get_first_property(part, ICAL_RRULE_PROPERTY); p;
             p = icalcomponent_get_next_property(part, ICAL_RRULE_PROPERTY)) {
            const auto rule = icalproperty_get_rrule(p);
            const bool by_time = rule.by_hour[0] != ICAL_RECURRENCE_ARRAY_MAX ||
                                 rule.by_minute[0] != ICAL_RECURRENCE_ARRAY_MAX ||
                                 rule.by_second[0] != ICAL_RECURRENCE_ARRAY_MAX;
            if (rule.freq != ICAL_YEARLY_RECURRENCE || by_time || ++rules > most_rules) return false;
        }
    return true;
}

std::optional<IcsZone> defined(icalcomponent* definition) {
    if (!is_modest(definition)) return {};
    std::shared_ptr<icaltimezone> zone(icaltimezone_new(), [](icaltimezone* z) { icaltimezone_free(z, 1); });
    icalcomponent* const copy = icalcomponent_new_clone(definition);
    if (icaltimezone_set_component(zone.get(), copy) == 0) {
        icalcomponent_free(copy);
        return {};
    }
    if (const char* place = icaltimezone_get_location(zone.get()))
        if (auto database = known(place)) return IcsZone(*database);
    return IcsZone(std::move(zone));
}

}  // namespace

icaltimetype ical_time(LocalTime time) {
    const std::chrono::year_month_day date{std::chrono::sys_days(std::chrono::days(time.day.days))};
    icaltimetype result = icaltime_null_time();
    result.year = static_cast<int>(date.year());
    result.month = static_cast<int>(static_cast<unsigned>(date.month()));
    result.day = static_cast<int>(static_cast<unsigned>(date.day()));
    result.hour = time.minute / 60;
    result.minute = time.minute % 60;
    return result;
}

LocalTime IcsZone::local(Instant instant) const {
    if (known_) return known_->local(instant);
    icaltimetype utc = ical_time(as_utc(instant));
    int summer = 0;
    const int offset = icaltimezone_get_utc_offset_of_utc_time(defined_.get(), &utc, &summer);
    return as_utc(instant + Millis(offset * ms_a_second));
}

Instant IcsZone::instant(LocalTime local) const {
    if (known_) return known_->instant(local);
    icaltimetype wall = ical_time(local);
    int summer = 0;
    const int offset = icaltimezone_get_utc_offset(defined_.get(), &wall, &summer);
    return start_of(local.day) + Millis(local.minute * ms_a_minute - offset * ms_a_second);
}

const IcsZone* IcsZones::find(const std::string& tzid) {
    const auto found = found_.find(tzid);
    const auto& zone = found != found_.end() ? found->second : found_.emplace(tzid, made(tzid)).first->second;
    return zone ? &*zone : nullptr;
}

std::optional<IcsZone> IcsZones::made(const std::string& tzid) const {
    if (const auto zone = known(tzid)) return IcsZone(*zone);
    for (auto* part = icalcomponent_get_first_component(calendar_, ICAL_VTIMEZONE_COMPONENT); part;
         part = icalcomponent_get_next_component(calendar_, ICAL_VTIMEZONE_COMPONENT)) {
        auto* const id = icalcomponent_get_first_property(part, ICAL_TZID_PROPERTY);
        const char* const name = id ? icalproperty_get_tzid(id) : nullptr;
        if (name && tzid == name)
            if (auto zone = defined(part)) return zone;
    }
    if (const auto zone = of_windows(tzid)) return IcsZone(*zone);
    return {};
}

}  // namespace rapport::kit
