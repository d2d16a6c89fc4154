// SPDX-License-Identifier: MIT
#include "services/complaints/reports/report.hpp"

#include <algorithm>
#include <cmath>
#include <sstream>

#include "bus/base/number.hpp"
#include "services/kit/csv/csv.hpp"

namespace rapport::complaints {
namespace {

using Values = Counted::Values;

Values values_of(const Sums& sums, const std::string& dimension) {
    Values values;
    for (auto at = sums.lower_bound({dimension, "", ""}); at != sums.end() && at->first.dimension == dimension; ++at)
        values[at->first.value] += at->second;
    return values;
}

std::int64_t count_of(const Sums& sums, const std::string& dimension, const std::string& value = {}) {
    const auto found = sums.find({dimension, "", value});
    return found == sums.end() ? 0 : found->second;
}

/// Most first; at most that many rows, the others as one.
std::vector<FigureRow> ranked(const Values& values, std::size_t most) {
    std::vector<FigureRow> rows;
    for (const auto& [key, n] : values) {
        if (n != 0) rows.push_back({.key = key, .value = static_cast<double>(n)});
    }
    std::ranges::stable_sort(rows, std::ranges::greater(), &FigureRow::value);
    if (rows.size() > most) {
        FigureRow others{.key = "others"};
        for (std::size_t i = most; i < rows.size(); ++i) others.value += rows[i].value;
        rows.resize(most);
        rows.push_back(std::move(others));
    }
    return rows;
}

Figure cut(const Counted& counted, const std::string& dimension, const std::string& definition) {
    return {"received_by_" + dimension, "complaints",
            "Complaints received in the period, by " + definition + "; without a key: those that have none.",
            ranked(values_of(counted.totals, dimension), 200)};
}

Figure by_month(const Counted& counted) {
    Figure figure{"received_by_month",
                  "complaints",
                  "Complaints received in each month of the period, in the time zone " + counted.time_zone + ".",
                  {}};
    for (const auto& [month, n] : counted.months)
        if (n != 0) figure.rows.push_back({.key = month, .value = static_cast<double>(n)});
    return figure;
}

Figure ageing(const Counted& counted) {
    Figure figure{"open_by_age",
                  "complaints",
                  "All complaints that are open now, whenever they were received, by days since then.",
                  {}};
    std::int32_t from = 0;
    for (std::size_t i = 0; i < age_limits.size(); ++i) {
        const std::string key = from == 0 ? "up to " : std::to_string(from) + " to ";
        figure.rows.push_back({.key = key + std::to_string(age_limits.at(i)) + " days",
                               .value = static_cast<double>(counted.ages.at(i))});
        from = age_limits.at(i) + 1;
    }
    figure.rows.push_back({.key = "over " + std::to_string(age_limits.back()) + " days",
                           .value = static_cast<double>(counted.ages.back())});
    return figure;
}

Figure times(const Sums& totals, const std::string& dimension, const std::string& until) {
    constexpr double ms_an_hour = 3'600'000, ms_a_minute = 60'000;
    Figure figure{"time_to_" + dimension,
                  "hours",
                  "From receipt until " + until +
                      ", around the clock, of complaints received in the period that came so far: how many, the mean, "
                      "and the percentiles 50, 90 and 95 after Hyndman and Fan's definition 7, each time true to a "
                      "tenth or a minute; none is above the longest or below the shortest.",
                  {}};
    const auto classes = time_classes(totals, dimension);
    double n = 0, ms = static_cast<double>(count_of(totals, dimension + "_minutes")) * ms_a_minute;
    for (const auto& [key, times] : classes) n += static_cast<double>(times.n);
    for (const auto& [key, sum] : values_of(totals, sums_dimension(dimension))) ms += static_cast<double>(sum);
    figure.rows.push_back({.key = "complaints", .value = n});
    if (n == 0) return figure;
    figure.rows.push_back({.key = "mean", .value = ms / n / ms_an_hour});
    for (const int percent : {50, 90, 95})
        figure.rows.push_back(
            {.key = "p" + std::to_string(percent), .value = percentile(classes, percent).value() / ms_an_hour});
    return figure;
}

Figure in_time(const Sums& totals, const std::string& dimension, const std::string& what) {
    const auto met = count_of(totals, dimension + "_target", "met"),
               missed = count_of(totals, dimension + "_target", "missed");
    Figure figure{"in_time_" + dimension,
                  "",
                  "Of the complaints received in the period that had a target for being " + what +
                      " and of which it is decided (open ones already past it included): how many, and how many "
                      "percent kept it, in business time.",
                  {{.key = "complaints", .value = static_cast<double>(met + missed)}}};
    if (met + missed > 0)
        figure.rows.push_back(
            {.key = "percent", .value = 100.0 * static_cast<double>(met) / static_cast<double>(met + missed)});
    return figure;
}

Figure recurrence(const Sums& totals) {
    const auto again = count_of(totals, "repeated", "yes"), first = count_of(totals, "repeated", "no");
    Figure figure{"recurring",
                  "complaints",
                  "Complaints received in the period whose party had complained of the same category in the 90 days "
                  "before; and their share of those of which that is known, in percent.",
                  {{.key = "complaints", .value = static_cast<double>(again)}}};
    if (again + first > 0)
        figure.rows.push_back(
            {.key = "percent", .value = 100.0 * static_cast<double>(again) / static_cast<double>(again + first)});
    return figure;
}

Figure satisfaction(const Sums& totals) {
    Figure figure{"satisfaction",
                  "",
                  "How satisfied complainants are with the handling of what was received in the period: how many said "
                  "so, the share in percent of those who said 4 or 5 of 5 (CSAT), and the mean.",
                  {}};
    double n = 0, good = 0, sum = 0;
    for (const auto& [value, count] : values_of(totals, "satisfaction")) {
        const int grade = std::stoi(value);
        n += static_cast<double>(count);
        sum += static_cast<double>(grade * count);
        if (grade >= 4) good += static_cast<double>(count);
    }
    figure.rows.push_back({.key = "answers", .value = n});
    if (n > 0) figure.rows.push_back({.key = "csat", .value = 100 * good / n});
    if (n > 0) figure.rows.push_back({.key = "mean", .value = sum / n});
    return figure;
}

Figure single(std::string name, std::string unit, std::string definition, std::int64_t value) {
    return {std::move(name), std::move(unit), std::move(definition), {{.value = static_cast<double>(value)}}};
}

}  // namespace

std::map<std::string, TimeClass> time_classes(const Sums& totals, const std::string& until) {
    std::map<std::string, TimeClass> classes;
    for (const auto& [key, n] : values_of(totals, times_dimension(until))) classes[key].n += n;
    for (const auto& [key, ms] : values_of(totals, sums_dimension(until))) classes[key].ms += static_cast<double>(ms);
    // What older versions counted: by its class alone.
    for (const auto& [key, n] : values_of(totals, until)) {
        TimeClass& times = classes[key];
        const double longest = longest_ms(key), shortest = std::stoi(key) == 0 ? 0 : longest / time_growth;
        times.n += n;
        times.ms += static_cast<double>(n) * shortest;
        if (times.n <= 0) continue;
        const auto count = static_cast<double>(times.n);
        times.ms = std::clamp(times.ms, count * shortest, count * longest);
    }
    std::erase_if(classes, [](const auto& one) { return one.second.n <= 0; });
    return classes;
}

std::optional<double> percentile(const std::map<std::string, TimeClass>& classes, double percent) {
    std::int64_t n = 0;
    for (const auto& [key, times] : classes) n += times.n;
    if (n == 0) return {};
    const double place = percent / 100 * static_cast<double>(n - 1);
    const auto lower = static_cast<std::int64_t>(place);
    const auto at = [&classes](std::int64_t rank) {
        for (const auto& [key, times] : classes) {
            if (rank < times.n) return times.ms / static_cast<double>(times.n);
            rank -= times.n;
        }
        return classes.rbegin()->second.ms / static_cast<double>(classes.rbegin()->second.n);
    };
    return std::lerp(at(lower), at(lower + 1), place - static_cast<double>(lower));
}

std::vector<Figure> figures_of(const Counted& counted) {
    const Sums& totals = counted.totals;
    constexpr std::size_t parties = 50;
    return {single("received", "complaints", "Complaints received in the period.", count_of(totals, "all")),
            by_month(counted),
            cut(counted, "category", "what they are about"),
            cut(counted, "channel", "how they came"),
            cut(counted, "state", "where they are now"),
            cut(counted, "severity", "how severe they are: a person's judgement, else the rule's"),
            cut(counted, "priority", "priority"),
            cut(counted, "service", "the service that they are about"),
            {"received_by_party", "complaints",
             "Complaints received in the period, by who complains: the fifty with most; without a key: those whose "
             "complainant is no party of the registry.",
             ranked(counted.parties, parties)},
            cut(counted, "root_cause", "why they arose, of those of which it is recorded"),
            recurrence(totals),
            in_time(totals, "acknowledge", "acknowledged"),
            in_time(totals, "respond", "offered a resolution"),
            in_time(totals, "resolve", "resolved"),
            times(totals, "acknowledge", "they were acknowledged"),
            times(totals, "respond", "a resolution was offered the first time"),
            times(totals, "resolve", "they were over, whichever way"),
            {"cost", "minor units of the currency",
             "What it cost us to put right the complaints received in the period, currency by currency.",
             ranked(values_of(totals, "cost"), 200)},
            satisfaction(totals),
            {"compliments", "compliments", "Compliments received in the period, by where they are now.",
             ranked(values_of(totals, "compliment"), 200)},
            {"suggestions", "suggestions", "Suggestions received in the period, by where they are now.",
             ranked(values_of(totals, "suggestion"), 200)},
            {"questions", "questions", "Questions received in the period, by where they are now.",
             ranked(values_of(totals, "question"), 200)},
            ageing(counted)};
}

std::string as_csv(const Report& report) {
    std::ostringstream out;
    kit::CsvWriter writer(out, {.spreadsheet = true});
    const auto write = [&writer](std::vector<std::string> fields) { writer.row(fields); };
    write({"figure", "key", "label", "value", "unit", "definition"});
    for (const Figure& figure : report.figures)
        for (const FigureRow& row : figure.rows)
            write(
                {figure.name, row.key, row.label.value_or(""), number_text(row.value), figure.unit, figure.definition});
    return std::move(out).str();
}

}  // namespace rapport::complaints
