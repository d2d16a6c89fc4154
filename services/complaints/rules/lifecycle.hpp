// SPDX-License-Identifier: MIT
#pragma once
#include <span>

#include "services/complaints/api/complaint.hpp"

/// Which moves a complaint can make: one table, from which the methods, `allowed_moves`, refusals and the documentation
/// come. Values and pure functions, no I/O.
namespace rapport::complaints {

/// What has to be said with a move, and when there is such a move at all.
enum class Asks : unsigned char {
    nothing,
    severity,        ///< the person's or the rule's
    reason,          ///< what it waits for, why it is disputed, withdrawn or opened again
    recourse,        ///< a reason, and where else the complainant can go
    resolution,      ///< what is offered
    no_reply,        ///< the complainant was reminded, and the time to reply is over
    final_position,  ///< our last word, and where else the complainant can go
    original,        ///< which complaint goes on
    grace,           ///< a reason, and that it was closed a short time ago
    mistake          ///< a reason why its ending was wrong
};

/// One way from some states to another; to none: to the state that it was in before.
struct Way {
    std::span<const State> from;
    std::optional<State> to;
    std::string_view method;  ///< of the API
    Asks asks;
    std::string_view doc;
};
std::span<const Way> ways();
/// The table as Markdown, for the README.
std::string lifecycle_as_markdown();
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

/// A move, and what is said with it; what has to be, the table says.
struct MoveInput {
    State to = State::received;
    bool reinstates = false;  ///< undoes a wrong ending: no other move leads out of one
    std::optional<std::string> reason = {}, recourse = {}, resolution = {}, final_position = {};
    std::optional<ComplaintId> original = {};
    std::optional<PartyId> supplier = {};  ///< that it waits on
    std::optional<Money> cost = {};        ///< at a closing, if it is known
};

/// Puts the complaint in a state without asking the table: for one that comes, and for one that another system is done
/// with.
void enter(Complaint& complaint, State state, const ReplyDeadlines& deadlines, Instant now);
/// Where it can go at that time.
std::vector<State> moves_of(const Complaint& complaint, const ReplyDeadlines& deadlines, Instant now);
/// The complaint as it is to be shown at that time: what is allowed may change as time goes by.
Complaint seen_at(Complaint complaint, const ReplyDeadlines& deadlines, Instant now);
/// The complaint in its new state. failed_precondition, with state and allowed_moves as details, if it cannot go there
/// now; invalid_argument for what should have been said and was not.
Complaint moved(Complaint complaint, const MoveInput& step, const ReplyDeadlines& deadlines, Instant now);
/// The complaint after its complainant was reminded of what was offered: after a reminder that came late they get the
/// time that was meant. Unchanged if it waits for no reply.
Complaint reminded(Complaint complaint, const ReplyDeadlines& deadlines, Instant now);

}  // namespace rapport::complaints
