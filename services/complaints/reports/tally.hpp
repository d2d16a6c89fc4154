// SPDX-License-Identifier: MIT
#pragma once
#include <map>
#include <tuple>

#include "services/complaints/api/complaint.hpp"

/// What complaints count for in reports: values and pure functions, no I/O.
namespace rapport::complaints {

/// Where a complaint is counted: its day and what it is in each dimension; empty text for what it is not.
struct Cell {
    std::string day, party, service, category, received_via, state, severity, priority, repeated;
    friend auto operator<=>(const Cell&, const Cell&) = default;
};
Cell cell_of(const Complaint& complaint);

/// How many there are of a day with that value in that dimension.
struct Place {
    std::string dimension, day, value;
    friend auto operator<=>(const Place&, const Place&) = default;
};
using Sums = std::map<Place, std::int64_t>;
/// Adds a cell's complaints in each dimension. Parties are counted by month, under its first day.
void add_cell(Sums& sums, const Cell& cell, std::int64_t n);
std::string month_of(const std::string& day);  ///< its first day

/// What changes, beyond cells, from one state of a complaint (none: it comes) to the next: the time until it was
/// acknowledged, answered and over, what it cost, and its cause.
Sums values_between(const Complaint* before, const Complaint& after);

/// Times are counted in classes, each a tenth longer than the one before; the first holds all up to a minute. What a
/// class holds is kept as its number and its sum: its mean is within the data, and true to a tenth.
inline constexpr double time_growth = 1.1;
std::string class_of(Millis elapsed);
/// The longest time of a class, in milliseconds.
double longest_ms(const std::string& time_class);
/// Where the times until something are kept: how many there are in a class, and their sum in milliseconds.
std::string times_dimension(const std::string& until);
std::string sums_dimension(const std::string& until);

}  // namespace rapport::complaints
