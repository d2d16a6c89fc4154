// SPDX-License-Identifier: MIT
#include "services/complaints/store/recounts.hpp"

#include <algorithm>

namespace rapport::complaints {
namespace {

/// One appointment for all that is to be counted anew.
const std::string pending = "pending";

using Row = std::tuple<std::int64_t, std::string>;

std::vector<Row> open_after(const View& view, const std::string& scope, std::int64_t row, std::int64_t limit) {
    if (scope.empty())
        return view.db().rows<std::int64_t, std::string>(
            "select row, body from complaints where open = 1 and row > ? order by row limit ?", {row, limit});
    return view.db().rows<std::int64_t, std::string>(
        "select row, body from complaints where party = ? and open = 1 and row > ? order by row limit ?",
        {scope, row, limit});
}

/// A complaint may wait for two reasons, since the first of which the rules are others.
void add_once(std::vector<Recounts::Due>& due, Complaint complaint, Instant since) {
    const auto same = std::ranges::find_if(due, [&](const auto& one) { return one.complaint.id == complaint.id; });
    if (same == due.end()) due.push_back({std::move(complaint), since});
    else same->since = std::min(same->since, since);
}

}  // namespace

/// Those who wait already go by the newest rules too, since the first of the changes.
void Recounts::add(Unit& unit, const std::string& scope, Instant since) const {
    unit.db().run(
        "insert into recounts (scope, since, after_row) values (?, ?, 0) on conflict (scope) do update set after_row = "
        "0",
        {scope, since});
    unit.after(recount_timer, pending, Millis(0));
}

std::vector<Recounts::Due> Recounts::take(Unit& unit, const std::string& key, std::int64_t limit) const {
    std::vector<Due> due;
    if (const std::size_t slash = key.find('/'); slash != key.npos) {
        add(unit, "", instant_from(key.substr(slash + 1)).value_or(unit.now()));
        return due;
    }
    const auto scopes = unit.db().rows<std::string, std::string, std::int64_t>(
        "select scope, since, after_row from recounts order by scope limit ?", {limit});
    std::int64_t left = limit;
    bool more = static_cast<std::int64_t>(scopes.size()) == limit;
    for (const auto& [scope, since, after_row] : scopes) {
        if (left == 0) {
            more = true;
            break;
        }
        const auto page = open_after(unit, scope, after_row, left);
        for (const auto& [row, body] : page)
            add_once(due, decode_stored<Complaint>(from_json(body)), *instant_from(since));
        left -= static_cast<std::int64_t>(page.size());
        if (left > 0) {
            unit.db().run("delete from recounts where scope = ?", {scope});
        } else {
            unit.db().run("update recounts set after_row = ? where scope = ?", {std::get<0>(page.back()), scope});
            more = true;
        }
    }
    if (more) unit.after(recount_timer, pending, Millis(0));
    return due;
}

}  // namespace rapport::complaints
