// SPDX-License-Identifier: MIT
#pragma once
#include "services/complaints/api.hpp"
#include "services/kit/entities/moves.hpp"

/// Which moves a complaint can make: one table, from which `allowed_moves`, refusals and the documentation come. Values
/// and pure functions, no I/O.
namespace rapport::complaints {

/// Whether a complaint in that state is still worked on.
bool is_open(State state);
/// Whether it ended there without being answered: rejected, withdrawn, or a duplicate.
bool is_dropped(State state);
/// Where one that is_dropped() was before, and goes when that is undone. What ended before that was written down goes
/// as far as its record tells: received, acknowledged, or investigating where something had been offered.
State state_before(const Complaint& complaint);

/// How long is waited for whom.
struct ReplyDeadlines {
    std::chrono::days remind_after{7};    ///< of an offer, until the complainant is reminded
    std::chrono::days close_after{14};    ///< of an offer, until no reply closes it
    std::chrono::days reopen_within{14};  ///< of the closing, while it can be opened again
};

/// A move, and what is said with it.
struct MoveInput {
    std::string_view method;       ///< of the API
    std::optional<State> to = {};  ///< where the method leads to several states
    std::optional<std::string> reason = {}, recourse = {}, resolution = {}, final_position = {};
    std::optional<ComplaintId> original = {};
    std::optional<PartyId> supplier = {};  ///< that it waits on
    std::optional<Money> cost = {};        ///< at a closing, if it is known
};

/// The moves of complaints, where these deadlines hold.
class Lifecycle {
public:
    explicit Lifecycle(const ReplyDeadlines& deadlines);

    const ReplyDeadlines& deadlines() const { return deadlines_; }
    const kit::Moves<Complaint>& moves() const { return moves_; }
    /// The method that leads there. failed_precondition if none does.
    std::string_view method_to(const Complaint& complaint, State to, const kit::Asking& asking) const;
    /// Whether it was closed a short time ago.
    bool may_reopen(const Complaint& complaint, Instant now) const;
    /// The complaint in its new state. failed_precondition, with state and allowed_moves as details, if it cannot go
    /// there now; invalid_argument for what should have been said and was not.
    Complaint moved(Complaint complaint, const MoveInput& input, const kit::Asking& asking) const;
    /// The complaint after its complainant was reminded of what was offered: after a reminder that came late they get
    /// the time that was meant. Unchanged if it waits for no reply.
    Complaint reminded(Complaint complaint, Instant now) const;

private:
    void settle(Complaint& complaint, State from, const MoveInput& input, Instant now) const;

    ReplyDeadlines deadlines_;
    kit::Moves<Complaint> moves_;
};

/// Puts the complaint in a state without asking the table: for a new one, and for one that another system is done with.
void enter(Complaint& complaint, State state);

}  // namespace rapport::complaints
