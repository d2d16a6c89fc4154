// SPDX-License-Identifier: MIT
#include "services/complaints/cases/casebook.hpp"

#include <algorithm>
#include <iterator>

#include "services/complaints/rules/action.hpp"
#include "services/complaints/rules/assignment.hpp"
#include "services/complaints/rules/escalation.hpp"
#include "services/complaints/rules/times.hpp"

namespace rapport::complaints {
namespace {

void give(Unit& unit, const Store& store, const Action& before, const ComplaintId& to) {
    Action after = before;
    after.complaint = to;
    save(unit, store.actions, before, after, api::action_changed, to, store.concerning(unit, to));
}

}  // namespace

Casebook::Casebook(const Settings& settings)
    : clockwork_(
          store_, settings,
          [this](Unit& unit, const Complaint& before, Complaint after, const Clockwork::Marks& marks,
                 const kit::Event<api::Told>* event) { on_clocks(unit, before, std::move(after), marks, event); }),
      patience_{std::chrono::days(settings.remind_after_days), std::chrono::days(settings.close_after_days),
                std::chrono::days(settings.reopen_within_days)},
      escalation_(checked(settings.escalation)),
      zone_(settings.time_zone),
      receipt_acknowledges_(settings.receipt_acknowledges) {}

kit::Routes Casebook::routes() {
    kit::Routes routes = directory_.routes();
    std::ranges::move(clockwork_.routes(), std::back_inserter(routes));
    routes.push_back(links_.route());
    return routes;
}

Complaint Casebook::get(const View& view, const ComplaintId& id) const {
    return clockwork_.explained(view, seen_at(store_.complaints.get(view, id), patience_, view.now()));
}

void Casebook::begin(Unit& unit, Complaint& complaint, Instant happened) const {
    check_times(complaint, unit.now());
    if (complaint.id.nil()) complaint.id = unit.new_id<ComplaintId>();
    complaint.entered_at = unit.now();
    if (complaint.reference) store_.refer(unit, *complaint.reference, complaint.id);
    if (complaint.number.empty()) complaint.number = unit.next_number('C');
    const auto marks = clockwork_.begin(unit, complaint);
    Complaint before = complaint;
    complaint = brought_up(std::move(complaint), marks, unit.now());
    store_.complaints.put(unit, complaint);
    before.version = complaint.version;
    tallies_.came(unit, complaint);
    unit.emit(api::opened, complaint.id, api::Told{complaint, {}, links_.page_of(unit, complaint.id)}, happened);
    if (complaint.owner) unit.emit(api::assigned, complaint.id, api::Told{complaint, {}}, happened);
    clockwork_.tell(unit, complaint, marks);
    tell_of(unit, before, complaint);
    unit.start(scoring, {complaint.id});
    acknowledge_by_receipt(unit, complaint);
}

/// Of what is imported quietly nobody is sent a receipt.
void Casebook::acknowledge_by_receipt(Unit& unit, Complaint& complaint) const {
    const bool reached = (complaint.complainant && complaint.complainant->email) || complaint.contact;
    if (!receipt_acknowledges_ || unit.quiet() || !reached || complaint.state != State::received) return;
    Complaint after = moved(complaint, {.to = State::acknowledged}, patience_, unit.now());
    after.acknowledged_by_receipt = true;
    complaint = keep(unit, complaint, std::move(after), api::acknowledged);
}

/// Brought before whom what its clocks came to calls for, once for all of them.
Complaint Casebook::brought_up(Complaint complaint, const Clockwork::Marks& marks, Instant now) const {
    std::int32_t percent = 0;
    for (const Clockwork::Mark& mark : marks) percent = std::max(percent, mark.percent);
    return escalated_by_clock(std::move(complaint), percent, escalation_, now);
}

Complaint Casebook::keep(Unit& unit, const Complaint& before, Complaint after,
                         const kit::Event<api::Told>& event) const {
    const auto marks = clockwork_.follow(unit, before, after);
    after = brought_up(std::move(after), marks, unit.now());
    auto changes = changes_between(before, after);
    if (changes.empty()) return after;
    store_.complaints.put(unit, after);
    unit.emit(event, after.id, api::Told{after, std::move(changes), links_.page_of(unit, after.id)});
    clockwork_.tell(unit, after, marks);
    tallies_.changed(unit, before, after);
    tell_of(unit, before, after);
    return after;
}

/// Clocks came to a mark, or are due at another time.
void Casebook::on_clocks(Unit& unit, const Complaint& before, Complaint after, const Clockwork::Marks& marks,
                         const kit::Event<api::Told>* event) const {
    after = brought_up(std::move(after), marks, unit.now());
    auto changes = changes_between(before, after);
    if (changes.empty()) return;
    store_.complaints.put(unit, after);
    if (event) unit.emit(*event, after.id, api::Told{after, std::move(changes)});
    clockwork_.tell(unit, after, marks);
    tallies_.changed(unit, before, after);
    tell_of(unit, before, after);
}

/// What a change means beyond itself.
void Casebook::tell_of(Unit& unit, const Complaint& before, const Complaint& after) const {
    if (after.owner && after.owner != before.owner)
        unit.emit(api::assigned, after.id, api::Told{after, changes_between(before, after)});
    if (after.escalation_level > before.escalation_level)
        unit.emit(api::escalated, after.id,
                  api::EscalationTold{after, after.escalation->role, changes_between(before, after)});
    watch(unit, before, after);
}

/// Sets and takes back the timers that what changed brings about.
void Casebook::watch(Unit& unit, const Complaint& before, const Complaint& after) const {
    if (after.reply_by && after.reply_by != before.reply_by) {
        unit.at(no_reply_timer, after.id, *after.reply_by);
        const Millis rest = *after.reply_by - (patience_.close_after - patience_.remind_after) - unit.now();
        if (!after.reminded_at) unit.after(reminder_timer, after.id, std::max(rest, Millis(0)));
    } else if (before.reply_by && !after.reply_by) {
        unit.cancel(reminder_timer, after.id);
        unit.cancel(no_reply_timer, after.id);
    }
    const auto climbed_at = climbs_at(before, escalation_), climbs = climbs_at(after, escalation_);
    if (climbs && climbs != climbed_at) unit.at(climb_timer, after.id, *climbs);
    else if (climbed_at && !climbs) unit.cancel(climb_timer, after.id);
}

Complaint Casebook::move(Unit& unit, const ComplaintId& id, std::optional<std::int64_t> version,
                         const Step& step) const {
    const Complaint before = store_.complaints.get(unit, id);
    kit::check_version(version, before.version);
    Complaint after = moved(before, step, patience_, unit.now());
    if (after.state == State::closed && !may_close(unit, after))
        throw Error(Code::failed_precondition,
                    "it has actions that are neither done nor cancelled: end them, or hand them on with a reason");
    if (after.state == State::duplicate) hand_over(unit, after);
    if (before.state == State::duplicate) take_back(unit, before, after);
    if (step.reinstates) catch_up(unit, before, after);
    return keep(unit, before, std::move(after), event_of(before.state, step.to));
}

std::optional<kit::UserId> Casebook::owner_by_rule(const View& view, const Complaint& complaint) const {
    const auto rules = store_.rules_in_force(view);
    const AssignmentRule* rule = rule_for(complaint, rules);
    if (!rule) return {};
    std::optional<kit::UserId> least;
    std::int64_t fewest = 0;
    for (const kit::UserId& owner : rule->owners) {
        const auto user = kit::user_of(view, owner);
        if (!user || !user->active) continue;
        const std::int64_t open = store_.open_complaints_of(view, owner);
        if (!least || open < fewest) std::tie(least, fewest) = std::pair(owner, open);
    }
    return least;
}

bool Casebook::may_close(const View& view, const Complaint& complaint) const {
    return std::ranges::none_of(store_.actions_of(view, complaint.id), holds_up);
}

void Casebook::check_original(const View& view, const ComplaintId& original) const {
    const auto other = store_.complaints.find(view, original);
    if (!other) throw Error(Code::not_found, "of: there is no such complaint");
    if (other->duplicate_of)
        throw invalid("of",
                      "must not be a duplicate itself; name the one that goes on: " + to_text(*other->duplicate_of));
}

/// Another goes on instead: with what is still to be done.
void Casebook::hand_over(Unit& unit, Complaint& duplicate) const {
    check_original(unit, *duplicate.duplicate_of);
    for (const Action& action : store_.actions_of(unit, duplicate.id)) {
        if (!holds_up(action)) continue;
        give(unit, store_, action, *duplicate.duplicate_of);
        duplicate.before_ending->actions.push_back(action.id);
    }
    store_.tie(unit, duplicate.id, *duplicate.duplicate_of, Tie::duplicate_of);
}

/// It is none: what went over from it comes back from wherever that is by now.
void Casebook::take_back(Unit& unit, const Complaint& duplicate, Complaint& again) const {
    store_.untie(unit, duplicate.id, *duplicate.duplicate_of, Tie::duplicate_of);
    for (const Complaint& holder : store_.instead_of(unit, duplicate)) {
        take_back_actions(unit, duplicate, holder);
        take_back_notes(unit, duplicate, holder);
    }
    // They have replied by now, so silence closes it no more.
    if (std::ranges::any_of(store_.notes_since(unit, duplicate.id, *duplicate.closed_at), &Note::from_complainant))
        again.reply_by.reset();
}

/// Those that were handed over, done by now or not, and those that follow one of them.
void Casebook::take_back_actions(Unit& unit, const Complaint& duplicate, const Complaint& holder) const {
    if (!duplicate.before_ending) return;
    std::vector<ActionId> own = duplicate.before_ending->actions;
    const auto is_own = [&own](const ActionId& id) { return std::ranges::find(own, id) != own.end(); };
    for (const Action& action : store_.actions_of(unit, holder.id)) {  // what follows comes after what it follows
        if (!is_own(action.id) && !(action.follows && is_own(*action.follows))) continue;
        own.push_back(action.id);
        give(unit, store_, action, duplicate.id);
    }
}

/// What its complainant wrote meanwhile is kept with it too: the copies among us with the other go.
void Casebook::take_back_notes(Unit& unit, const Complaint& duplicate, const Complaint& holder) const {
    const auto own = store_.notes_since(unit, duplicate.id, *duplicate.closed_at);
    for (const Note& copy : store_.notes_since(unit, holder.id, *duplicate.closed_at)) {
        const bool of_duplicate = copy.from_complainant && copy.visibility == Visibility::internal &&
                                  std::ranges::any_of(own, [&copy](const Note& note) {
                                      return note.from_complainant && note.at == copy.at && note.text == copy.text;
                                  });
        if (!of_duplicate) continue;
        store_.notes.erase(unit, copy.id);
        unit.emit(api::note_removed, holder.id, api::NoteTold{copy, holder});
    }
}

/// What the severity rule's opinion would have brought about, if it came only after the ending.
void Casebook::catch_up(Unit& unit, const Complaint& before, Complaint& after) const {
    if (!before.before_ending || before.before_ending->scored || (!after.score && !after.score_error)) return;
    if (!after.owner) after.owner = owner_by_rule(unit, after);
    after = escalated_by_rule(std::move(after), escalation_, unit.now());
}

const kit::Event<api::Told>& event_of(State from, State to) {
    if (is_dropped(from)) return api::reinstated;
    switch (to) {
        case State::received:
            return api::opened;
        case State::acknowledged:
            return api::acknowledged;
        case State::assessed:
            return api::assessed;
        case State::investigating:
            return from == State::closed ? api::reopened : api::investigating;
        case State::waiting_on_customer:
        case State::waiting_on_supplier:
            return api::waiting;
        case State::proposed:
            return api::proposed;
        case State::accepted:
            return api::accepted;
        case State::disputed:
            return api::disputed;
        case State::closed:
            return api::closed;
        case State::withdrawn:
            return api::withdrawn;
        case State::rejected:
            return api::rejected;
        case State::duplicate:
            return api::duplicate;
    }
    return api::changed;
}

}  // namespace rapport::complaints
