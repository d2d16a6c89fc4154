// SPDX-License-Identifier: MIT
#pragma once

/// Intervals for what surveys measure, for rules that say how much their figure is worth. Standard library only.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <limits>
#include <span>
#include <string>

namespace rapport {

/// From `low` to `high`, both within.
struct Interval {
    double low, high;
};

/// The z below which a share `p` of the normal distribution lies; 0 < p < 1.
inline double normal_quantile(double p) {
    if (p < 0.5) return -normal_quantile(1 - p);
    double low = 0, high = 40;
    for (int i = 0; i < 100; ++i) {
        const double middle = (low + high) / 2;
        (std::erfc(middle / std::sqrt(2.0)) / 2 > 1 - p ? low : high) = middle;
    }
    return (low + high) / 2;
}

/// The same of Student's distribution with that many degrees of freedom: exact for 1 and 2, from there on within
/// 0.2 % for p up to 0.975 (Abramowitz and Stegun, 26.7.5).
inline double student_quantile(double p, std::size_t degrees) {
    if (degrees == 1) return std::tan((p - 0.5) * 3.141592653589793);
    if (degrees == 2) return (2 * p - 1) / std::sqrt(2 * p * (1 - p));
    const double z = normal_quantile(p), z2 = z * z, n = static_cast<double>(degrees);
    const double g1 = z * (z2 + 1) / 4;
    const double g2 = z * ((5 * z2 + 16) * z2 + 3) / 96;
    const double g3 = z * (((3 * z2 + 19) * z2 + 17) * z2 - 15) / 384;
    const double g4 = z * ((((79 * z2 + 776) * z2 + 1482) * z2 - 1920) * z2 - 945) / 92160;
    return z + (g1 + (g2 + (g3 + g4 / n) / n) / n) / n;
}

/// Of a share `count` / `n`, both ends between 0 and 1: Wilson's score interval (1927), which stays there and keeps a
/// width where all agree. n > 0; `z` is normal_quantile(0.975) for 95 %.
inline Interval wilson(double count, double n, double z) {
    const double p = count / n, z2 = z * z;
    const double middle = (p + z2 / (2 * n)) / (1 + z2 / n);
    const double half = z / (1 + z2 / n) * std::sqrt(p * (1 - p) / n + z2 / (4 * n * n));
    return {std::max(0.0, middle - half), std::min(1.0, middle + half)};
}

/// Of a net share (`for_it` − `against`) / `n`, both ends between −1 and 1: the adjusted Wald interval, with three
/// answers more, of which three quarters are for it and as many against (Rocks 2016, The American Statistician 70:4).
inline Interval adjusted_wald(double for_it, double against, double n, double z) {
    const double many = n + 3, plus = (for_it + 0.75) / many, minus = (against + 0.75) / many;
    const double net = plus - minus, half = z * std::sqrt((plus + minus - net * net) / many);
    return {std::max(-1.0, net - half), std::min(1.0, net + half)};
}

/// Of the mean of these values at that level, such as 0.95, by Student's distribution. Infinite for fewer than two.
inline Interval mean_interval(std::span<const double> values, double level) {
    constexpr auto infinite = std::numeric_limits<double>::infinity();
    const auto n = static_cast<double>(values.size());
    if (values.size() < 2) return {-infinite, infinite};
    double sum = 0, squares = 0;
    for (const double x : values) sum += x;
    for (const double x : values) squares += (x - sum / n) * (x - sum / n);
    const double half = student_quantile(0.5 + level / 2, values.size() - 1) * std::sqrt(squares / (n - 1) / n);
    return {sum / n - half, sum / n + half};
}

/// "n=263, 95 % interval 25.53 to 36.62", as rules put it into their reasons.
inline std::string interval_text(std::size_t n, double level, Interval interval) {
    char text[128];
    std::snprintf(text, sizeof text, "n=%zu, %.15g %% interval %.2f to %.2f", n, 100 * level, interval.low,
                  interval.high);
    return text;
}

}  // namespace rapport
