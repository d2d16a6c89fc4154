// SPDX-License-Identifier: MIT
#pragma once
#include <iosfwd>

#include "bus/monitor/mask.hpp"
#include "bus/monitor/tail.hpp"

namespace rapport::bus::monitor {

/// Writes records in the form that was asked for.
class Printer {
public:
    Printer(const Tail& options, bool many_kinds, std::ostream& out);

    /// The record as it may be shown: masked, redacted, cut.
    void prepare(Record& record, const Masks& masks) const;
    /// `map` is as_map() of it.
    void print(const Record& record, const Any& map);
    void flush();
    /// Nobody reads any more.
    bool closed() const;

private:
    std::string pretty(const Record& record);
    std::string told(const Record& record) const;
    std::string filled_in(const Any& map) const;
    std::string time_of(const Record& record);
    std::string colored(const char* color, std::string text) const;

    const Tail& options_;
    const bool many_kinds_;
    const HiddenFields redacted_;
    std::ostream& out_;
    std::optional<std::int64_t> before_;  ///< time of the record printed last
};

/// Throws invalid_argument for a template with a brace that is not closed.
void check_template(std::string_view text);

}  // namespace rapport::bus::monitor
