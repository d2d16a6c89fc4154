// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <mutex>

#include "services/complaints/clocks/clock_rules.hpp"
#include "services/complaints/rules/settings.hpp"
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
    ClockRules(const Calendars& calendars, std::string token, std::vector<Target> targets,
               std::map<CalendarId, std::int64_t> versions, const CalendarId& default_calendar)
        : calendars_(calendars),
          token_(std::move(token)),
          targets_(std::move(targets)),
          versions_(std::move(versions)),
          default_calendar_(default_calendar) {}

    const std::string& token() const { return token_; }
    const std::vector<Target>& targets() const { return targets_; }
    /// What an agreement promises is counted in it where no target names one.
    const CalendarId& default_calendar() const { return default_calendar_; }
    bool knows(const CalendarId& calendar) const { return versions_.contains(calendar); }
    std::int64_t version_of(const CalendarId& calendar) const { return versions_.at(calendar); }
    kit::BusinessTime time(const View& view, const CalendarId& calendar, std::int64_t version) const;

private:
    const Calendars& calendars_;
    std::string token_;
    std::vector<Target> targets_;
    std::map<CalendarId, std::int64_t> versions_;
    CalendarId default_calendar_;
    mutable std::mutex mutex_;
    mutable std::map<std::pair<CalendarId, std::int64_t>, kit::BusinessTime> times_;
};

/// Runs the clocks of complaints: starts them, has them follow what happens, tells what they reach, by durable timers.
class Clockwork {
public:
    /// What a clock came to, to be told when its complaint is stored.
    struct Mark {
        ClockKind clock;
        std::int32_t percent;
    };
    using Marks = std::vector<Mark>;

    /// Is given what became of a complaint by its clocks alone and what they came to, to be stored and told; `event`
    /// tells of it besides, if there is one.
    using Keep = std::function<void(Unit&, const Complaint& before, Complaint after, const Marks&,
                                    const kit::Event<api::Told>* event)>;
    Clockwork(const Store& store, const Settings& settings, Keep keep);
    kit::Routes routes();

    /// Gives a complaint that comes its clocks, and says what they have come to already. While it has no priority, what
    /// hangs on that waits, for a minute at most.
    Marks begin(Unit& unit, Complaint& complaint) const;
    /// Has the clocks follow the complaint's state, and the targets that its priority, service and party make hold.
    /// Those of a quiet unit come to what they come to, and nobody is told.
    Marks follow(Unit& unit, const Complaint& before, Complaint& after) const;
    /// Tells what was reached, and has the next be told in its time. After the complaint was stored.
    void tell(Unit& unit, const Complaint& complaint, const Marks& marks) const;
    /// The complaint with its clocks explained.
    Complaint explained(const View& view, Complaint complaint) const;

    std::shared_ptr<const ClockRules> rules(const View& view) const;
    /// Calendars or targets are others from here on: the clocks of complaints that are open are due anew.
    void rules_changed(Unit& unit) const;

private:
    std::optional<Promise> promised(const View& view, ClockKind clock, const Complaint& complaint) const;
    std::optional<Aim> aim_of(const View& view, ClockKind clock, const Complaint& complaint,
                              const ClockRules& rules) const;
    /// What each priority would promise, for a complaint that has none yet.
    std::vector<std::optional<Aim>> aims_by_priority(const View& view, ClockKind kind, const Complaint& complaint,
                                                     const ClockRules& rules) const;
    void start(const View& view, Complaint& complaint, ClockKind kind, const ClockRules& rules) const;
    void start_missing(const View& view, const Complaint& before, Complaint& after, const ClockRules& rules) const;
    void resume(const View& view, const Complaint& before, Complaint& after) const;
    Marks retarget(const View& view, Complaint& complaint, const ClockRules& rules, Instant at, bool decided) const;
    bool waits_for_priority(const View& view, const Complaint& complaint, const CaseClock& clock) const;
    void note_due(const View& view, Complaint& complaint, Instant at, Marks& marks) const;
    void recount_from_the_first(Unit& unit) const;
    void on_time(Unit& unit, const ComplaintId& id);
    void recount(Unit& unit, const std::string& key);
    void begin_with(Unit& unit);

    const Store& store_;
    kit::Replica<registry::api::Agreement> agreements_;
    Keep keep_;
    PausePolicy policy_;
    mutable std::mutex mutex_;
    mutable std::shared_ptr<const ClockRules> rules_;
};

}  // namespace rapport::complaints
