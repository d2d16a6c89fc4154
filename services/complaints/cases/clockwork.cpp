// SPDX-License-Identifier: MIT
#include "services/complaints/cases/clockwork.hpp"

#include <algorithm>

#include "services/registry/api.hpp"

namespace rapport::complaints {
namespace {

namespace registry = registry::api;

}  // namespace

kit::BusinessTime ClockRules::time(const View& view, const CalendarId& calendar, std::int64_t version) const {
    const std::lock_guard lock(mutex_);
    const auto known = times_.find({calendar, version});
    if (known != times_.end()) return known->second;
    const auto body = view.db().row<std::string>(
        "select body from calendar_versions where calendar = ? and version = ?", {calendar, version});
    if (!body) throw Error(Code::internal, "a clock counts in a calendar that is not there");
    const kit::BusinessTime time(decode_stored<kit::Calendar>(from_json(std::get<0>(*body))));
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
      policy_{settings.respond_pauses_in, settings.resolve_pauses_in},
      time_zone_(settings.time_zone) {
    agreements_.on_change(
        [this](Unit& unit, const registry::Agreement& agreement) { recounts_.of(unit, agreement.party); });
}

kit::Routes Clockwork::routes() {
    return kit::all({kit::once("first_calendar", this, &Clockwork::begin_with)},
                    agreements_.routes(registry::agreement_created, registry::agreement_changed));
}

std::shared_ptr<const ClockRules> Clockwork::rules(const View& view) const {
    const auto row = view.db().row<std::string>("select token from clock_rules where one = 1");
    const std::string token = row ? std::get<0>(*row) : "";
    const std::lock_guard lock(mutex_);
    if (rules_ && rules_->token() == token) return rules_;
    std::map<CalendarId, std::int64_t> versions;
    for (const auto& [id, version] : view.db().rows<std::string, std::int64_t>("select id, version from calendars"))
        versions.emplace(uuid_from(id).value(), version);
    return rules_ = std::make_shared<const ClockRules>(
               token, store_.targets.rows(view, "where active = 1 order by row"), std::move(versions));
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
    const auto rules = this->rules(view);
    const auto known = std::make_shared<std::optional<std::vector<registry::Agreement>>>();
    return {.now = view.now(),
            .targets = rules->targets(),
            .pauses = policy_,
            .agreements = [ this, &view, known, party = complaint.party ]()
                -> const auto& {if (!*known) * known =
                                    party ? agreements_of(view, *party) : std::vector<registry::Agreement>();
    return **known;
}
, .first_calendar = [rules] { return rules->first_calendar(); },
  .version_of = [rules](const CalendarId& calendar) -> std::optional<std::int64_t> {
      if (!rules->knows(calendar)) return {};
      return rules->version_of(calendar);
  },
  .time = [rules, &view](const CalendarId& calendar, std::int64_t version) {
      return rules->time(view, calendar, version);
  }
};  // namespace rapport::complaints
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
        clock.explanation =
            complaints::explained(clock, view.now(), rules->time(view, clock.aim.calendar, clock.aim.calendar_version));
    return complaint;
}

/// An office's hours, and targets for all complaints, until somebody knows better.
void Clockwork::begin_with(Unit& unit) {
    using enum kit::Weekday;
    BusinessCalendar calendar{.id = unit.new_id<CalendarId>(),
                              .name = "Office hours",
                              .time_zone = time_zone_,
                              .hours = {{{monday, tuesday, wednesday, thursday, friday}, "09:00", "17:00"}}};
    store_.put(unit, calendar);
    constexpr std::int64_t day = 8 * 60;
    for (const auto& [clock, days] :
         {std::pair(ClockKind::acknowledge, 1), {ClockKind::respond, 5}, {ClockKind::resolve, 20}}) {
        Target target{.id = unit.new_id<TargetId>(), .clock = clock, .minutes = days * day, .calendar = calendar.id};
        store_.targets.put(unit, target);
    }
    rules_changed(unit);
}

}  // namespace rapport::complaints
