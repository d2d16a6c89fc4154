// SPDX-License-Identifier: MIT
#include "services/complaints/store/tally_store.hpp"

#include <algorithm>

#include "services/complaints/rules/lifecycle.hpp"

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

/// What lies between two instants.
struct Stretch {
    Instant from, until;
};
/// A period as days of UTC that lie in it as a whole, and what is left of it at its ends, each less than a day.
struct Parts {
    Day first, last;  ///< none if `last` is before `first`
    std::vector<Stretch> ends;
};

Stretch stretch_of(const Period& period) {
    return {period.zone.instant({period.from, 0}), period.zone.instant({{period.to.days + 1}, 0})};
}

Parts parts_of(const Stretch& stretch) {
    const Day begins = day_of(stretch.from), ends = day_of(stretch.until);
    Parts parts{begins, Day{ends.days - 1}, {}};
    if (start_of(begins) < stretch.from) ++parts.first.days;
    if (parts.first > ends) {
        if (stretch.from < stretch.until) parts.ends.push_back(stretch);
        return parts;
    }
    if (stretch.from < start_of(parts.first)) parts.ends.push_back({stretch.from, start_of(parts.first)});
    if (start_of(ends) < stretch.until) parts.ends.push_back({start_of(ends), stretch.until});
    return parts;
}

/// Of the rows of tables that have a party: those that the caller sees, and parameters for that.
std::string seen(const View& view, std::vector<Param>& params) {
    const kit::OwnParties& own = view.own_parties();
    if (own.all()) return "";
    params.insert(params.end(), own.params().begin(), own.params().end());
    return " and " + own.condition("party");
}

/// Calls `each` with the body of each row of the table that was received in the stretch.
template <class Entity, class Each>
void each_received(const View& view, const std::string& sql, std::vector<Param> params, Each each) {
    const std::string whole = sql + seen(view, params);
    for (const auto& [body] : view.db().rows<std::string>(whole, params)) each(decode_stored<Entity>(from_json(body)));
}

/// An id of that time may name one as much later, where the clock was set back meanwhile.
constexpr Millis ids_ahead = std::chrono::seconds(61);

/// Before all ids that were made from that time on.
Uuid first_id(Instant at) {
    Uuid id;
    std::uint64_t ms = at.ms < 0 ? 0 : static_cast<std::uint64_t>(at.ms);
    for (std::size_t i = 6; i-- > 0; ms >>= 8) id.bytes.at(i) = static_cast<std::uint8_t>(ms);
    return id;
}

struct Received {
    Instant received_at;
    std::string state;
    static constexpr auto fields = describe(Field{"received_at", &Received::received_at, "when it came"},
                                            Field{"state", &Received::state, "where it is"});
};
/// Compliments and suggestions are received when they are entered: they are found by their ids, which begin with that
/// time. Questions may be entered later.
constexpr std::pair<const char*, const char*> feedback_tables[] = {{"compliment", "compliments"},
                                                                   {"suggestion", "suggestions"}};

/// Counts the complaints and the feedback themselves, as far as the caller sees them. Without parties.
void count_directly(const View& view, const Stretch& stretch, Sums& totals) {
    each_received<Complaint>(view, "select body from complaints where received_at >= ? and received_at < ?",
                             {stretch.from, stretch.until}, [&](const Complaint& complaint) {
                                 Sums sums = values_between(nullptr, complaint);
                                 add_cell(sums, cell_of(complaint), 1);
                                 for (const auto& [place, n] : sums)
                                     if (place.dimension != "party") totals[{place.dimension, "", place.value}] += n;
                             });
    for (const auto& [what, table] : feedback_tables)
        each_received<Received>(view, "select body from " + std::string(table) + " where id >= ? and id < ?",
                                {first_id(stretch.from), first_id(stretch.until + ids_ahead)},
                                [&, what = std::string(what)](const Received& feedback) {
                                    if (feedback.received_at >= stretch.from && feedback.received_at < stretch.until)
                                        ++totals[{what, "", feedback.state}];
                                });
    each_received<Received>(view, "select body from questions where received_at >= ? and received_at < ?",
                            {stretch.from, stretch.until}, [&](const Received& question) {
                                ++totals[{"question", "", question.state}];
                            });
}

std::int64_t count_received(const View& view, const Stretch& stretch, const std::string& condition = "") {
    if (stretch.from >= stretch.until) return 0;
    std::vector<Param> params{stretch.from, stretch.until};
    const std::string sql =
        "select count(*) from complaints where received_at >= ? and received_at < ?" + condition + seen(view, params);
    return std::get<0>(view.db().rows<std::int64_t>(sql, params).at(0));
}

/// Of one dimension, for each day of UTC on its own.
Sums by_day(const View& view, const std::string& dimension, Day first, Day last) {
    Sums sums;
    gather(view, "day >= ? and day <= ?", {first, last}, sums);
    std::erase_if(sums, [&](const auto& sum) { return sum.first.dimension != dimension; });
    const auto rows = view.db().rows<std::string, std::string, std::int64_t>(
        "select day, value, n from tallies where dimension = ? and day >= ? and day <= ?", {dimension, first, last});
    for (const auto& [day, value, n] : rows) sums[{dimension, day, value}] += n;
    return sums;
}

