// SPDX-License-Identifier: MIT
#include "services/kit/calendar/zone.hpp"

#include <cctz/time_zone.h>

#include <algorithm>
#include <limits>

#include "bus/base/error.hpp"

namespace rapport::kit {
namespace {

constexpr std::int32_t minutes_a_day = 24 * 60;

using Seconds = cctz::time_point<cctz::seconds>;

Seconds seconds_of(Instant instant) {
    return Seconds(std::chrono::floor<cctz::seconds>(std::chrono::milliseconds(instant.ms)));
}
Instant instant_of(Seconds at) { return {Millis(at.time_since_epoch()).count()}; }

/// Text that may be a zone's name and no path out of the database. Left out is what means another thing on every
/// machine, and the copies of the database that count leap seconds.
bool well_formed(std::string_view name) {
    if (name.empty() || name == "localtime" || name == "posixrules" || name.starts_with("right/")) return false;
    return std::ranges::all_of(name,
                               [](char c) {
                                   return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                                          c == '_' || c == '-' || c == '+' || c == '/';
                               }) &&
           name.front() != '/';
}

std::optional<std::int32_t> two_digits(std::string_view text) {
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    if (!digit(text[0]) || !digit(text[1])) return {};
    return (text[0] - '0') * 10 + (text[1] - '0');
}

}  // namespace

Weekday weekday_of(Day day) {
    constexpr std::int32_t epoch = 3;  // 1970-01-01 was a Thursday
    return static_cast<Weekday>(((day.days + epoch) % 7 + 7) % 7);
}

std::string time_of_day(std::int32_t minute) {
    const auto two = [](std::int32_t n) { return std::string{char('0' + n / 10), char('0' + n % 10)}; };
    return two(minute / 60) + ':' + two(minute % 60);
}

std::optional<std::int32_t> minute_from(std::string_view text) {
    if (text.size() != 5 || text[2] != ':') return {};
    const auto hour = two_digits(text.substr(0, 2)), minute = two_digits(text.substr(3, 2));
    if (!hour || !minute || *minute > 59 || *hour * 60 + *minute > minutes_a_day) return {};
    return *hour * 60 + *minute;
}

struct Zone::Rules {
    cctz::time_zone zone;
};

Zone::Zone(const std::string& name, const std::string& field) {
    Rules rules;
    if (!well_formed(name) || !cctz::load_time_zone(name, &rules.zone))
        throw invalid(field, "must be the name of an IANA time zone such as Europe/Berlin");
    rules_ = std::make_shared<const Rules>(rules);
}

std::string Zone::name() const { return rules_->zone.name(); }

LocalTime Zone::local(Instant instant) const {
    const auto at = rules_->zone.lookup(seconds_of(instant)).cs;
    const auto days = cctz::civil_day(at) - cctz::civil_day();
    return {{static_cast<std::int32_t>(days)}, at.hour() * 60 + at.minute()};
}

Instant Zone::instant(LocalTime local) const {
    const cctz::civil_second wanted =
        cctz::civil_second(cctz::civil_day() + local.day.days) + std::int64_t{60} * local.minute;
    return instant_of(cctz::convert(wanted, rules_->zone));
}

Zone::Offset Zone::offset_at(Instant instant) const {
    const Seconds at = seconds_of(instant);
    const cctz::seconds offset(rules_->zone.lookup(at).offset);
    cctz::time_zone::civil_transition next;
    if (!rules_->zone.next_transition(at, &next)) return {offset, {std::numeric_limits<std::int64_t>::max()}};
    return {offset, instant_of(Seconds(cctz::seconds(next.from - cctz::civil_second())) - offset)};
}

}  // namespace rapport::kit
