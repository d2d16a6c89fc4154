// SPDX-License-Identifier: MIT
#include "services/complaints/cases/casebook.hpp"

#include <algorithm>
#include <iterator>

#include "services/complaints/rules/assignment.hpp"
#include "services/complaints/rules/escalation.hpp"
#include "services/complaints/rules/times.hpp"
#include "services/complaints/store/former_actions.hpp"
#include "services/kit/entities/party_events.hpp"

namespace rapport::complaints {
namespace {

constexpr kit::Timer<ComplaintId> clock_timer{"clocks"};
/// Complaints that are counted anew in one unit.
constexpr std::int64_t recount_page = 50;

std::int32_t most_of(const ClockMarks& marks) {
    std::int32_t percent = 0;
    for (const ClockMark& mark : marks) percent = std::max(percent, mark.percent);
    return percent;
}

}  // namespace

Casebook::Casebook(const Settings& settings)
    : lifecycle_({std::chrono::days(settings.remind_after_days), std::chrono::days(settings.close_after_days),
                  std::chrono::days(settings.reopen_within_days)}),
      clockwork_(store_, settings),
      escalation_(checked(settings.escalation)),
      receipt_acknowledges_(settings.receipt_acknowledges) {}

kit::Routes Casebook::routes() {
    return kit::all(
        {kit::timer(clock_timer, this, &Casebook::clock_due), kit::timer(recount_timer, this, &Casebook::recount),
         kit::tells(api::clock_warned), kit::tells(api::clock_breached), links_.route(), take_over_actions(store_),
         kit::follows_merges(store_.complaints,
                             [this](Unit& unit, const Complaint& before, Complaint after) {
                                 follow_merge(unit, before, std::move(after));
                             }),
         kit::forgets_erased(store_.complaints,
                             [this](Unit& unit, Complaint after) { forget(unit, std::move(after)); })},
        store_.actions.routes(), directory_.routes(), clockwork_.routes());
}

void Casebook::create(Unit& unit, Complaint& complaint, Instant happened) const {
    check_times(complaint, unit.now());
    if (complaint.id.nil()) complaint.id = unit.new_id<ComplaintId>();
    complaint.created_at = unit.now();
    if (complaint.reference) store_.refer(unit, *complaint.reference, complaint.id);
    if (complaint.number.empty()) complaint.number = unit.next_number('C');
    complaint = store(unit, nullptr, std::move(complaint), {.event = &api::opened, .happened = happened});
    unit.start(scoring, {complaint.id});
    acknowledge_by_receipt(unit, complaint);
}

/// Of what is imported quietly nobody is sent a receipt.
void Casebook::acknowledge_by_receipt(Unit& unit, Complaint& complaint) const {
    const bool reached = (complaint.complainant && complaint.complainant->email) || complaint.contact;
    if (!receipt_acknowledges_ || unit.quiet() || !reached || complaint.state != State::received) return;
    Complaint after = lifecycle_.moved(complaint, {.method = api::acknowledge.name}, kit::asking(unit));
    after.acknowledged_by_receipt = true;
    complaint = save(unit, complaint, std::move(after), api::acknowledged);
}

Complaint Casebook::save(Unit& unit, const Complaint& before, Complaint after,
                         const kit::Event<api::ComplaintEvent>& event) const {
    return store(unit, &before, std::move(after), {.event = &event});
}

/// Every change of a complaint, whatever brought it about, in this order: its clocks follow, what they have come to
/// brings it up, it is stored, told and counted, and its timers are set. Without `before` the complaint is new.
Complaint Casebook::store(Unit& unit, const Complaint* before, Complaint after, const Cause& cause) const {
    static const Complaint none;
    ClockMarks marks = clockwork_.follow(unit, before, after, cause.rules_since);
    // What is taken over from another system was late there: that it came so says it all.
    if (unit.quiet()) marks.clear();
    after = escalated_by_clock(std::move(after), most_of(marks), escalation_, unit.now());
    const auto changes = before ? changes_between(*before, after) : std::vector<Change>();
    if (before && changes.empty()) return after;
    store_.complaints.put(unit, after);
    tell(unit, before ? *before : none, after, marks, changes, cause);
    if (before) tallies_.changed(unit, *before, after);
    else tallies_.came(unit, after);
    if (before && before->party != after.party) store_.hand_to_its_party(unit, after);
    set_timers(unit, before ? *before : none, after);
    return after;
}

void Casebook::tell(Unit& unit, const Complaint& before, const Complaint& after, const ClockMarks& marks,
                    const std::vector<Change>& changes, const Cause& cause) const {
    const Instant happened = cause.happened.value_or(unit.now());
    if (cause.event) unit.emit(*cause.event, after.id, {{after, changes}, links_.page_of(unit, after.id)}, happened);
    if (after.owner && after.owner != before.owner)
        unit.emit(api::assigned, after.id, {{after, changes}, {}}, happened);
    for (const ClockMark& mark : marks)
        if (!mark.told)
            unit.emit(mark.percent == 100 ? api::clock_breached : api::clock_warned, after.id,
                      {{after, changes}, mark.clock});
    if (after.escalation_level > before.escalation_level)
        unit.emit(api::escalated, after.id, {{after, changes}, after.escalation->role});
}

/// Sets and takes back the timers that what changed brings about.
void Casebook::set_timers(Unit& unit, const Complaint& before, const Complaint& after) const {
    set_clock_timer(unit, after);
    if (after.reply_by && after.reply_by != before.reply_by) {
        unit.at(no_reply_timer, after.id, *after.reply_by);
        const ReplyDeadlines& deadlines = lifecycle_.deadlines();
        const Millis rest = *after.reply_by - (deadlines.close_after - deadlines.remind_after) - unit.now();
        if (!after.reminded_at) unit.after(reminder_timer, after.id, std::max(rest, Millis(0)));
    } else if (before.reply_by && !after.reply_by) {
        unit.cancel(reminder_timer, after.id);
        unit.cancel(no_reply_timer, after.id);
    }
    const auto before_further = escalates_further_at(before, escalation_),
               further = escalates_further_at(after, escalation_);
    if (further && further != before_further) unit.at(escalation_timer, after.id, *further);
    else if (before_further && !further) unit.cancel(escalation_timer, after.id);
}

void Casebook::set_clock_timer(Unit& unit, const Complaint& complaint) const {
    if (const auto next = next_look(complaint, unit.now())) unit.at(clock_timer, complaint.id, *next);
    else if (!complaint.clocks.empty()) unit.cancel(clock_timer, complaint.id);
}

/// Nothing has become of the complaint but that time went by.
void Casebook::clock_due(Unit& unit, const ComplaintId& id) {
    const auto before = store_.complaints.find(unit, id);
    if (!before) return;
    const Complaint after = store(unit, &*before, *before, {});
    if (after.version == before->version) set_clock_timer(unit, after);  // what waits is looked at again
}

/// A few of the complaints whose clocks go by other rules, in a unit of their own.
void Casebook::recount(Unit& unit, const std::string& key) {
    for (const auto& [complaint, since] : recounts_.take(unit, key, recount_page))
        store(unit, &complaint, complaint, {.event = &api::changed, .rules_since = since});
}

Complaint Casebook::move(Unit& unit, const ComplaintId& id, std::optional<std::int64_t> version,
                         const MoveInput& move) const {
    const Complaint before = store_.complaints.get(unit, id);
    kit::check_version(version, before.version);
    Complaint after = lifecycle_.moved(before, move, kit::asking(unit));
    if (after.state == State::closed)
        if (const std::int64_t open = store_.actions.waiting(unit, id))
            throw lifecycle_.moves().blocked(before, move.method, kit::asking(unit),
                                             {"actions_are_open", any_of(kit::OpenActions{open})});
    if (after.state == State::duplicate) hand_over(unit, after);
    if (before.state == State::duplicate) take_back(unit, before, after);
    if (is_dropped(before.state)) catch_up(unit, before, after);
    const auto& event = event_of(before.state, after.state);
    return save(unit, before, std::move(after), event);
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

void Casebook::follow_merge(Unit& unit, const Complaint& before, Complaint after) const {
    directory_.name_party(unit, after);
    save(unit, before, std::move(after), api::changed);
}

void Casebook::forget(Unit& unit, Complaint after) const {
    store_.complaints.put(unit, after);
    for (Note& note : store_.notes.rows(unit, "where complaint = ? order by row", {after.id})) {
        blank_personal(note);
        store_.notes.put(unit, note);
    }
    unit.emit(api::changed, after.id, {{after, {}}, links_.page_of(unit, after.id)});
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
        if (kit::has_ended(action.state)) continue;
        store_.give(unit, action, *duplicate.duplicate_of);
        duplicate.before_ending->actions.push_back(action.id);
    }
    store_.link(unit, duplicate.id, *duplicate.duplicate_of, LinkKind::duplicate_of);
}

/// It is none: what went over from it comes back from wherever that is by now.
void Casebook::take_back(Unit& unit, const Complaint& duplicate, Complaint& again) const {
    store_.unlink(unit, duplicate.id, *duplicate.duplicate_of, LinkKind::duplicate_of);
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
        store_.give(unit, action, duplicate.id);
    }
}

