// SPDX-License-Identifier: MIT
#include "services/kit/language/local_time.hpp"

#include <fmt/format.h>

#include "services/kit/calendar/zone.hpp"

namespace rapport::kit {
namespace {

using Days = std::array<std::string_view, 7>;
using Months = std::array<std::string_view, 12>;

constexpr Days days_en{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
constexpr Days days_de{"Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"};
constexpr Days days_zh{"星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"};
constexpr Months months_en{"January", "February", "March",     "April",   "May",      "June",
                           "July",    "August",   "September", "October", "November", "December"};
constexpr Months months_de{"Januar", "Februar", "März",      "April",   "Mai",      "Juni",
                           "Juli",   "August",  "September", "Oktober", "November", "Dezember"};

/// What a Chinese reader calls the time of the mainland.
std::string_view zone_zh(std::string_view zone) { return zone == "Asia/Shanghai" ? "北京时间" : zone; }

}  // namespace

std::string local_text(Instant instant, const std::string& time_zone, std::optional<Language> language) {
    const LocalTime local = Zone(time_zone).local(instant);
    const auto weekday = static_cast<std::size_t>(weekday_of(local.day));
    const std::string date = to_text(local.day), time = time_of_day(local.minute);
    if (!language) return fmt::format("{} {} ({})", date, time, time_zone);
    const int month = std::stoi(date.substr(5, 2)), day = std::stoi(date.substr(8, 2));
    const std::string_view year = std::string_view(date).substr(0, 4);
    const auto m = static_cast<std::size_t>(month - 1);
    switch (*language) {
        case Language::zh:
            return fmt::format("{}年{}月{}日（{}）{}（{}）", year, month, day, days_zh.at(weekday), time,
                               zone_zh(time_zone));
        case Language::de:
            return fmt::format("{}, {}. {} {}, {} Uhr ({})", days_de.at(weekday), day, months_de.at(m), year, time,
                               time_zone);
        case Language::en:
            break;
    }
    return fmt::format("{}, {} {} {}, {} ({})", days_en.at(weekday), day, months_en.at(m), year, time, time_zone);
}

}  // namespace rapport::kit
