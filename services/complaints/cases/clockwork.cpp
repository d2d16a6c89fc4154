// SPDX-License-Identifier: MIT
#include "services/complaints/cases/clockwork.hpp"

#include <algorithm>
#include <cmath>

#include "services/complaints/rules/lifecycle.hpp"
#include "services/kit/organisation.hpp"
#include "services/registry/api.hpp"

namespace rapport::complaints {
namespace {

namespace registry = registry::api;

constexpr kit::Timer<ComplaintId> clock_timer{"clocks"};
/// For the row after which a page begins, and the time from which the other rules hold.
constexpr kit::Timer<std::string> recount_timer{"recount_clocks"};
constexpr std::int64_t recount_page = 50;
/// What stores of before are known by to have begun: with a calendar then, too.
constexpr std::string_view first_targets = "first_calendar";
/// How long what hangs on the priority waits for it.
constexpr Millis patience = std::chrono::minutes(1);

/// What lists show and sort by: the first that a running clock is due, and whether any is too late.
void summarise(Complaint& complaint) {
    complaint.due_at.reset();
    complaint.breached = false;
    for (const CaseClock& clock : complaint.clocks) {
        complaint.breached = complaint.breached || clock.breached;
        if (clock.state == ClockState::running && clock.due_at)
            complaint.due_at = std::min(complaint.due_at.value_or(*clock.due_at), *clock.due_at);
    }
}

void add(Clockwork::Marks& marks, ClockKind clock, const std::vector<std::int32_t>& reached) {
    for (const std::int32_t percent : reached) marks.push_back({clock, percent});
}

bool has(const Complaint& complaint, ClockKind kind) {
    return std::ranges::find(complaint.clocks, kind, &CaseClock::kind) != complaint.clocks.end();
}

/// Whether its ending was a mistake that is undone now.
bool is_reinstated(const Complaint& before, const Complaint& after) { return is_dropped(before.state) && after.open; }

/// Whether the priority is not known yet, and may come to be.
bool preliminary(const Complaint& complaint) { return !complaint.priority && !complaint.score_error; }

bool other_promises(const Complaint& a, const Complaint& b) {
    return a.priority != b.priority || a.service != b.service || a.party != b.party;
}

/// Minutes of business time, at least one.
std::int64_t minutes_of(const Promise& promise, const kit::BusinessTime& time) {
    double minutes = promise.value;
    if (promise.unit == registry::TargetUnit::hours) minutes *= 60;
    if (promise.unit == registry::TargetUnit::days) minutes *= static_cast<double>(time.working_day().ms) / 60'000;
    return std::max<std::int64_t>(1, std::llround(std::min(minutes, 525'600.0)));
}

}  // namespace

kit::BusinessTime ClockRules::time(const View& view, const CalendarId& calendar, std::int64_t version) const {
    const std::lock_guard lock(mutex_);
    const auto known = times_.find({calendar, version});
    if (known != times_.end()) return known->second;
    const auto found = calendars_.version(view, calendar, version);
    if (!found) throw Error(Code::internal, "a clock counts in a calendar that is not there");
    const kit::BusinessTime time(*found);
    times_.emplace(std::pair(calendar, version), time);
    return time;
}

Clockwork::Clockwork(const Store& store, const Settings& settings, Keep keep)
    : store_(store),
      agreements_("registry", "known_agreements",
                  {{"party", &registry::Agreement::party},
                   {"body",
                    [](const registry::Agreement& agreement) {
                        kit::Param body(nullptr);
                        body.kind = kit::Param::Kind::text;
                        body.held = to_json(encode(agreement));
                        return body;
                    }}}),
      keep_(std::move(keep)),
      policy_{settings.respond_pauses_in, settings.resolve_pauses_in} {
    agreements_.on_change([this](Unit& unit, const registry::Agreement&) { recount_from_the_first(unit); });
}

kit::Routes Clockwork::routes() {
    return kit::all(
        {kit::once(first_targets, this, &Clockwork::begin_with), kit::timer(clock_timer, this, &Clockwork::on_time),
         kit::timer(recount_timer, this, &Clockwork::recount), kit::tells(api::clock_warned),
         kit::tells(api::clock_breached)},
        agreements_.routes(registry::agreement_created, registry::agreement_changed),
        store_.calendars.routes([this](Unit& unit) { rules_changed(unit); }),
        kit::organisation_routes([this](Unit& unit, const kit::Organisation&) { rules_changed(unit); }));
}

std::shared_ptr<const ClockRules> Clockwork::rules(const View& view) const {
    const auto row = view.db().row<std::string>("select token from clock_rules where one = 1");
    const std::string token = row ? std::get<0>(*row) : "";
    const std::lock_guard lock(mutex_);
    if (rules_ && rules_->token() == token) return rules_;
    auto versions = store_.calendars.versions(view);
    const kit::Organisation organisation = kit::organisation(view);
    // Until it is known which one is the organisation's: the oldest of a store of before, which had its own.
    const bool known = organisation.known() && versions.contains(organisation.calendar);
    const CalendarId standard = known ? organisation.calendar : versions.begin()->first;
    return rules_ = std::make_shared<const ClockRules>(store_.calendars, token,
                                                       store_.targets.rows(view, "where active = 1 order by row"),
                                                       std::move(versions), standard);
}

void Clockwork::rules_changed(Unit& unit) const {
    unit.db().run(
        "insert into clock_rules (one, token) values (1, ?) on conflict (one) do update set token = excluded.token",
        {new_uuid(unit.now())});
    recount_from_the_first(unit);
}

void Clockwork::recount_from_the_first(Unit& unit) const {
    unit.after(recount_timer, "0/" + to_text(unit.now()), Millis(0));
}

std::optional<Promise> Clockwork::promised(const View& view, ClockKind kind, const Complaint& complaint) const {
    if (!complaint.party) return {};
    std::vector<registry::Agreement> agreements;
    for (const auto& [body] :
         view.db().rows<std::string>("select body from known_agreements where party = ?", {*complaint.party}))
        agreements.push_back(decode_stored<registry::Agreement>(from_json(body)));
    return promise_of(kind, complaint, agreements, day_of(view.now()));
}

std::optional<Aim> Clockwork::aim_of(const View& view, ClockKind kind, const Complaint& complaint,
                                     const ClockRules& rules) const {
    const Target* target = target_of(kind, complaint, rules.targets());
    const auto promise = promised(view, kind, complaint);
    if (!promise && !target) return {};
    // One that an agreement names and that we never had counts as none.
    const bool named = promise && promise->calendar && rules.knows(*promise->calendar);
    const CalendarId calendar = named ? *promise->calendar : target ? target->calendar : rules.default_calendar();
    Aim aim{.source = TargetSource::agreement, .calendar = calendar, .calendar_version = rules.version_of(calendar)};
    if (promise) {
        aim.minutes = minutes_of(*promise, rules.time(view, aim.calendar, aim.calendar_version));
        return aim;
    }
    aim.minutes = target->minutes;
    aim.source = target->service    ? TargetSource::service
                 : target->priority ? TargetSource::priority
                                    : TargetSource::standard;
    return aim;
}

std::vector<std::optional<Aim>> Clockwork::aims_by_priority(const View& view, ClockKind kind,
                                                            const Complaint& complaint, const ClockRules& rules) const {
    std::vector<std::optional<Aim>> aims;
    Complaint other = complaint;
    for (const Priority priority : {Priority::P1, Priority::P2, Priority::P3, Priority::P4}) {
        other.priority = priority;
        aims.push_back(aim_of(view, kind, other, rules));
    }
    return aims;
}

/// A clock that ran from the receipt of the complaint on until now. None if nothing is promised, and nothing will be by
/// the priority.
void Clockwork::start(const View& view, Complaint& complaint, ClockKind kind, const ClockRules& rules) const {
    auto aim = aim_of(view, kind, complaint, rules);
    if (!aim && preliminary(complaint)) {
        const auto aims = aims_by_priority(view, kind, complaint, rules);
        const auto some = std::ranges::find_if(aims, [](const auto& one) { return one.has_value(); });
        if (some != aims.end()) aim = *some;
        if (aim) aim->source = TargetSource::none;
    }
    if (!aim) return;
    const kit::BusinessTime time = rules.time(view, aim->calendar, aim->calendar_version);
    CaseClock clock = started(kind, *aim, complaint.received_at, time);
    clock.preliminary = true;
    if (!preliminary(complaint)) clock = confirmed(std::move(clock), view.now(), time);
    const auto place = std::ranges::upper_bound(complaint.clocks, kind, {}, &CaseClock::kind);
    complaint.clocks.insert(place, std::move(clock));
}

/// What is promised only now is counted from the receipt on. What was over meanwhile did not run then.
void Clockwork::start_missing(const View& view, const Complaint& before, Complaint& after,
                              const ClockRules& rules) const {
    for (const ClockKind kind : {ClockKind::acknowledge, ClockKind::respond, ClockKind::resolve}) {
        const bool goes_on = !before.open && before.closed_at && !is_reinstated(before, after);
        if (has(after, kind) || !after.open || (goes_on && kind != ClockKind::resolve)) continue;
        const Effect effect = effect_of(kind, after.state, policy_);
        if (effect != Effect::runs && effect != Effect::pauses) continue;
        start(view, after, kind, rules);
        const auto made = std::ranges::find(after.clocks, kind, &CaseClock::kind);
        if (made == after.clocks.end()) continue;
        const kit::BusinessTime time = rules.time(view, made->aim.calendar, made->aim.calendar_version);
        if (goes_on) {
            *made =
                followed(started(kind, made->aim, after.received_at, time), Effect::stops, {}, *before.closed_at, time);
        }
        *made = followed(*made, effect, pause_reason(after.state), view.now(), time);
    }
}

Clockwork::Marks Clockwork::begin(Unit& unit, Complaint& complaint) const {
    Marks marks;
    const auto rules = this->rules(unit);
    for (const ClockKind kind : {ClockKind::acknowledge, ClockKind::respond, ClockKind::resolve})
        if (effect_of(kind, complaint.state, policy_) == Effect::runs) start(unit, complaint, kind, *rules);
    note_due(unit, complaint, unit.now(), marks);
    summarise(complaint);
    // What is taken over from another system was late there: that it came so says it all.
    if (unit.quiet()) marks.clear();
    return marks;
}

/// Whether another priority would promise another thing, and there is still hope for one.
bool Clockwork::waits_for_priority(const View& view, const Complaint& complaint, const CaseClock& clock) const {
    if (!clock.preliminary || !complaint.entered_at || *complaint.entered_at + patience <= view.now()) return false;
    const auto aims = aims_by_priority(view, clock.kind, complaint, *rules(view));
    return std::ranges::any_of(aims, [&](const auto& aim) { return aim != clock.aim; });
}

/// Takes note of what running clocks have come to by `at`.
void Clockwork::note_due(const View& view, Complaint& complaint, Instant at, Marks& marks) const {
    for (CaseClock& clock : complaint.clocks) {
        const auto mark = next_mark(clock);
        if (!mark || *mark > at) continue;
        if (waits_for_priority(view, complaint, clock)) continue;
        add(marks, clock.kind, reach(clock, at));
    }
}

Clockwork::Marks Clockwork::follow(Unit& unit, const Complaint& before, Complaint& after) const {
    const bool reinstated = is_reinstated(before, after);
    const bool moved = before.state != after.state && !reinstated;
    const bool decided = (preliminary(before) || reinstated) && !preliminary(after);
    const bool anew = decided || reinstated || other_promises(before, after);
    Marks marks;
    if (reinstated && !before.before_ending) resume(unit, before, after);
    note_due(unit, after, unit.now() - Millis(1), marks);  // by the very moment that it is due it was in time
    if (moved || anew) {
        const auto rules = this->rules(unit);
        if (moved)
            for (CaseClock& clock : after.clocks)
                clock = followed(clock, effect_of(clock.kind, after.state, policy_), pause_reason(after.state),
                                 unit.now(), rules->time(unit, clock.aim.calendar, clock.aim.calendar_version));
        if (anew) std::ranges::move(retarget(unit, after, *rules, unit.now(), decided), std::back_inserter(marks));
        start_missing(unit, before, after, *rules);
        note_due(unit, after, unit.now(), marks);
    }
    if (moved || anew || !marks.empty()) summarise(after);
    if (unit.quiet()) marks.clear();
    return marks;
}

/// Of one that ended before what it was then was written down: what stopped with it runs again, where the state lets
/// it.
void Clockwork::resume(const View& view, const Complaint& before, Complaint& after) const {
    const auto rules = this->rules(view);
    for (CaseClock& clock : after.clocks)
        if (clock.stopped_at == before.closed_at && effect_of(clock.kind, after.state, policy_) == Effect::runs)
            clock = resumed(clock, rules->time(view, clock.aim.calendar, clock.aim.calendar_version));
}

/// `decided`: whether the complaint has the priority now, or never will, that its preliminary clocks waited for.
Clockwork::Marks Clockwork::retarget(const View& view, Complaint& complaint, const ClockRules& rules, Instant at,
                                     bool decided) const {
    Marks marks;
    // Another priority would have promised something.
    if (decided)
        std::erase_if(complaint.clocks, [&](const CaseClock& clock) {
            return clock.preliminary && clock.aim.source == TargetSource::none &&
                   !aim_of(view, clock.kind, complaint, rules);
        });
    for (CaseClock& clock : complaint.clocks) {
        Aim unpromised = clock.aim;
        unpromised.source = TargetSource::none;
        const Aim aim = aim_of(view, clock.kind, complaint, rules).value_or(unpromised);
        const bool settles = decided && clock.preliminary;
        if (aim == clock.aim && !settles) continue;
        if (!clock.preliminary) add(marks, clock.kind, reach(clock, at - Millis(1)));
        const kit::BusinessTime after = rules.time(view, aim.calendar, aim.calendar_version);
        clock = retargeted(clock, aim, at, rules.time(view, clock.aim.calendar, clock.aim.calendar_version), after);
        if (settles) clock = confirmed(std::move(clock), at, after);
        add(marks, clock.kind, reach_at_rest(clock));
    }
    summarise(complaint);
    return marks;
}

void Clockwork::tell(Unit& unit, const Complaint& complaint, const Marks& marks) const {
    for (const Mark& mark : marks)
        unit.emit(mark.percent == 100 ? api::clock_breached : api::clock_warned, complaint.id,
                  api::ClockTold{complaint, mark.clock});
    std::optional<Instant> next;
    for (const CaseClock& clock : complaint.clocks) {
        auto mark = next_mark(clock);
        if (!mark) continue;
        // What came and was not told waits for the priority.
        if (*mark <= unit.now() && clock.preliminary && complaint.entered_at)
            mark = std::max(*mark, *complaint.entered_at + patience);
        next = std::min(next.value_or(*mark), *mark);
    }
    if (next) unit.at(clock_timer, complaint.id, *next);
    else if (!complaint.clocks.empty()) unit.cancel(clock_timer, complaint.id);
}

void Clockwork::on_time(Unit& unit, const ComplaintId& id) {
    const auto before = store_.complaints.find(unit, id);
    if (!before) return;
    Complaint after = *before;
    Marks marks;
    note_due(unit, after, unit.now(), marks);
    if (marks.empty()) return tell(unit, after, {});
    summarise(after);
    keep_(unit, *before, std::move(after), marks, nullptr);
}

/// Page after page, each in a unit of its own.
void Clockwork::recount(Unit& unit, const std::string& key) {
    const std::size_t slash = key.find('/');
    const Instant since = instant_from(key.substr(slash + 1)).value();
    const auto page = unit.db().rows<std::int64_t, std::string>(
        "select row, body from complaints where open = 1 and row > ? order by row limit ?",
        {static_cast<std::int64_t>(std::stoll(key.substr(0, slash))), recount_page});
    const auto rules = this->rules(unit);
    for (const auto& [row, body] : page) {
        const auto before = decode_stored<Complaint>(from_json(body));
        Complaint after = before;
        Marks marks = retarget(unit, after, *rules, since, false);
        start_missing(unit, before, after, *rules);
        note_due(unit, after, unit.now(), marks);
        summarise(after);
        keep_(unit, before, std::move(after), marks, &api::changed);
    }
    if (static_cast<std::int64_t>(page.size()) == recount_page)
        unit.after(recount_timer, std::to_string(std::get<0>(page.back())) + key.substr(slash), Millis(0));
}

Complaint Clockwork::explained(const View& view, Complaint complaint) const {
    const auto rules = this->rules(view);
    for (CaseClock& clock : complaint.clocks)
        clock.explanation =
            complaints::explained(clock, view.now(), rules->time(view, clock.aim.calendar, clock.aim.calendar_version));
    return complaint;
}

/// Targets for all complaints, until somebody knows better.
void Clockwork::begin_with(Unit& unit) {
    constexpr std::int64_t day = 8 * 60;
    for (const auto& [clock, days] :
         {std::pair(ClockKind::acknowledge, 1), {ClockKind::respond, 5}, {ClockKind::resolve, 20}}) {
        Target target{.id = unit.new_id<TargetId>(), .clock = clock, .minutes = days * day, .calendar = kit::office_hours_id};
        store_.targets.put(unit, target);
    }
    rules_changed(unit);
}

}  // namespace rapport::complaints