/// What its complainant wrote meanwhile is kept with it too: the copies among us with the other go.
void Casebook::take_back_notes(Unit& unit, const Complaint& duplicate, const Complaint& holder) const {
    const auto own = store_.notes_since(unit, duplicate.id, *duplicate.closed_at);
    for (const Note& copy : store_.notes_since(unit, holder.id, *duplicate.closed_at)) {
        const bool of_duplicate =
            copy.from_complainant && copy.visibility == Visibility::internal &&
            std::ranges::any_of(own, [&copy](const Note& note) {
                return note.from_complainant && note.created_at == copy.created_at && note.text == copy.text;
            });
        if (!of_duplicate) continue;
        store_.notes.erase(unit, copy.id);
        unit.emit(api::note_removed, holder.id, {{{copy, {}}, {}}, holder});
    }
}

/// What the severity rule's opinion would have brought about, if it came only after the ending.
void Casebook::catch_up(Unit& unit, const Complaint& before, Complaint& after) const {
    if (!before.before_ending || before.before_ending->scored || (!after.score && !after.score_error)) return;
    if (!after.owner) after.owner = owner_by_rule(unit, after);
    after = escalated_by_rule(std::move(after), escalation_, unit.now());
}

const kit::Event<api::ComplaintEvent>& event_of(State from, State to) {
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
