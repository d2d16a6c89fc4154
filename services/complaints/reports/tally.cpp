// SPDX-License-Identifier: MIT
#include "services/complaints/reports/tally.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace rapport::complaints {
namespace {

template <class T>
std::string text_of(const std::optional<T>& value) {
    if (!value) return {};
    if constexpr (Named<T>) return std::string(name_of(*value));
    else if constexpr (std::same_as<T, std::string>) return *value;
    else return to_text(*value);
}

std::string day_text(const Complaint& complaint) { return to_text(day_of(complaint.received_at)); }

void add_time(Sums& sums, const std::string& dimension, const Complaint& complaint, std::optional<Instant> until,
              std::int64_t n) {
    if (!until) return;
    const Millis elapsed = std::max(Millis(0), *until - complaint.received_at);
    const std::string day = day_text(complaint), time_class = class_of(elapsed);
    sums[{times_dimension(dimension), day, time_class}] += n;
    sums[{sums_dimension(dimension), day, time_class}] += n * elapsed.count();
}

void add_values(Sums& sums, const Complaint& complaint, std::int64_t n) {
    add_time(sums, "acknowledge", complaint, complaint.acknowledged_at, n);
    add_time(sums, "respond", complaint, complaint.first_proposed_at, n);
    add_time(sums, "resolve", complaint, complaint.closed_at, n);
    const std::string day = day_text(complaint);
    for (const CaseClock& clock : complaint.clocks) {
        const std::string dimension = std::string(name_of(clock.kind)) + "_target";
        if (clock.breached) sums[{dimension, day, "missed"}] += n;
        else if (clock.state == ClockState::stopped && clock.target.source != TargetSource::none)
            sums[{dimension, day, "met"}] += n;
    }
    if (complaint.cost) sums[{"cost", day, complaint.cost->currency}] += n * complaint.cost->minor;
    if (complaint.satisfaction) sums[{"satisfaction", day, std::to_string(*complaint.satisfaction)}] += n;
    if (complaint.root_cause) sums[{"root_cause", day, *complaint.root_cause}] += n;
}

}  // namespace

Cell cell_of(const Complaint& complaint) {
    const std::string repeated = complaint.repeats ? (*complaint.repeats > 0 ? "yes" : "no") : "";
    return {day_text(complaint),
            text_of(complaint.party),
            text_of(complaint.service),
            text_of(complaint.category),
            std::string(name_of(complaint.received_via)),
            std::string(name_of(complaint.state)),
            text_of(complaint.severity),
            text_of(complaint.priority),
            repeated};
}

std::string month_of(const std::string& day) { return day.substr(0, 8) + "01"; }

void add_cell(Sums& sums, const Cell& cell, std::int64_t n) {
    sums[{"all", cell.day, ""}] += n;
    sums[{"service", cell.day, cell.service}] += n;
    sums[{"category", cell.day, cell.category}] += n;
    sums[{"channel", cell.day, cell.received_via}] += n;
    sums[{"state", cell.day, cell.state}] += n;
    sums[{"severity", cell.day, cell.severity}] += n;
    sums[{"priority", cell.day, cell.priority}] += n;
    sums[{"repeated", cell.day, cell.repeated}] += n;
    sums[{"party", month_of(cell.day), cell.party}] += n;
}

Sums values_between(const Complaint* before, const Complaint& after) {
    Sums sums;
    add_values(sums, after, 1);
    if (before) add_values(sums, *before, -1);
    std::erase_if(sums, [](const auto& sum) { return sum.second == 0; });
    return sums;
}

std::string class_of(Millis elapsed) {
    const double minutes = std::max(1.0, std::chrono::duration<double, std::ratio<60>>(elapsed).count());
    char text[16];
    std::snprintf(text, sizeof text, "%04d",
                  static_cast<int>(std::ceil(std::log(minutes) / std::log(time_growth) - 1e-9)));
    return text;
}

double longest_ms(const std::string& time_class) { return std::pow(time_growth, std::stoi(time_class)) * 60'000; }

std::string times_dimension(const std::string& until) { return until + "_times"; }
std::string sums_dimension(const std::string& until) { return until + "_ms"; }

}  // namespace rapport::complaints
