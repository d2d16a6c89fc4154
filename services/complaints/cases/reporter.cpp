// SPDX-License-Identifier: MIT
#include "services/complaints/cases/reporter.hpp"

namespace rapport::complaints {

Period period_of(const std::optional<Day>& from, const std::optional<Day>& to, const kit::Zone& zone, Instant now) {
    Period period{.zone = zone};
    period.to = to.value_or(zone.local(now).day);
    period.from = from.value_or(Day{period.to.days - 365});
    if (period.from > period.to) throw invalid("from", "must not be after the last day");
    if (period.from < *day_from("1900-01-01") || period.to > *day_from("2200-12-31"))
        throw invalid("from", "must be a day from 1900 to 2200");
    return period;
}

kit::Zone Reporter::zone(const View& view, const std::optional<std::string>& name) const {
    return name ? kit::Zone(*name) : book_.zone(view);
}

Report Reporter::report(const View& view, const Period& period) const {
    const TallyStore& tallies = book_.tallies();
    Counted counted{.time_zone = period.zone.name(),
                    .totals = tallies.totals(view, period),
                    .months = tallies.by_month(view, period),
                    .parties = tallies.by_party(view, period),
                    .ages = ages(view, period.zone)};
    Report report{period.from, period.to, counted.time_zone, view.now(), figures_of(counted)};
    for (Figure& figure : report.figures)
        if (figure.name == "received_by_party" || figure.name == "received_by_service")
            for (FigureRow& row : figure.rows) row.label = book_.directory().name_of(view, row.key);
    return report;
}

Ages Reporter::ages(const View& view, const kit::Zone& zone) const {
    const Day today = zone.local(view.now()).day;
    Ages ages{};
    std::int64_t younger = 0;
    const auto count = [&](std::size_t i, Instant since) {
        const std::int64_t n = book_.tallies().open_since(view, since);
        ages.at(i) = n - younger;
        younger = n;
    };
    for (std::size_t i = 0; i < age_limits.size(); ++i) count(i, zone.instant({{today.days - age_limits.at(i)}, 0}));
    count(age_limits.size(), start_of(*day_from("1900-01-01")));
    return ages;
}

}  // namespace rapport::complaints
