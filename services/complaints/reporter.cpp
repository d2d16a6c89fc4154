// SPDX-License-Identifier: MIT
#include "services/complaints/reporter.hpp"

namespace rapport::complaints {

Period period_of(const std::optional<Day>& from, const std::optional<Day>& to, Instant now) {
    Period period;
    period.to = to.value_or(day_of(now));
    period.from = from.value_or(Day{period.to.days - 365});
    if (period.from > period.to) throw invalid("from", "must not be after the last day");
    if (period.from < *day_from("1900-01-01") || period.to > *day_from("2200-12-31"))
        throw invalid("from", "must be a day from 1900 to 2200");
    return period;
}

Report Reporter::report(const View& view, const Period& period) const {
    const TallyStore& tallies = book_.tallies();
    Counted counted{.totals = tallies.totals(view, period),
                    .days = tallies.by_day(view, "all", period),
                    .parties = tallies.by_party(view, period)};
    const Period ever{*day_from("1900-01-01"), *day_from("2200-12-31")};
    for (const auto& [place, n] : tallies.by_day(view, "state", ever)) {
        State state{};
        if (shape_of<State>().set_text(&state, place.value) && is_open(state)) counted.open_days[place] = n;
    }
    Report report{period.from, period.to, view.now(), figures_of(counted, day_of(view.now()))};
    for (Figure& figure : report.figures)
        if (figure.name == "received_by_party" || figure.name == "received_by_service")
            for (FigureRow& row : figure.rows) row.label = book_.directory().name_of(view, row.key);
    return report;
}

}  // namespace rapport::complaints
