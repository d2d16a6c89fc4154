// SPDX-License-Identifier: MIT
#include "bus/base/time.hpp"

#include <charconv>

#include "bus/base/error.hpp"

namespace rapport {
namespace {

namespace ch = std::chrono;

/// What four digits of a year can say; RFC 3339 has no other.
constexpr ch::sys_days first_day = ch::year(1) / 1 / 1, last_day = ch::year(9999) / 12 / 31;

bool within_reach(ch::sys_days day) { return day >= first_day && day <= last_day; }

constexpr std::int64_t ms_a_day = 86'400'000;
/// As std::chrono::floor does, which overflows at the ends of what an Instant holds.
ch::sys_days floor_day(Instant instant) {
    const std::int64_t before_epoch = instant.ms % ms_a_day < 0 ? 1 : 0;
    return ch::sys_days(ch::days(instant.ms / ms_a_day - before_epoch));
}
Millis within_day(Instant instant) { return Millis((instant.ms % ms_a_day + ms_a_day) % ms_a_day); }

void check_reach(ch::sys_days day) {
    if (!within_reach(day)) throw Error(Code::invalid_argument, "a time must be within the years 0001 to 9999");
}

void put_digits(char*& at, int value, int width) {
    for (int i = width - 1; i >= 0; --i, value /= 10) at[i] = static_cast<char>('0' + value % 10);
    at += width;
}

char* put_day(char* at, ch::sys_days day) {
    check_reach(day);
    const ch::year_month_day date(day);
    put_digits(at, static_cast<int>(date.year()), 4);
    *at++ = '-';
    put_digits(at, static_cast<int>(static_cast<unsigned>(date.month())), 2);
    *at++ = '-';
    put_digits(at, static_cast<int>(static_cast<unsigned>(date.day())), 2);
    return at;
}

/// Exactly `width` digits at the front of `text`, which loses them.
std::optional<int> take_digits(std::string_view& text, std::size_t width) {
    if (text.size() < width) return {};
    int value = 0;
    for (const char c : text.substr(0, width)) {
        if (c < '0' || c > '9') return {};
        value = value * 10 + (c - '0');
    }
    text.remove_prefix(width);
    return value;
}

bool take(std::string_view& text, char wanted) {
    if (text.empty() || text.front() != wanted) return false;
    text.remove_prefix(1);
    return true;
}

std::optional<ch::sys_days> take_day(std::string_view& text) {
    const auto year = take_digits(text, 4);
    if (!year || !take(text, '-')) return {};
    const auto month = take_digits(text, 2);
    if (!month || !take(text, '-')) return {};
    const auto day = take_digits(text, 2);
    if (!day) return {};
    const ch::year_month_day date(ch::year(*year), ch::month(static_cast<unsigned>(*month)),
                                  ch::day(static_cast<unsigned>(*day)));
    if (!date.ok() || !within_reach(date)) return {};
    return ch::sys_days(date);
}

int take_fraction(std::string_view& text) {
    int ms = 0, scale = 100;
    while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
        ms += (text.front() - '0') * scale;
        scale /= 10;
        text.remove_prefix(1);
    }
    return ms;
}

std::optional<ch::minutes> take_offset(std::string_view& text) {
    if (take(text, 'Z') || take(text, 'z')) return ch::minutes(0);
    const int sign = take(text, '+') ? 1 : take(text, '-') ? -1 : 0;
    if (sign == 0) return {};
    const auto hours = take_digits(text, 2);
    if (!hours || *hours > 23 || !take(text, ':')) return {};
    const auto minutes = take_digits(text, 2);
    if (!minutes || *minutes > 59) return {};
    return sign * ch::minutes(*hours * 60 + *minutes);
}

}  // namespace

std::string to_text(Day day) {
    char text[10];
    put_day(text, ch::sys_days(ch::days(day.days)));
    return {text, sizeof text};
}

std::string to_text(Instant instant) {
    const ch::hh_mm_ss clock(within_day(instant));
    char text[24];
    char* at = put_day(text, floor_day(instant));
    *at++ = 'T';
    put_digits(at, static_cast<int>(clock.hours().count()), 2);
    *at++ = ':';
    put_digits(at, static_cast<int>(clock.minutes().count()), 2);
    *at++ = ':';
    put_digits(at, static_cast<int>(clock.seconds().count()), 2);
    *at++ = '.';
    put_digits(at, static_cast<int>(clock.subseconds().count()), 3);
    *at = 'Z';
    return {text, sizeof text};
}

std::optional<Day> day_from(std::string_view text) {
    const auto day = take_day(text);
    if (!day || !text.empty()) return {};
    return Day{static_cast<std::int32_t>(day->time_since_epoch().count())};
}

std::optional<Instant> instant_from(std::string_view text) {
    const auto day = take_day(text);
    if (!day || !(take(text, 'T') || take(text, 't') || take(text, ' '))) return {};
    const auto hours = take_digits(text, 2);
    if (!hours || *hours > 23 || !take(text, ':')) return {};
    const auto minutes = take_digits(text, 2);
    if (!minutes || *minutes > 59 || !take(text, ':')) return {};
    const auto seconds = take_digits(text, 2);
    if (!seconds || *seconds > 60) return {};  // 60: a leap second, counted as the next one
    int ms = 0;
    if (take(text, '.')) {
        if (text.empty() || text.front() < '0' || text.front() > '9') return {};
        ms = take_fraction(text);
    }
    const auto offset = take_offset(text);
    if (!offset || !text.empty()) return {};
    const auto time = *day + ch::hours(*hours) + ch::minutes(*minutes) + ch::seconds(*seconds) + Millis(ms) - *offset;
    if (!within_reach(ch::floor<ch::days>(time))) return {};  // the offset, or a leap second, leads out of it
    return Instant{ch::duration_cast<Millis>(time.time_since_epoch()).count()};
}

Instant start_of(Day day) { return {std::int64_t{day.days} * ms_a_day}; }

Instant end_of(Day day) { return {start_of(day).ms + ms_a_day - 1}; }

Day day_of(Instant instant) {
    const ch::sys_days day = floor_day(instant);
    check_reach(day);
    return {static_cast<std::int32_t>(day.time_since_epoch().count())};
}

Instant SystemClock::now() const {
    return {ch::duration_cast<Millis>(ch::system_clock::now().time_since_epoch()).count()};
}

}  // namespace rapport
