// SPDX-License-Identifier: MIT
#include "services/cli/imports/date_pattern.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "bus/base/error.hpp"

namespace rapport::cli::imports {
namespace {

using Token = DateForm::Token;
using Part = Token::Part;
using Tokens = std::vector<Token>;

constexpr std::array<std::string_view, 12> months{"jan", "feb", "mar", "apr", "may", "jun",
                                                  "jul", "aug", "sep", "oct", "nov", "dec"};

char lower(char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); }
bool letter(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; }
bool digit(char c) { return c >= '0' && c <= '9'; }

bool begins_with(std::string_view text, std::string_view word) {
    return text.size() >= word.size() &&
           std::equal(word.begin(), word.end(), text.begin(), [](char a, char b) { return lower(b) == a; });
}

/// A blank as people type it, or as programs do so that no line breaks there; how many bytes it has, 0 if none is here.
std::size_t blank_at(std::string_view text) {
    if (text.starts_with(' ') || text.starts_with('\t')) return 1;
    if (text.starts_with("\u00A0")) return std::string_view("\u00A0").size();
    return text.starts_with("\u202F") ? std::string_view("\u202F").size() : 0;
}

/// Reads a pattern; what letters mean depends on those before them.
class PatternReader {
public:
    explicit PatternReader(std::string_view pattern) : rest_(pattern), twelve_(half_of_day(pattern)) {}

    Tokens read() {
        Tokens tokens = group();
        if (!rest_.empty()) refuse("has a ] without a [");
        return tokens;
    }

private:
    static bool half_of_day(std::string_view pattern) {
        for (bool quoted = false; !pattern.empty(); pattern.remove_prefix(1)) {
            if (pattern.front() == '\'') quoted = !quoted;
            if (!quoted && (lower(pattern.front()) == 'a' || begins_with(pattern, "tt"))) return true;
        }
        return false;
    }
    [[noreturn]] static void refuse(const std::string& what) {
        throw invalid("date", what + "; write a form such as dd.mm.yyyy hh:mm or mm/dd/yyyy hh:mm am/pm");
    }

    Tokens group() {
        Tokens tokens;
        while (!rest_.empty() && rest_.front() != ']') {
            const char c = rest_.front();
            if (c == '[') tokens.push_back(optional());
            else if (c == '\'') words(tokens);
            else if (const std::size_t size = blank_at(rest_)) blank(tokens, size);
            else if (letter(c) && (lower(c) != 't' || begins_with(rest_, "tt"))) tokens.push_back(letters());
            else literal(tokens, c);
        }
        return tokens;
    }
    Token optional() {
        rest_.remove_prefix(1);
        Token token{.part = Part::optional, .within = group()};
        if (rest_.empty()) refuse("has a [ without a ]");
        rest_.remove_prefix(1);
        return token;
    }
    void words(Tokens& tokens) {
        rest_.remove_prefix(1);
        const auto end = rest_.find('\'');
        if (end == rest_.npos) refuse("has a ' without another");
        for (const char c : rest_.substr(0, end)) tokens.push_back({.part = Part::literal, .literal = c});
        rest_.remove_prefix(end + 1);
    }
    void blank(Tokens& tokens, std::size_t size) {
        if (tokens.empty() || tokens.back().part != Part::blank) tokens.push_back({.part = Part::blank});
        rest_.remove_prefix(size);
    }
    void literal(Tokens& tokens, char c) {
        tokens.push_back({.part = Part::literal, .literal = c});
        rest_.remove_prefix(1);
    }
    Token letters() {
        for (const std::string_view word : {"am/pm", "a/p", "a", "tt"}) {
            if (!begins_with(rest_, word)) continue;
            rest_.remove_prefix(word.size());
            return {.part = Part::half_of_day};
        }
        const char c = lower(rest_.front());
        std::size_t count = 0;
        while (!rest_.empty() && lower(rest_.front()) == c) {
            rest_.remove_prefix(1);
            ++count;
        }
        const Token token{.part = part(c, count)};
        seen_.push_back(token);
        return token;
    }
    Part part(char c, std::size_t count) const {
        switch (c) {
            case 'y':
                if (count != 2 && count != 4) refuse("must write a year as yyyy or yy");
                return count == 2 ? Part::short_year : Part::year;
            case 'm':
                if (count > 2) return Part::month_name;
                return has(seen_, hour()) && !has(seen_, Part::minute) ? Part::minute : Part::month;
            case 'd':
                return Part::day;
            case 'h':
                return hour();
            case 's':
                return has(seen_, Part::second) ? Part::fraction : Part::second;
            case 'f':
                return Part::fraction;
            case 'e':
                return Part::weekday;
            case 'x':
            case 'z':
                return Part::offset;
            default:
                refuse(std::string("has the letter ") + c + ", which means nothing (put words in quotes: 'Uhr')");
        }
    }
    Part hour() const { return twelve_ ? Part::hour_of_12 : Part::hour; }

