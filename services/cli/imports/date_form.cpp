// SPDX-License-Identifier: MIT
#include "services/cli/imports/date_form.hpp"

#include <cmath>

#include "bus/base/error.hpp"
#include "services/cli/imports/date_pattern.hpp"
#include "services/cli/imports/number.hpp"

namespace rapport::cli::imports {
namespace {

using Part = DateForm::Token::Part;

constexpr std::int32_t last_day = 2'932'896;  // 9999-12-31

/// The day that is 0 in Excel: from March 1900 on, since it has a 29 February in that year.
Day excel_epoch() { return *day_from("1899-12-30"); }
Day excel_1904_epoch() { return *day_from("1904-01-01"); }
constexpr std::int32_t excel_leap_day = 60;

DateForm::Shown shown_at(std::int64_t ms) {
    const Day day = day_of(Instant{ms});
    return {day, Instant{ms} - start_of(day), Millis{0}};
}

}  // namespace

DateForm::DateForm() = default;

DateForm::DateForm(const std::string& form, const std::string& zone, std::optional<char> decimal)
    : form_(form), zone_name_(zone), decimal_(decimal) {
    if (!zone.empty()) zone_.emplace(zone, "zone");
    bool needs_zone = true;
    if (form == "iso") {
        needs_zone = false;
    } else if (form == "unix" || form == "unix-ms") {
        kind_ = form == "unix" ? Kind::unix_seconds : Kind::unix_millis;
        needs_zone = false;
    } else if (form == "excel" || form == "excel-1904") {
        kind_ = Kind::excel;
        first_day_ = (form == "excel" ? excel_epoch() : excel_1904_epoch()).days;
    } else {
        kind_ = Kind::pattern;
        tokens_ = date_pattern(form);
        needs_zone = !has(tokens_, Part::offset) && (has(tokens_, Part::hour) || has(tokens_, Part::hour_of_12));
    }
    if (needs_zone && !zone_)
        throw invalid("zone", "must name the time zone of dates of the form " + form +
                                  ", such as Europe/Berlin or UTC: they do not say it themselves");
}

Instant DateForm::instant(const std::string& field, std::string_view text) const {
    const auto found = shown(text);
    if (!found) refuse(field);
    return at(field, *found);
}

Day DateForm::day(const std::string& field, std::string_view text) const {
    const auto found = shown(text);
    if (!found) refuse(field);
    return found->day;
}

std::optional<DateForm::Shown> DateForm::shown(std::string_view text) const {
    switch (kind_) {
        case Kind::iso:
            return iso(text);
        case Kind::pattern:
            return read_date(tokens_, text);
        default:
            return serial(text);
    }
}

std::optional<DateForm::Shown> DateForm::iso(std::string_view text) const {
    if (const auto at = instant_from(text)) return shown_at(at->ms);
    static const auto with_t = date_pattern("yyyy-mm-dd[thh:mm[:ss[.f]][[ ]z]]");
    static const auto with_blank = date_pattern("yyyy-mm-dd[ hh:mm[:ss[.f]][[ ]z]]");
    if (auto found = read_date(with_t, text)) return found;
    return read_date(with_blank, text);
}

std::optional<DateForm::Shown> DateForm::serial(std::string_view text) const {
    const auto number = number_from(text, decimal_);
    if (!number) return {};
    if (kind_ != Kind::excel) {
        const double ms = *number * (kind_ == Kind::unix_seconds ? 1000 : 1);
        const double first = static_cast<double>(start_of(*day_from("0001-01-01")).ms);
        if (!(ms >= first && ms < static_cast<double>(start_of(Day{last_day + 1}).ms))) return {};
        return shown_at(std::llround(ms));
    }
    // As many seconds as the number says: its decimals are never exact.
    constexpr double seconds_a_day = 86'400;
    constexpr double most = 3'000'000;
    if (!(*number >= 0 && *number < most)) return {};
    const std::int64_t seconds = std::llround(*number * seconds_a_day);
    auto serial = static_cast<std::int32_t>(seconds / 86'400);
    if (form_ == "excel") {
        if (serial == 0 || serial == excel_leap_day) return {};
        if (serial < excel_leap_day) ++serial;
    }
    const Day day{first_day_ + serial};
    if (day.days > last_day) return {};
    return Shown{day, std::chrono::seconds(seconds % 86'400), {}};
}

Instant DateForm::at(const std::string& field, const Shown& shown) const {
    if (shown.offset || !zone_) {
        const Instant at = start_of(shown.day) + shown.time - shown.offset.value_or(Millis{0});
        if (at < start_of(*day_from("0001-01-01")) || at >= start_of(Day{last_day + 1})) refuse(field);
        return at;
    }
    const auto minutes = std::chrono::floor<std::chrono::minutes>(shown.time);
    const kit::LocalTime wall{shown.day, static_cast<std::int32_t>(minutes.count())};
    const Instant at = zone_->instant(wall);
    // A day whose midnight is skipped begins later.
    if (zone_->local(at) != wall && shown.time != Millis{0})
        throw invalid(field, "must be a time that there is in " + zone_name_ + ": its clocks skip that hour");
    return at + (shown.time - minutes);
}

void DateForm::refuse(const std::string& field) const {
    if (kind_ == Kind::iso)
        throw invalid(
            field, "must be a time such as 2026-11-22 or 2026-11-22T14:20:00Z; a mapping's `date` names another form");
    throw invalid(field, "must be a date of the form " + form_);
}

}  // namespace rapport::cli::imports
