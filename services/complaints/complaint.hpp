// SPDX-License-Identifier: MIT
#pragma once
#include <span>

#include "bus/base/fields.hpp"

/// What a complaint is and which moves it can make: values and pure functions, no I/O.
namespace rapport::registry::api {
struct PartyTag;
}

namespace rapport::complaints {

using namespace std::literals;

struct ComplaintTag;
struct ActionTag;
using ComplaintId = Id<ComplaintTag>;
using ActionId = Id<ActionTag>;
using PartyId = Id<registry::api::PartyTag>;  ///< the registry's

enum class State { received, acknowledged, assessed, investigating, proposed, accepted, closed };
constexpr auto names_of(State) {
    return std::array{"received"sv, "acknowledged"sv, "assessed"sv, "investigating"sv,
                      "proposed"sv, "accepted"sv,     "closed"sv};
}
enum class ReceivedVia { web, email, phone, letter, fax, in_person, chat, referral, other };
constexpr auto names_of(ReceivedVia) {
    return std::array{"web"sv,       "email"sv, "phone"sv,    "letter"sv, "fax"sv,
                      "in_person"sv, "chat"sv,  "referral"sv, "other"sv};
}
enum class Severity { low, medium, high, critical };
constexpr auto names_of(Severity) { return std::array{"low"sv, "medium"sv, "high"sv, "critical"sv}; }
enum class Priority { P1, P2, P3, P4 };
constexpr auto names_of(Priority) { return std::array{"P1"sv, "P2"sv, "P3"sv, "P4"sv}; }
enum class ActionKind { correction, corrective, preventive };
constexpr auto names_of(ActionKind) { return std::array{"correction"sv, "corrective"sv, "preventive"sv}; }
enum class ActionState { open, in_progress, done, cancelled };
constexpr auto names_of(ActionState) { return std::array{"open"sv, "in_progress"sv, "done"sv, "cancelled"sv}; }

/// Who complains, as they said themselves.
struct Complainant {
    std::string name;
    std::optional<std::string> email, phone, reference;
    static constexpr auto fields =
        describe(Field{"name", &Complainant::name, "what they are called", length(1, 200), personal},
                 Field{"email", &Complainant::email, "where they can be reached", length(3, 254), personal},
                 Field{"phone", &Complainant::phone, "where they can be called", length(3, 50), personal},
                 Field{"reference", &Complainant::reference, "their customer number or the like", length(1, 200)});
};

/// An id in another system.
struct Reference {
    std::string system, id;
    static constexpr auto fields = describe(Field{"system", &Reference::system, "which system", length(1, 50)},
                                            Field{"id", &Reference::id, "its id there", length(1, 200)});
};

struct Factor {
    std::string name;
    double points = 0;
    static constexpr auto fields = describe(Field{"name", &Factor::name, "what was looked at"},
                                            Field{"points", &Factor::points, "its part of the score"});
};

/// The severity rule's opinion. The points of the factors add up to the score.
struct Score {
    double score = 0;
    double confidence = 0;
    Severity severity = Severity::low;
    std::string reason, rule;
    std::vector<Factor> factors;
    Instant at;
    static constexpr auto fields = describe(
        Field{"score", &Score::score, "0 to 100"},
        Field{"confidence", &Score::confidence, "0 to 1: how much was known"},
        Field{"severity", &Score::severity, "what that score means"}, Field{"reason", &Score::reason, "in words"},
        Field{"rule", &Score::rule, "which rule, in which version"},
        Field{"factors", &Score::factors, "where the points come from"}, Field{"at", &Score::at, "when"});
};

struct Complaint {
    ComplaintId id;
    std::int64_t version = 0;
    std::string number;
    State state = State::received;
    std::optional<PartyId> party;
    std::optional<std::string> party_name;
    std::optional<Complainant> complainant;
    std::string subject;
    std::optional<std::string> text, remedy_sought, category, subcategory, owner;
    ReceivedVia received_via = ReceivedVia::web;
    Instant received_at;
    std::optional<std::int32_t> impact;
    bool safety_implication = false, immediate_action = false;
    std::optional<Severity> severity;
    bool severity_by_hand = false;
    std::optional<std::string> severity_reason;
    std::optional<Score> score;
    std::optional<std::string> score_error;
    std::optional<Priority> priority;
    bool priority_by_hand = false;
    std::optional<std::string> root_cause, resolution;
    std::optional<Reference> reference;
    std::optional<Instant> acknowledged_at, proposed_at, closed_at;
    std::vector<State> allowed_moves;