    std::string_view rest_;
    bool twelve_;
    Tokens seen_;
};

/// What of a text was read.
struct Found {
    std::int32_t year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, millis = 0;
    bool twelve = false, afternoon = false, half = false;
    std::optional<Millis> offset;
};

/// `least` to `most` digits from the front.
bool take_number(std::string_view& text, std::size_t least, std::size_t most, std::int32_t& number) {
    std::size_t size = 0;
    number = 0;
    while (size < most && size < text.size() && digit(text[size])) number = number * 10 + (text[size++] - '0');
    text.remove_prefix(size);
    return size >= least;
}

std::string_view take_word(std::string_view& text) {
    std::size_t size = 0;
    while (size < text.size() && letter(text[size])) ++size;
    const auto word = text.substr(0, size);
    text.remove_prefix(size);
    return word;
}

bool take_month(std::string_view& text, Found& found) {
    const auto word = take_word(text);
    const auto* const name = std::ranges::find_if(months, [&](std::string_view m) { return begins_with(word, m); });
    found.month = static_cast<std::int32_t>(name - months.begin()) + 1;
    if (text.starts_with('.')) text.remove_prefix(1);
    return name != months.end();
}

bool take_half(std::string_view& text, Found& found) {
    if (text.empty() || (lower(text[0]) != 'a' && lower(text[0]) != 'p')) return false;
    found.afternoon = lower(text[0]) == 'p';
    found.half = true;
    for (const std::string_view form : {"a.m.", "p.m.", "am", "pm", "a", "p"}) {
        if (!begins_with(text, form)) continue;
        text.remove_prefix(form.size());
        return true;
    }
    return false;
}

bool take_fraction(std::string_view& text, Found& found) {
    std::int32_t unit = 100;
    std::size_t size = 0;
    found.millis = 0;
    for (; size < text.size() && digit(text[size]); ++size, unit /= 10) found.millis += (text[size] - '0') * unit;
    text.remove_prefix(size);
    return size > 0;
}

bool take_offset(std::string_view& text, Found& found) {
    found.offset = Millis{0};
    for (const std::string_view word : {"utc", "gmt", "z"}) {
        if (!begins_with(text, word)) continue;
        text.remove_prefix(word.size());
        return true;
    }
    if (text.empty() || (text[0] != '+' && text[0] != '-')) return false;
    const bool west = text[0] == '-';
    text.remove_prefix(1);
    std::int32_t hours = 0, minutes = 0;
    if (!take_number(text, 2, 2, hours)) return false;
    if (text.starts_with(':')) text.remove_prefix(1);
    if (!text.empty() && digit(text[0]) && !take_number(text, 2, 2, minutes)) return false;
    if (hours > 18 || minutes > 59) return false;
    found.offset = std::chrono::minutes((hours * 60 + minutes) * (west ? -1 : 1));
    return true;
}

bool take_all(const Tokens& tokens, std::string_view& text, Found& found);

bool take(const Token& token, std::string_view& text, Found& found) {
    switch (token.part) {
        case Part::year:
            return take_number(text, 4, 4, found.year);
        case Part::short_year:
            if (!take_number(text, 2, 2, found.year)) return false;
            found.year += found.year < 69 ? 2000 : 1900;  // as POSIX has it
            return true;
        case Part::month:
            return take_number(text, 1, 2, found.month);
        case Part::month_name:
            return take_month(text, found);
        case Part::day:
            return take_number(text, 1, 2, found.day);
        case Part::weekday:
            return !take_word(text).empty();
        case Part::hour:
            return take_number(text, 1, 2, found.hour);
        case Part::hour_of_12:
            found.twelve = true;
            return take_number(text, 1, 2, found.hour);
        case Part::minute:
            return take_number(text, 2, 2, found.minute);
        case Part::second:
            return take_number(text, 2, 2, found.second);
        case Part::fraction:
            return take_fraction(text, found);
        case Part::half_of_day:
            return take_half(text, found);
        case Part::offset:
            return take_offset(text, found);
        case Part::blank:
            if (blank_at(text) == 0) return false;
            while (const std::size_t size = blank_at(text)) text.remove_prefix(size);
            return true;
        case Part::literal:
            if (text.empty() || lower(text.front()) != lower(token.literal)) return false;
            text.remove_prefix(1);
            return true;
        case Part::optional:
            take_all(token.within, text, found);
            return true;
    }
    return false;
}

/// All of them, or none: then text and what was found stay as they were.
bool take_all(const Tokens& tokens, std::string_view& text, Found& found) {
    auto rest = text;
    Found more = found;
    for (const auto& token : tokens)
        if (!take(token, rest, more)) return false;
    text = rest;
    found = more;
    return true;
}

/// In 24 hours; nothing for an hour that no clock shows, or of which half of the day is not said.
std::optional<std::int32_t> hour_of(const Found& found) {
    if (!found.twelve) return found.hour < 24 ? std::optional(found.hour) : std::nullopt;
    if (!found.half || found.hour < 1 || found.hour > 12) return {};
    return found.hour % 12 + (found.afternoon ? 12 : 0);
}

std::optional<Day> day_of(const Found& found) {
    const auto two = [](std::int32_t n) {
        return std::string{static_cast<char>('0' + n / 10), static_cast<char>('0' + n % 10)};
    };
    return day_from(two(found.year / 100) + two(found.year % 100) + "-" + two(found.month) + "-" + two(found.day));
}

}  // namespace

