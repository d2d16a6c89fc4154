// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bus/testing/test_bus.hpp"

namespace rapport::bench {

/// What a figure is held to: its ratio to the yardstick, or its value where it has none or the bar is one of values.
struct Bar {
    /// On which side of the limit is good.
    enum class Is : bool { at_least, at_most } is;
    double limit;
    /// What is held against the limit.
    enum class Of : bool { ratio, value } of = Of::ratio;
};

/// One line of the table: what we reach, beside what a yardstick reaches in the same run, where there is one.
struct Figure {
    std::string name, unit;
    double value = 0;
    std::optional<double> baseline;
    std::optional<Bar> bar;
    bool shown = true;  ///< false: its bench shows it in a table of its own

    double ratio() const { return value / baseline.value_or(1); }
    bool judged_by_value() const { return !baseline || (bar && bar->of == Bar::Of::value); }
    /// What the bar speaks of.
    double judged() const { return judged_by_value() ? value : ratio(); }
    bool holds() const {
        return !bar || (bar->is == Bar::Is::at_least ? judged() >= bar->limit : judged() <= bar->limit);
    }
};

/// What the command line says of how it is measured.
struct Options {
    int complaints = 1'000'000;  ///< of a full desk
    std::string keep;            ///< the folder that full stores are kept in, to be measured again; empty: nowhere
    std::string programs;        ///< the folder of another build, to be measured beside this one; empty: none
};

/// One thing that is measured, by its name on the command line.
struct Bench {
    std::string_view name, doc;
    std::vector<Figure> (*run)(const Options&);
};
/// One that no option concerns.
template <std::vector<Figure> (*measure)()>
std::vector<Figure> plain(const Options&) {
    return measure();
}

/// What a child process of a bench does: `rapport-bench --role NAME ARGUMENT…`.
struct Role {
    std::string_view name;
    int (*run)(std::span<const std::string> arguments);
};

using Process = bus::testing::Process;
/// This program again, in another role; it is gone when the result is.
Process in_role(const std::string& role, const std::vector<std::string>& arguments);
/// A program of ours, by name.
std::string program(const std::string& name);

/// The middle of some values.
double median(std::vector<double> values);

/// Measures both, a number of times in turn, so that whatever else the machine does meets both; the medians.
struct Pair {
    double value, baseline;
};
Pair interleaved(int times, const std::function<double()>& ours, const std::function<double()>& yardstick);

}  // namespace rapport::bench
