// SPDX-License-Identifier: MIT
#pragma once
#include "services/complaints/api/report.hpp"
#include "services/complaints/tally.hpp"

/// From sums to figures: values and pure functions, no I/O.
namespace rapport::complaints {

/// What a report is made of.
struct Counted {
    Sums totals;                                  ///< of the period, by dimension and value
    Sums days;                                    ///< of the period, day by day, in the dimension `all`
    std::map<std::string, std::int64_t> parties;  ///< of the period
    Sums open_days;                               ///< of all that are open now, by the day of their receipt
};
std::vector<Figure> figures_of(const Counted& counted, Day today);
/// The value of a time's percentile, 0 to 100, in hours; nothing if nothing was counted.
std::optional<double> percentile(const std::map<std::string, std::int64_t>& classes, double percent);
std::string as_csv(const Report& report);

}  // namespace rapport::complaints