std::chrono::year_month_day date_of(Day day) {
    return std::chrono::year_month_day(std::chrono::sys_days(std::chrono::days(day.days)));
}
Day first_of(std::chrono::year_month month) {
    return Day{static_cast<std::int32_t>(std::chrono::sys_days(month / 1).time_since_epoch().count())};
}

/// The whole months of UTC within the stretch: the first day of the first, and of the one after the last. Nothing if
/// there is none.
std::optional<std::pair<Day, Day>> whole_months(const Stretch& stretch) {
    using namespace std::chrono;
    const auto begins = date_of(day_of(stretch.from)), ends = date_of(day_of(stretch.until));
    year_month first = begins.year() / begins.month();
    const year_month last = ends.year() / ends.month();
    if (start_of(first_of(first)) < stretch.from) first += months(1);
    if (first >= last) return {};
    return std::pair{first_of(first), first_of(last)};
}

void count_parties(const View& view, const Stretch& stretch, TallyStore::Counts& parties) {
    if (stretch.from >= stretch.until) return;
    std::vector<Param> params{stretch.from, stretch.until};
    const std::string sql = "select party, count(*) from complaints where received_at >= ? and received_at < ?" +
                            seen(view, params) + " group by party";
    const auto rows = view.db().rows<std::optional<std::string>, std::int64_t>(sql, params);
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
    if (!view.own_parties().all()) {
        Sums own;
        count_directly(view, stretch_of(period), own);
        return own;
    }
    const Parts parts = parts_of(stretch_of(period));
    Sums pending, totals;
    gather(view, "day >= ? and day <= ?", {parts.first, parts.last}, pending);
    for (const auto& [place, n] : pending)
        if (place.dimension != "party") totals[{place.dimension, "", place.value}] += n;
    const auto rows = view.db().rows<std::string, std::string, std::int64_t>(
        "select dimension, value, cast(sum(n) as bigint) from tallies where day >= ? and day <= ? and dimension <> "
        "'party' group by dimension, value",
        {parts.first, parts.last});
    for (const auto& [dimension, value, n] : rows) totals[{dimension, "", value}] += n;
    for (const Stretch& end : parts.ends) count_directly(view, end, totals);
    std::erase_if(totals, [](const auto& total) { return total.second == 0; });
    return totals;
}

TallyStore::Counts TallyStore::by_month(const View& view, const Period& period) const {
    Counts counts;
    const auto month_at = [&](Instant at) { return to_text(period.zone.local(at).day).substr(0, 7); };
    /// Less than a month, of which `n` are known to have been received.
    const auto count = [&](const Stretch& stretch, std::int64_t n) {
        const std::string first = month_at(stretch.from), last = month_at(stretch.until - Millis(1));
        if (first != last) {
            const Instant turn = period.zone.instant({*day_from(last + "-01"), 0});
            const std::int64_t before = count_received(view, {stretch.from, turn});
            counts[first] += before;
            n -= before;
        }
        counts[last] += n;
    };
    if (!view.own_parties().all()) {
        const Stretch whole = stretch_of(period);
        std::vector<Param> params{whole.from, whole.until};
        const std::string sql =
            "select received_at from complaints where received_at >= ? and received_at < ?" + seen(view, params);
        for (const auto& [at] : view.db().rows<std::string>(sql, params)) ++counts[month_at(instant_from(at).value())];
        return counts;
    }
    const Parts parts = parts_of(stretch_of(period));
    for (const auto& [place, n] : by_day(view, "all", parts.first, parts.last)) {
        const Day day = *day_from(place.day);
        if (n != 0) count({start_of(day), start_of({day.days + 1})}, n);
    }
    for (const Stretch& end : parts.ends) count(end, count_received(view, end));
    return counts;
}

TallyStore::Counts TallyStore::by_party(const View& view, const Period& period) const {
    Counts parties;
    const Stretch stretch = stretch_of(period);
    const auto months = whole_months(stretch);
    if (!months || !view.own_parties().all()) {
        count_parties(view, stretch, parties);
        return parties;
    }
    const auto& [first, end] = *months;
    count_parties(view, {stretch.from, start_of(first)}, parties);
    count_parties(view, {start_of(end), stretch.until}, parties);
    Sums pending;
    gather(view, "day >= ? and day < ?", {first, end}, pending);
    for (const auto& [place, n] : pending)
        if (place.dimension == "party") parties[place.value] += n;
    const auto rows = view.db().rows<std::string, std::int64_t>(
        "select value, cast(sum(n) as bigint) from tallies where dimension = 'party' and day >= ? and day < ? group "
        "by value",
        {first, end});
    for (const auto& [party, n] : rows) parties[party] += n;
    std::erase_if(parties, [](const auto& party) { return party.second == 0; });
    return parties;
}

std::int64_t TallyStore::open_since(const View& view, Instant received) const {
    const std::string open = " and open = 1";
    if (!view.own_parties().all()) return count_received(view, {received, start_of(*day_from("2200-12-31"))}, open);
    Day first = day_of(received);
    if (start_of(first) < received) ++first.days;
    std::int64_t n = count_received(view, {received, start_of(first)}, open);
    for (const auto& [place, count] : by_day(view, "state", first, *day_from("2200-12-31"))) {
        State state{};
        if (shape_of<State>().set_text(&state, place.value) && is_open(state)) n += count;
    }
    return n;
}

}  // namespace rapport::complaints
