// SPDX-License-Identifier: MIT
#pragma once
#include "services/complaints/api/intake.hpp"
#include "services/kit/file.hpp"

/// What complaints look like all together.
namespace rapport::complaints {

/// One value of a figure, by what it is broken down by.
struct FigureRow {
    std::string key;
    std::optional<std::string> label;
    double value = 0;
    static constexpr auto fields =
        describe(Field{"key", &FigureRow::key, "what of; empty where there is only one, or for what has none"},
                 Field{"label", &FigureRow::label, "the key in words, where it is an id"},
                 Field{"value", &FigureRow::value, "how much, in the figure's unit"});
};
/// A figure and what it means, always side by side.
struct Figure {
    std::string name, unit, definition;
    std::vector<FigureRow> rows;
    static constexpr auto fields = describe(
        Field{"name", &Figure::name, "what it is called"}, Field{"unit", &Figure::unit, "what is counted or measured"},
        Field{"definition", &Figure::definition, "how it comes about"}, Field{"rows", &Figure::rows, "its values"});
};
/// The figures of a period, in days of that time zone, both named days within.
struct Report {
    Day from, to;
    std::string time_zone = "UTC";
    Instant at;
    std::vector<Figure> figures;
    static constexpr auto fields = describe(
        Field{"from", &Report::from, "the first day"}, Field{"to", &Report::to, "the last day"},
        Field{"time_zone", &Report::time_zone, "where its days and months begin", defaulted},
        Field{"at", &Report::at, "when it was made"}, Field{"figures", &Report::figures, "each with its definition"});
};

}  // namespace rapport::complaints

namespace rapport::complaints::api {

/// Asks for the figures of a period.
struct ReportOf {
    std::optional<Day> from, to;
    std::optional<std::string> time_zone;
    static constexpr auto fields = describe(
        Field{"from", &ReportOf::from, "the first day; left out: 365 days before the last"},
        Field{"to", &ReportOf::to, "the last day; left out: today"},
        Field{"time_zone", &ReportOf::time_zone,
              "where the days begin, an IANA name such as Europe/Berlin; left out: the organisation's", length(1, 64)});
};
inline constexpr kit::Query<ReportOf, Report> report{
    "report", GET("/complaints/report"), desk,
    "Report on the complaints received in a period: volume, times, recurrence, cost."};
inline constexpr kit::Query<ReportOf, kit::File> report_csv{
    "report_csv", GET("/complaints/report/csv"), desk,
    "Get the report as CSV, for spreadsheets: figure, key, label, value, unit, definition."};

}  // namespace rapport::complaints::api
