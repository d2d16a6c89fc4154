// SPDX-License-Identifier: MIT
#include "services/kit/period.hpp"

#include <optional>

#include "bus/base/error.hpp"

namespace rapport::kit {
namespace {

using std::chrono::months, std::chrono::year, std::chrono::year_month;

Day first_of(year_month month) {
    const std::chrono::sys_days day = month / 1;
    return {static_cast<std::int32_t>(day.time_since_epoch().count())};
}

/// The months from that one on.
Period of_months(year_month first, int count) { return {first_of(first), first_of(first + months(count))}; }

/// The Monday of the year's first ISO week: that which has its 4 January.
Day first_week_of(year in) {
    const std::chrono::sys_days fourth = in / 1 / 4;
    const auto monday = fourth - (std::chrono::weekday(fourth) - std::chrono::Monday);
    return {static_cast<std::int32_t>(monday.time_since_epoch().count())};
}

std::optional<Period> of_week(year in, int week) {
    const Day monday{first_week_of(in).days + 7 * (week - 1)};
    if (week < 1 || monday >= first_week_of(in + std::chrono::years(1))) return {};
    return Period{monday, {monday.days + 7}};
}

/// The number that those digits are; nothing for any other text.
std::optional<int> digits(std::string_view text, std::size_t count) {
    if (text.size() != count || text.find_first_not_of("0123456789") != text.npos) return {};
    return std::stoi(std::string(text));
}

std::optional<Period> parsed(std::string_view text) {
    const auto number = digits(text.substr(0, 4), 4);
    if (!number || *number == 0) return {};
    const year in(*number);
    if (text.size() == 4) return of_months(in / 1, 12);
    if (text[4] != '-') return {};
    const std::string_view part = text.substr(5);
    if (part.starts_with('Q')) {
        const auto quarter = digits(part.substr(1), 1);
        if (!quarter || *quarter < 1 || *quarter > 4) return {};
        return of_months(in / (3 * *quarter - 2), 3);
    }
    if (part.starts_with('W')) {
        const auto week = digits(part.substr(1), 2);
        return week ? of_week(in, *week) : std::nullopt;
    }
    const auto month = digits(part, 2);
    if (!month || *month < 1 || *month > 12) return {};
    return of_months(in / *month, 1);
}

}  // namespace

Period period_from(const std::string& field, std::string_view text) {
    const auto period = parsed(text);
    if (!period) throw invalid(field, "must be a year, quarter, month or ISO week: 2026, 2026-Q1, 2026-03, 2026-W07");
    return *period;
}

Period month_of(Day day) {
    const std::chrono::year_month_day date{std::chrono::sys_days(std::chrono::days(day.days))};
    return of_months(date.year() / date.month(), 1);
}

}  // namespace rapport::kit
