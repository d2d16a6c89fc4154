// SPDX-License-Identifier: MIT
#include "services/complaints/cases/clockwork.hpp"

#include <algorithm>

#include "services/kit/entities/crud.hpp"
#include "services/kit/organisation.hpp"
#include "services/registry/api.hpp"

namespace rapport::complaints {
namespace {

namespace registry = registry::api;

/// What stores of before are known by to have begun: with a calendar then, too.
constexpr std::string_view first_targets = "first_calendar";

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

Clockwork::Clockwork(const Store& store, const Settings& settings)
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
      policy_{settings.respond_pauses_in, settings.resolve_pauses_in} {
    agreements_.on_change(
        [this](Unit& unit, const registry::Agreement& agreement) { recounts_.of(unit, agreement.party); });
}

kit::Routes Clockwork::routes() {
    return kit::all({kit::once(first_targets, this, &Clockwork::create_first_targets)},
                    agreements_.routes(registry::agreement_created, registry::agreement_changed), calendars_.routes(),
                    kit::organisation_routes([this](Unit& unit, const kit::Organisation&) { rules_changed(unit); }));
}

std::shared_ptr<const ClockRules> Clockwork::rules(const View& view) const {
    const auto row = view.db().row<std::string>("select token from clock_rules where one = 1");
    const std::string token = row ? std::get<0>(*row) : "";
    const std::lock_guard lock(mutex_);
    if (rules_ && rules_->token() == token) return rules_;
    auto versions = calendars_.versions(view);
    const kit::Organisation organisation = kit::organisation(view);
    // Until it is known which one is the organisation's: the oldest of a store of before, which had its own.
    const bool known = organisation.known() && versions.contains(organisation.calendar);
    const CalendarId standard = known ? organisation.calendar : versions.begin()->first;
    return rules_ = std::make_shared<const ClockRules>(calendars_, token,
                                                       store_.targets.rows(view, "where active = 1 order by row"),
                                                       std::move(versions), standard);
}

void Clockwork::rules_changed(Unit& unit) const {
    unit.db().run(
        "insert into clock_rules (one, token) values (1, ?) on conflict (one) do update set token = excluded.token",
        {new_uuid(unit.now())});
    recounts_.all(unit);
}

std::vector<registry::Agreement> Clockwork::agreements_of(const View& view, const PartyId& party) const {
    std::vector<registry::Agreement> agreements;
    for (const auto& [body] : view.db().rows<std::string>("select body from known_agreements where party = ?", {party}))
        agreements.push_back(decode_stored<registry::Agreement>(from_json(body)));
    return agreements;
}

/// Of one complaint, for one unit: what is looked up is looked up once.
ClockBasis Clockwork::basis(const View& view, const Complaint& complaint) const {
    using Agreements = std::vector<registry::Agreement>;
    const auto rules = this->rules(view);
    const auto known = std::make_shared<std::optional<Agreements>>();
    ClockBasis basis{.now = view.now(), .targets = rules->targets(), .pauses = policy_};
    basis.agreements = [this, &view, known, party = complaint.party]() -> const Agreements& {
        if (!*known) *known = party ? agreements_of(view, *party) : Agreements();
        return **known;
    };
    basis.default_calendar = [rules] { return rules->default_calendar(); };
    basis.version_of = [rules](const CalendarId& calendar) -> std::optional<std::int64_t> {
        if (!rules->knows(calendar)) return {};
        return rules->version_of(calendar);
    };
    basis.time = [rules, &view](const CalendarId& calendar, std::int64_t version) {
        return rules->time(view, calendar, version);
    };
    return basis;
}

ClockMarks Clockwork::follow(const View& view, const Complaint* before, Complaint& after,
                             std::optional<Instant> rules_since) const {
    if (!before) return start_clocks(after, basis(view, after));
    if (!rules_since && !concerns_clocks(*before, after, view.now())) return {};
    return follow_clocks(*before, after, basis(view, after), rules_since);
}

Complaint Clockwork::explained(const View& view, Complaint complaint) const {
    const auto rules = this->rules(view);
    for (CaseClock& clock : complaint.clocks)
        clock.explanation = complaints::explained(
            clock, view.now(), rules->time(view, clock.target.calendar, clock.target.calendar_version));
    return complaint;
}

/// Targets for all complaints, until somebody knows better.
void Clockwork::create_first_targets(Unit& unit) {
    constexpr std::int64_t day = 8 * 60;
    for (const auto& [clock, days] :
         {std::pair(ClockKind::acknowledge, 1), {ClockKind::respond, 5}, {ClockKind::resolve, 20}}) {
        TargetRule target{.id = unit.new_id<TargetRuleId>(),
                          .clock = clock,
                          .minutes = days * day,
                          .calendar = kit::office_hours_id,
                          .created_at = unit.now()};
        kit::add(unit, store_.targets, target, api::target_created);
    }
    rules_changed(unit);
}

}  // namespace rapport::complaints