    static constexpr auto fields =
        describe(Field{"id", &Complaint::id, "unique"}, Field{"version", &Complaint::version, "counts its changes"},
                 Field{"number", &Complaint::number, "what people quote: C-2026-000123"},
                 Field{"state", &Complaint::state, "where it is on its way"},
                 Field{"party", &Complaint::party, "who complains, if the registry knows them"},
                 Field{"party_name", &Complaint::party_name, "the party's name when it was opened", personal},
                 Field{"complainant", &Complaint::complainant, "who complains, as they said themselves"},
                 Field{"subject", &Complaint::subject, "one line"},
                 Field{"text", &Complaint::text, "what happened, in their words", personal},
                 Field{"remedy_sought", &Complaint::remedy_sought, "what they want done"},
                 Field{"category", &Complaint::category, "what kind of complaint it is"},
                 Field{"subcategory", &Complaint::subcategory, "more precisely"},
                 Field{"owner", &Complaint::owner, "the user who works on it"},
                 Field{"received_via", &Complaint::received_via, "how it came"},
                 Field{"received_at", &Complaint::received_at, "when it came"},
                 Field{"impact", &Complaint::impact, "from 1 (hardly any) to 5 (business stands still)"},
                 Field{"safety_implication", &Complaint::safety_implication, "whether somebody's safety is concerned"},
                 Field{"immediate_action", &Complaint::immediate_action, "whether something must be done at once"},
                 Field{"severity", &Complaint::severity, "a person's judgement, else the rule's"},
                 Field{"severity_by_hand", &Complaint::severity_by_hand, "whether a person overruled the rule"},
                 Field{"severity_reason", &Complaint::severity_reason, "why they did"},
                 Field{"score", &Complaint::score, "the severity rule's opinion"},
                 Field{"score_error", &Complaint::score_error, "why the rule has none"},
                 Field{"priority", &Complaint::priority, "P1 (first) to P4, from severity and impact"},
                 Field{"priority_by_hand", &Complaint::priority_by_hand, "whether a person set it"},
                 Field{"root_cause", &Complaint::root_cause, "why it happened"},
                 Field{"resolution", &Complaint::resolution, "what was offered"},
                 Field{"reference", &Complaint::reference, "its id in another system"},
                 Field{"acknowledged_at", &Complaint::acknowledged_at, "when the complainant was told that it came"},
                 Field{"proposed_at", &Complaint::proposed_at, "when a resolution was offered"},
                 Field{"closed_at", &Complaint::closed_at, "when it was over"},
                 Field{"allowed_moves", &Complaint::allowed_moves, "the states that it can go to now"});
};

/// Puts the complaint in a state without asking the table: for one that comes, and for one that another system is done
/// with.
void enter(Complaint& complaint, State state);
/// The whole table of moves: where a complaint in that state can go.
std::span<const State> moves_from(State state);
/// The complaint in its new state. failed_precondition, with state and allowed_moves as details, if the table has no
/// such move.
Complaint moved(Complaint complaint, State to, Instant now);

/// What a score of 0 to 100 means: from 75 critical, from 50 high, from 25 medium.
Severity severity_of(double score);
/// Priority = severity × impact (ITIL's matrix; impact 3 where it is not known).
Priority priority_of(Severity severity, std::optional<std::int32_t> impact);
/// The complaint with the rule's opinion: severity and priority follow it unless a person set them.
Complaint scored(Complaint complaint, Score score);
/// The complaint as a person judged it.
Complaint assessed(Complaint complaint, std::optional<Severity> severity, std::optional<std::string> reason,
                   Instant now);
/// Priority again from severity and impact, unless a person set it.
void follow_priority(Complaint& complaint);

struct Action {
    ActionId id;
    std::int64_t version = 0;
    ComplaintId complaint;
    ActionKind kind = ActionKind::correction;
    ActionState state = ActionState::open;
    std::string text;
    std::optional<std::string> owner, note;
    std::optional<Day> due;
    Instant added_at;
    std::optional<Instant> done_at;

    static constexpr auto fields = describe(
        Field{"id", &Action::id, "unique"}, Field{"version", &Action::version, "counts its changes"},
        Field{"complaint", &Action::complaint, "of which complaint"},
        Field{"kind", &Action::kind, "correction, corrective or preventive"},
        Field{"state", &Action::state, "open, in_progress, done or cancelled"},
        Field{"text", &Action::text, "what is to be done"}, Field{"owner", &Action::owner, "who does it"},
        Field{"note", &Action::note, "what was done, or why not"}, Field{"due", &Action::due, "by which day"},
        Field{"added_at", &Action::added_at, "when it was added"}, Field{"done_at", &Action::done_at, "when it ended"});
};

/// failed_precondition for one that has ended, or that would go back.
Action moved(Action action, ActionState to, std::optional<std::string> note, Instant now);
bool ended(ActionState state);

}  // namespace rapport::complaints
