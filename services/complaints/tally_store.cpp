// SPDX-License-Identifier: MIT
#include "services/complaints/tally_store.hpp"

#include <algorithm>

namespace rapport::complaints {
namespace {

using kit::Param;
using kit::Unit;
using kit::View;

constexpr auto insert_cells =
    "insert into tally_cells (day, party, service, category, received_via, state, severity, priority, repeated, n) "
    "values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

std::vector<Param> params_of(const Cell& cell, std::int64_t n) {
    return {cell.day,   cell.party,    cell.service,  cell.category, cell.received_via,
            cell.state, cell.severity, cell.priority, cell.repeated, n};
}

/// What was appended up to a row, or of a period.
void gather(const View& view, const std::string& where, std::initializer_list<Param> params, Sums& sums) {
    using T = std::string;
    const auto cells = view.db().rows<T, T, T, T, T, T, T, T, T, std::int64_t>(
        "select day, party, service, category, received_via, state, severity, priority, repeated, cast(sum(n) as "
        "bigint) from tally_cells where " +
            where +
            " group by day, party, service, category, received_via, state, severity, priority, repeated having sum(n) "
            "<> 0",
        params);
    for (const auto& [day, party, service, category, via, state, severity, priority, repeated, n] : cells)
        add_cell(sums, {day, party, service, category, via, state, severity, priority, repeated}, n);
    const auto values = view.db().rows<T, T, T, std::int64_t>(
        "select dimension, day, value, cast(sum(n) as bigint) from tally_values where " + where +
            " group by dimension, day, value having sum(n) <> 0",
        params);
    for (const auto& [dimension, day, value, n] : values) sums[{dimension, day, value}] += n;
}

std::int64_t first_row(const View& view, const std::string& table) {
    const auto row = view.db().row<std::optional<std::int64_t>>("select min(row) from " + table);
    return std::get<0>(row.value()).value_or(0);
}

/// The whole months within the period, as the first days of the first and the last; nothing if there is none.
std::optional<std::pair<std::string, std::string>> whole_months(const Period& period) {
    using namespace std::chrono;
    const auto date = [](Day day) { return year_month_day(sys_days(days(day.days))); };
    year_month first = date(period.from).year() / date(period.from).month();
    year_month last = date(period.to).year() / date(period.to).month();
    if (date(period.from).day() != day(1)) first += months(1);
    if (date(Day{period.to.days + 1}).day() != day(1)) last -= months(1);
    if (first > last) return {};
    const auto text = [](year_month month) {
        return to_text(Day{static_cast<std::int32_t>(sys_days(month / 1).time_since_epoch().count())});
    };
    return std::pair{text(first), text(last)};
}

void count_directly(const View& view, Day from, Day to, std::map<std::string, std::int64_t>& parties) {
    if (from > to) return;
    const auto rows = view.db().rows<std::optional<std::string>, std::int64_t>(
        "select party, count(*) from complaints where received_at >= ? and received_at < ? group by party",
        {start_of(from), start_of(Day{to.days + 1})});
    for (const auto& [party, n] : rows) parties[party.value_or("")] += n;
}

}  // namespace

void TallyStore::came(Unit& unit, const Complaint& complaint) const {
    unit.db().run(insert_cells, std::span<const Param>(params_of(cell_of(complaint), 1)));
    append(unit, values_between(nullptr, complaint));
}

void TallyStore::changed(Unit& unit, const Complaint& before, const Complaint& after) const {
    const Cell from = cell_of(before), to = cell_of(after);
    if (from != to) {
        unit.db().run(insert_cells, std::span<const Param>(params_of(from, -1)));
        unit.db().run(insert_cells, std::span<const Param>(params_of(to, 1)));
    }
    append(unit, values_between(&before, after));
}

void TallyStore::append(Unit& unit, const Sums& values) const {
    for (const auto& [place, n] : values)
        unit.db().run("insert into tally_values (dimension, day, value, n) values (?, ?, ?, ?)",
                      {place.dimension, place.day, place.value, n});
}

bool TallyStore::add_up(Unit& unit, std::int64_t limit) const {
    const std::int64_t bound = std::max(first_row(unit, "tally_cells"), first_row(unit, "tally_values"));
    if (bound == 0) return false;
    Sums sums;
    gather(unit, "row < ?", {bound + limit}, sums);
    for (const char* table : {"tally_cells", "tally_values"})
        unit.db().run("delete from " + std::string(table) + " where row < ?", {bound + limit});
    for (const auto& [place, n] : sums)
        if (n != 0)
            unit.db().run(
                "insert into tallies (dimension, day, value, n) values (?, ?, ?, ?) on conflict (dimension, day, "
                "value) do update set n = tallies.n + excluded.n",
                {place.dimension, place.day, place.value, n});
    return true;
}

Sums TallyStore::totals(const View& view, const Period& period) const {
    Sums pending, totals;
    gather(view, "day >= ? and day <= ?", {period.from, period.to}, pending);
    for (const auto& [place, n] : pending)
        if (place.dimension != "party") totals[{place.dimension, "", place.value}] += n;
    const auto rows = view.db().rows<std::string, std::string, std::int64_t>(
        "select dimension, value, cast(sum(n) as bigint) from tallies where day >= ? and day <= ? and dimension <> "
        "'party' group by dimension, value",
        {period.from, period.to});
    for (const auto& [dimension, value, n] : rows) totals[{dimension, "", value}] += n;
    std::erase_if(totals, [](const auto& total) { return total.second == 0; });
    return totals;
}

Sums TallyStore::by_day(const View& view, const std::string& dimension, const Period& period) const {
    Sums sums;
    gather(view, "day >= ? and day <= ?", {period.from, period.to}, sums);
    std::erase_if(sums, [&](const auto& sum) { return sum.first.dimension != dimension; });
    const auto rows = view.db().rows<std::string, std::string, std::int64_t>(
        "select day, value, n from tallies where dimension = ? and day >= ? and day <= ?",
        {dimension, period.from, period.to});
    for (const auto& [day, value, n] : rows) sums[{dimension, day, value}] += n;
    return sums;
}

std::map<std::string, std::int64_t> TallyStore::by_party(const View& view, const Period& period) const {
    std::map<std::string, std::int64_t> parties;
    const auto months = whole_months(period);
    if (!months) {
        count_directly(view, period.from, period.to, parties);
        return parties;
    }
    const Day first = *day_from(months->first);
    const auto end = [&] {
        using namespace std::chrono;
        const year_month_day last(sys_days(days(day_from(months->second)->days)));
        return Day{static_cast<std::int32_t>(
            sys_days((last.year() / last.month() + std::chrono::months(1)) / 1).time_since_epoch().count())};
    }();
    count_directly(view, period.from, Day{first.days - 1}, parties);
    count_directly(view, end, period.to, parties);
    Sums pending;
    gather(view, "day >= ? and day < ?", {first, end}, pending);
    for (const auto& [place, n] : pending)
        if (place.dimension == "party") parties[place.value] += n;
    const auto rows = view.db().rows<std::string, std::int64_t>(
        "select value, cast(sum(n) as bigint) from tallies where dimension = 'party' and day >= ? and day <= ? group "
        "by value",
        {months->first, months->second});
    for (const auto& [party, n] : rows) parties[party] += n;
    std::erase_if(parties, [](const auto& party) { return party.second == 0; });
    return parties;
}

}  // namespace rapport::complaints
