// SPDX-License-Identifier: MIT
#pragma once
#include "services/complaints/api/report.hpp"
#include "services/complaints/reports/tally.hpp"

/// From sums to figures: values and pure functions, no I/O.
namespace rapport::complaints {

/// The ages of open complaints are counted up to each of these, in days; those that are older are the last.
inline constexpr std::array<std::int32_t, 3> age_limits{7, 30, 90};
using Ages = std::array<std::int64_t, age_limits.size() + 1>;

/// What a report is made of.
struct Counted {
    using Values = std::map<std::string, std::int64_t>;
    std::string time_zone = "UTC";  ///< of its days and months
    Sums totals;                    ///< of the period, by dimension and value
    Values months;                  ///< of the period, by month: `2026-03`
    Values parties;                 ///< of the period
    Ages ages{};                    ///< of all that are open now
};
std::vector<Figure> figures_of(const Counted& counted);

/// Times of one class: how many there are, and their sum in milliseconds.
struct TimeClass {
    std::int64_t n = 0;
    double ms = 0;
};
/// By class. Of times that an older version counted only the class is known: they count as the shortest of it.
std::map<std::string, TimeClass> time_classes(const Sums& totals, const std::string& until);
/// The percentile, 0 to 100, in milliseconds, after Hyndman and Fan's definition 7, with the mean of its class for
/// each time: never above the longest nor below the shortest. Nothing if nothing was counted.
std::optional<double> percentile(const std::map<std::string, TimeClass>& classes, double percent);
std::string as_csv(const Report& report);

}  // namespace rapport::complaints
