// SPDX-License-Identifier: MIT
#include "services/complaints/store.hpp"

#include "services/complaints/clock_rules.hpp"

namespace rapport::complaints {

Store::Store()
    : complaints("complaint", {"complaints",
                               {"number", "state", "open", "party", "service", "owner", "category", "subcategory",
                                "severity", "priority", "received_via", "received_at", "due_at", "breached"},
                               {"subject", "text", "number"},
                               {"received_at", "priority", "due_at"}}),
      actions("action", {"actions", {"complaint", "state", "kind", "owner", "due", "overdue"}, {}, {"due"}}),
      calendars("calendar", {"calendars", {"name"}}),
      targets("target", {"targets", {"active"}}) {}

void Store::put(Unit& unit, BusinessCalendar& calendar) const {
    calendars.put(unit, calendar);
    unit.db().run("insert into calendar_versions (calendar, version, body) values (?, ?, ?)",
                  {calendar.id, calendar.version, to_json(encode(calendar_of(calendar)))});
}

void Store::refer(Unit& unit, const Reference& reference, const ComplaintId& complaint) const {
    if (unit.db().run(
            "insert into complaint_references (system, id, complaint) values (?, ?, ?) on conflict do nothing",
            {reference.system, reference.id, complaint}) == 0)
        throw Error(Code::already_exists, "reference: there is a complaint with this id of that system already");
}

bool Store::is_known(const View& view, const Reference& reference) const {
    return view.db()
        .row<std::string>("select complaint from complaint_references where system = ? and id = ?",
                          {reference.system, reference.id})
        .has_value();
}

std::vector<Action> Store::actions_of(const View& view, const ComplaintId& complaint) const {
    std::vector<Action> actions;
    for (const auto& [body] :
         view.db().rows<std::string>("select body from actions where complaint = ? order by row", {complaint}))
        actions.push_back(decode<Action>(from_json(body)));
    return actions;
}

std::int64_t Store::repeats_before(const View& view, const Complaint& complaint) const {
    constexpr std::chrono::days window(90);
    if (!complaint.party || !complaint.category) return 0;
    const auto row = view.db().row<std::int64_t>(
        "select count(*) from complaints where party = ? and category = ? and received_at >= ? and received_at < ?",
        {complaint.party, complaint.category, complaint.received_at - window, complaint.received_at});
    return std::get<0>(row.value());
}

}  // namespace rapport::complaints
