// SPDX-License-Identifier: MIT
#pragma once
#include <map>
#include <memory>
#include <mutex>

#include "services/complaints/clocks/case_clocks.hpp"
#include "services/complaints/rules/settings.hpp"
#include "services/complaints/store/calendars.hpp"
#include "services/complaints/store/recounts.hpp"
#include "services/complaints/store/tables.hpp"
#include "services/kit/entities/replica.hpp"
#include "services/kit/routes.hpp"

namespace rapport::registry::api {
struct Agreement;
}

namespace rapport::complaints {

/// Calendars and targets as one transaction sees them, ready to count with. Thread-safe.
class ClockRules {
public:
    ClockRules(const Calendars& calendars, std::string token, std::vector<TargetRule> targets,
               std::map<CalendarId, std::int64_t> versions, const CalendarId& default_calendar)
        : calendars_(calendars),
          token_(std::move(token)),
          targets_(std::move(targets)),
          versions_(std::move(versions)),
          default_calendar_(default_calendar) {}

    const std::string& token() const { return token_; }
    const std::vector<TargetRule>& targets() const { return targets_; }
    /// What an agreement promises is counted in it where no target names one.
    const CalendarId& default_calendar() const { return default_calendar_; }
    bool knows(const CalendarId& calendar) const { return versions_.contains(calendar); }
    std::int64_t version_of(const CalendarId& calendar) const { return versions_.at(calendar); }
    kit::BusinessTime time(const View& view, const CalendarId& calendar, std::int64_t version) const;

private:
    const Calendars& calendars_;
    std::string token_;
    std::vector<TargetRule> targets_;
    std::map<CalendarId, std::int64_t> versions_;
    CalendarId default_calendar_;
    mutable std::mutex mutex_;
    mutable std::map<std::pair<CalendarId, std::int64_t>, kit::BusinessTime> times_;
};

/// What the clocks of complaints go by: calendars, targets, and what the registry's agreements promise.
class Clockwork {
public:
    Clockwork(const Store& store, const Settings& settings);
    kit::Routes routes();

    /// Gives a complaint that is new, where there is no `before`, its clocks; has those of another follow what became
    /// of it. `rules_since`: when its rules became others. What they have come to is returned, to be told when the
    /// complaint is stored.
    ClockMarks follow(const View& view, const Complaint* before, Complaint& after,
                      std::optional<Instant> rules_since) const;
    /// The complaint with its clocks explained.
    Complaint explained(const View& view, Complaint complaint) const;

    const Calendars& calendars() const { return calendars_; }
    std::shared_ptr<const ClockRules> rules(const View& view) const;
    /// Calendars or targets are others from here on: the clocks of complaints that are open are due anew.
    void rules_changed(Unit& unit) const;

private:
    ClockBasis basis(const View& view, const Complaint& complaint) const;
    std::vector<registry::api::Agreement> agreements_of(const View& view, const PartyId& party) const;
    void create_first_targets(Unit& unit);

    const Store& store_;
    Calendars calendars_{[this](Unit& unit) { rules_changed(unit); }};
    Recounts recounts_;
    kit::Replica<registry::api::Agreement> agreements_;
    PausePolicy policy_;
    mutable std::mutex mutex_;
    mutable std::shared_ptr<const ClockRules> rules_;
};

}  // namespace rapport::complaints
