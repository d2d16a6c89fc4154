// SPDX-License-Identifier: MIT
#pragma once
#include "services/complaints/cases/clockwork.hpp"
#include "services/complaints/cases/outside_links.hpp"
#include "services/complaints/rules/lifecycle.hpp"
#include "services/complaints/rules/settings.hpp"
#include "services/complaints/store/directory.hpp"
#include "services/complaints/store/recounts.hpp"
#include "services/complaints/store/tables.hpp"
#include "services/complaints/store/tally_store.hpp"
#include "services/kit/calendar/zone.hpp"
#include "services/kit/organisation.hpp"

namespace rapport::complaints {

/// What is asked of the severity rule: the complaint as it was stored.
struct ScoreRequest {
    ComplaintId complaint;
    static constexpr auto fields = describe(Field{"complaint", &ScoreRequest::complaint, "which"});
};
/// The rule's opinion, and how often this party complained of that before.
struct Opinion {
    Score score;
    std::int64_t repeats = 0;
    static constexpr auto fields = describe(Field{"score", &Opinion::score, "what the rule says"},
                                            Field{"repeats", &Opinion::repeats, "complaints in the 90 days before"});
};
inline constexpr kit::Job<ScoreRequest, Opinion> scoring{"score", 256, 5};

inline constexpr kit::Timer<ComplaintId> reminder_timer{"reply_reminder"}, no_reply_timer{"no_reply"},
    escalation_timer{"escalation"};

/// The one way by which complaints come and change, whichever desk does it: clocks followed, stored, told, counted, and
/// timers set.
class Casebook {
public:
    explicit Casebook(const Settings& settings);
    Casebook(const Casebook&) = delete;
    Casebook& operator=(const Casebook&) = delete;

    const Store& store() const { return store_; }
    const TallyStore& tallies() const { return tallies_; }
    const Lifecycle& lifecycle() const { return lifecycle_; }
    const EscalationPolicy& escalation() const { return escalation_; }
    const Directory& directory() const { return directory_; }
    const Clockwork& clockwork() const { return clockwork_; }
    const OutsideLinks& links() const { return links_; }
    /// The organisation's time zone.
    kit::Zone zone(const View& view) const { return kit::Zone(kit::organisation(view).time_zone); }
    kit::Routes routes();

    /// What is answered of a complaint: it, and the moves of the caller.
    kit::Shown<Complaint> shown(const View& view, Complaint complaint) const {
        return store_.complaints.shown(view, std::move(complaint));
    }
    /// A new complaint: it gets its id and number, if it has none, a place among the references, and the rule is asked
    /// for its opinion. The receipt acknowledges it where the settings say so. `happened`: when. invalid_argument,
    /// before anything is stored, for times that cannot be.
    void create(Unit& unit, Complaint& complaint, Instant happened) const;
    /// Loads, changes by a pure function, saves. aborted if the caller named an older version.
    template <class Change>
    Complaint change(Unit& unit, const ComplaintId& id, std::optional<std::int64_t> version,
                     const kit::Event<api::ComplaintEvent>& event, Change change) const {
        const Complaint before = store_.complaints.get(unit, id);
        kit::check_version(version, before.version);
        return save(unit, before, change(before), event);
    }
    /// One move of the lifecycle. failed_precondition also for a closing while actions are open that nobody else has
    /// taken over. A duplicate's open actions go over to the complaint that goes on, and come back if it is reinstated.
    Complaint move(Unit& unit, const ComplaintId& id, std::optional<std::int64_t> version, const MoveInput& move) const;
    /// Saves a complaint that has changed. What changed nothing stores and tells nothing.
    Complaint save(Unit& unit, const Complaint& before, Complaint after,
                   const kit::Event<api::ComplaintEvent>& event) const;
    /// Whom the rules give a complaint that nobody works on: of those whom the first rule that holds names, the one
    /// with the fewest open complaints. Nobody who is retired.
    std::optional<kit::UserId> owner_by_rule(const View& view, const Complaint& complaint) const;
    /// The complaint is a complaint of the party that it was merged into: see kit::follows_merges.
    void follow_merge(Unit& unit, const Complaint& before, Complaint after) const;
    /// Stores a complaint of which what is personal was blanked, blanks what was said about it, and tells of it without
    /// what was there before: see kit::forgets_erased.
    void forget(Unit& unit, Complaint after) const;

private:
    /// Why and how a change is stored.
    struct Cause {
        const kit::Event<api::ComplaintEvent>* event = nullptr;  ///< none: only what it means beyond itself is told
        std::optional<Instant> happened = {};                    ///< if that is not now
        std::optional<Instant> rules_since = {};                 ///< clocks go by other rules since then
    };
    Complaint store(Unit& unit, const Complaint* before, Complaint after, const Cause& cause) const;
    void tell(Unit& unit, const Complaint& before, const Complaint& after, const ClockMarks& marks,
              const std::vector<Change>& changes, const Cause& cause) const;
    void set_timers(Unit& unit, const Complaint& before, const Complaint& after) const;
    void set_clock_timer(Unit& unit, const Complaint& complaint) const;
    void clock_due(Unit& unit, const ComplaintId& id);
    void recount(Unit& unit, const std::string& key);
    void acknowledge_by_receipt(Unit& unit, Complaint& complaint) const;
    void check_original(const View& view, const ComplaintId& original) const;
    void hand_over(Unit& unit, Complaint& duplicate) const;
    void take_back(Unit& unit, const Complaint& duplicate, Complaint& again) const;
    void take_back_actions(Unit& unit, const Complaint& duplicate, const Complaint& holder) const;
    void take_back_notes(Unit& unit, const Complaint& duplicate, const Complaint& holder) const;
    void catch_up(Unit& unit, const Complaint& before, Complaint& after) const;

    const Lifecycle lifecycle_;
    Store store_{lifecycle_.moves()};
    TallyStore tallies_;
    Directory directory_;
    Recounts recounts_;
    Clockwork clockwork_;
    OutsideLinks links_;
    EscalationPolicy escalation_;
    bool receipt_acknowledges_;
};

/// The event that tells of having come into a state.
const kit::Event<api::ComplaintEvent>& event_of(State from, State to);

}  // namespace rapport::complaints