bool has(const std::vector<Token>& tokens, Part part) {
    return std::ranges::any_of(tokens, [&](const Token& t) { return t.part == part || has(t.within, part); });
}

std::vector<Token> date_pattern(std::string_view pattern) {
    auto tokens = PatternReader(pattern).read();
    const bool year = has(tokens, Part::year) || has(tokens, Part::short_year);
    const bool month = has(tokens, Part::month) || has(tokens, Part::month_name);
    if (!year || !month || !has(tokens, Part::day))
        throw invalid("date", "must name day, month and year, as dd.mm.yyyy or mm/dd/yyyy hh:mm am/pm do");
    if (has(tokens, Part::hour_of_12) != has(tokens, Part::half_of_day))
        throw invalid("date", "must have an hour beside am/pm, as mm/dd/yyyy hh:mm am/pm does");
    return tokens;
}

std::optional<DateForm::Shown> read_date(const std::vector<Token>& tokens, std::string_view text) {
    Found found;
    if (!take_all(tokens, text, found) || !text.empty()) return {};
    const auto day = day_of(found);
    if (!day || found.minute > 59 || found.second > 59) return {};
    const auto hour = hour_of(found);
    if (!hour) return {};
    const Millis time = std::chrono::hours(*hour) + std::chrono::minutes(found.minute) +
                        std::chrono::seconds(found.second) + Millis(found.millis);
    return DateForm::Shown{*day, time, found.offset};
}

}  // namespace rapport::cli::imports
