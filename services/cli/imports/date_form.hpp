// SPDX-License-Identifier: MIT
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bus/base/time.hpp"
#include "services/kit/calendar/zone.hpp"

namespace rapport::cli::imports {

/// How one column writes its dates and times: one form for all its rows, so that 03/04/2026 is never guessed at.
///
/// `iso` is 2026-11-22, or with a time after a T or a blank, with or without an offset; a day is its beginning.
/// `excel` is the serial number that Excel gives a date, `excel-1904` that of its older workbooks on a Mac, `unix` and
/// `unix-ms` count from 1970 in UTC. Anything else is a pattern as people write them: `dd.mm.yyyy hh:mm`,
/// `mm/dd/yyyy hh:mm:ss am/pm`, `d mmm yyyy`, with `z` for an offset, brackets around what may be missing, and quotes
/// around words. `m` is a minute where it follows an hour, else a month; `hh` is counted to 12 beside `am/pm`.
class DateForm {
public:
    /// `iso`; times without an offset are UTC.
    DateForm();
    /// `zone`: of times without an offset; empty where none was named, which a form with such times does not allow but
    /// for `iso`. `decimal`: the mark in an Excel number, as number_from() has it. invalid_argument about `date` or
    /// `zone`.
    DateForm(const std::string& form, const std::string& zone, std::optional<char> decimal);

    /// invalid_argument about `field` for what is not of that form, or no time in that zone.
    Instant instant(const std::string& field, std::string_view text) const;
    Day day(const std::string& field, std::string_view text) const;

    struct Token;
    /// What a text shows.
    struct Shown {
        Day day;
        Millis time{0};  ///< of the day
        std::optional<Millis> offset;
    };

private:
    enum class Kind : unsigned char { iso, pattern, excel, unix_seconds, unix_millis };
    std::optional<Shown> shown(std::string_view text) const;
    std::optional<Shown> serial(std::string_view text) const;
    std::optional<Shown> iso(std::string_view text) const;
    Instant at(const std::string& field, const Shown& shown) const;
    [[noreturn]] void refuse(const std::string& field) const;

    Kind kind_ = Kind::iso;
    std::string form_ = "iso", zone_name_;
    std::vector<Token> tokens_;
    std::optional<kit::Zone> zone_;
    std::optional<char> decimal_;
    std::int32_t first_day_ = 0;  ///< of Excel's numbers: the day that is 0
};

/// One part of a pattern.
struct DateForm::Token {
    /// What a token stands for.
    enum class Part : unsigned char {
        year,
        short_year,
        month,
        month_name,
        day,
        weekday,
        hour,
        hour_of_12,
        minute,
        second,
        fraction,
        half_of_day,
        offset,
        blank,
        literal,
        optional  ///< `within` may be missing as a whole
    };
    Part part;
    char literal = 0;
    std::vector<Token> within = {};
};

}  // namespace rapport::cli::imports
