// SPDX-License-Identifier: MIT
#pragma once
#include "bus/base/codec.hpp"
#include "bus/base/money.hpp"
#include "services/complaints/api/clock.hpp"

/// What a complaint is.
namespace rapport::complaints {

/// Who complains, as they said themselves.
struct Complainant {
    std::string name;
    std::optional<std::string> email, phone, reference, language = {};
    static constexpr auto fields =
        describe(Field{"name", &Complainant::name, "what they are called", length(1, 200), personal},
                 Field{"email", &Complainant::email, "where they can be reached", email_address, personal},
                 Field{"phone", &Complainant::phone, "where they can be called", length(3, 50), personal},
                 Field{"reference", &Complainant::reference, "their customer number or the like", length(1, 200)},
                 Field{"language", &Complainant::language, "in which we write to them: BCP 47 tag, such as de or pt-BR",
                       length(2, 35)});
};

/// An id in another system.
struct Reference {
    std::string system, id;
    static constexpr auto fields = describe(Field{"system", &Reference::system, "which system", length(1, 50)},
                                            Field{"id", &Reference::id, "its id there", length(1, 200)});
};

/// One part of which the severity was made, in points.
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

/// Before whom a complaint was brought, and whether they act.
struct Escalation {
    std::string role;
    EscalatedBy by = EscalatedBy::hand;
    std::optional<std::string> reason, answered_by;
    Instant at;
    std::optional<Instant> answered_at;
    static constexpr auto fields =
        describe(Field{"role", &Escalation::role, "who is to act"},
                 Field{"by", &Escalation::by, "hand, severity, recurrence, clock, or the silence of those before"},
                 Field{"reason", &Escalation::reason, "why, in words"}, Field{"at", &Escalation::at, "since when"},
                 Field{"answered_by", &Escalation::answered_by, "who acts"},
                 Field{"answered_at", &Escalation::answered_at, "since when they do"});
};

/// What a complaint was when it was rejected, withdrawn, or marked as a duplicate: what `reinstate` gives back.
struct BeforeEnding {
    State state = State::received;
    bool scored = false;
    std::optional<std::string> waiting_for, recourse;
    std::optional<PartyId> waiting_on;
    std::optional<Instant> reminded_at, reply_by;
    std::vector<CaseClock> clocks;
    std::vector<ActionId> actions;
    static constexpr auto fields =
        describe(Field{"state", &BeforeEnding::state, "where it was"},
                 Field{"scored", &BeforeEnding::scored, "whether the severity rule had answered", defaulted},
                 Field{"waiting_for", &BeforeEnding::waiting_for, "what it waited for"},
                 Field{"waiting_on", &BeforeEnding::waiting_on, "the supplier that it waited for"},
                 Field{"recourse", &BeforeEnding::recourse, "where else the complainant could go"},
                 Field{"reminded_at", &BeforeEnding::reminded_at, "when the complainant was reminded of an offer"},
                 Field{"reply_by", &BeforeEnding::reply_by, "the deadline for their reply to it"},
                 Field{"clocks", &BeforeEnding::clocks, "its clocks"},
                 Field{"actions", &BeforeEnding::actions, "its actions that went over to the other complaint"});
};

/// What somebody is not content with, from receipt to its end.
struct Complaint {
    ComplaintId id;
    std::int64_t version = 0;
    std::string number;
    State state = State::received;
    bool open = true;
    std::optional<PartyId> party;
    std::optional<std::string> party_name;
    std::optional<ContactId> contact;
    std::optional<Complainant> complainant;
    std::string subject;
    std::optional<std::string> text, remedy_sought, category, subcategory;
    std::optional<kit::UserId> owner;
    std::optional<std::string> former_owner;
    std::optional<ServiceId> service;
    ReceivedVia received_via = ReceivedVia::web;
    Instant received_at;
    std::optional<Instant> entered_at;
    std::optional<std::int32_t> impact, complexity;
    bool safety_implication = false, immediate_action = false;
    std::optional<Severity> severity;
    bool severity_by_hand = false;
    std::optional<std::string> severity_reason;
    std::optional<Score> score;
    std::optional<std::string> score_error;
    std::optional<std::int64_t> repeats;
    std::optional<Priority> priority;
    bool priority_by_hand = false;
    std::optional<std::string> root_cause, resolution;
    std::optional<Money> cost;
    std::optional<Reference> reference;
    std::optional<std::string> waiting_for, dispute, final_position, recourse, ended_because, reopened_because,
        reinstated_because;
    std::optional<PartyId> waiting_on;
    std::optional<ComplaintId> duplicate_of;
    std::optional<BeforeEnding> before_ending;
    std::optional<Outcome> outcome;
    std::optional<Instant> acknowledged_at, first_proposed_at, proposed_at, reminded_at, reply_by, closed_at;
    bool acknowledged_by_receipt = false, was_question = false;
    std::optional<std::int32_t> reopened, escalation_level, satisfaction;
    std::optional<std::string> satisfaction_comment;
    std::optional<Escalation> escalation;
    std::vector<CaseClock> clocks;
    std::optional<Instant> due_at;
    bool breached = false;

    static constexpr auto fields = describe(
        Field{"id", &Complaint::id, "unique"}, Field{"version", &Complaint::version, "counts its changes"},
        Field{"number", &Complaint::number, "what people quote: C-2026-000123"},
        Field{"state", &Complaint::state, "where it is on its way"},
        Field{"open", &Complaint::open, "whether it is still worked on"},
        Field{"party", &Complaint::party, "who complains, if the registry knows them"},
        Field{"party_name", &Complaint::party_name, "the party's name when it was opened", personal},
        Field{"contact", &Complaint::contact, "the person who speaks for the party, as the registry knows them"},
        Field{"complainant", &Complaint::complainant, "who complains, as they said themselves"},
        Field{"subject", &Complaint::subject, "one line"},
        Field{"text", &Complaint::text, "what happened, in their words", personal},
        Field{"remedy_sought", &Complaint::remedy_sought, "what they want done"},
        Field{"category", &Complaint::category, "what kind of complaint it is"},
        Field{"subcategory", &Complaint::subcategory, "more precisely"},
        Field{"owner", &Complaint::owner, "the user who works on it", kit::formerly_text("former_owner")},
        Field{"former_owner", &Complaint::former_owner, "the name that came with it, while no user is called that"},
        Field{"service", &Complaint::service, "the service that it is about, as the registry knows it"},
        Field{"received_via", &Complaint::received_via, "how it came"},
        Field{"received_at", &Complaint::received_at, "when it came"},
        Field{"entered_at", &Complaint::entered_at, "when it was entered here; unknown of older ones"},
        Field{"impact", &Complaint::impact, "from 1 (hardly any) to 5 (business stands still)"},
        Field{"complexity", &Complaint::complexity, "from 1 (answered at once) to 5 (many have to work together)"},
        Field{"safety_implication", &Complaint::safety_implication, "whether somebody's safety is concerned"},
        Field{"immediate_action", &Complaint::immediate_action, "whether something must be done at once"},
        Field{"severity", &Complaint::severity, "a person's judgement, else the rule's"},
        Field{"severity_by_hand", &Complaint::severity_by_hand, "whether a person overruled the rule"},
        Field{"severity_reason", &Complaint::severity_reason, "why they did"},
        Field{"score", &Complaint::score, "the severity rule's opinion"},
        Field{"score_error", &Complaint::score_error, "why the rule has none"},
        Field{"repeats", &Complaint::repeats, "the party's complaints of that category in the 90 days before"},
        Field{"priority", &Complaint::priority, "P1 (first) to P4, from severity and impact"},
        Field{"priority_by_hand", &Complaint::priority_by_hand, "whether a person set it"},
        Field{"root_cause", &Complaint::root_cause, "why it happened"},
        Field{"resolution", &Complaint::resolution, "what was offered"},
        Field{"cost", &Complaint::cost, "what it cost us to put right"},
        Field{"reference", &Complaint::reference, "its id in another system"},
        Field{"waiting_for", &Complaint::waiting_for, "what it waits for, while it does"},
        Field{"waiting_on", &Complaint::waiting_on, "the supplier that it waits for, while it does"},
        Field{"dispute", &Complaint::dispute, "why the complainant does not agree with what was offered"},
        Field{"final_position", &Complaint::final_position, "our last word on a dispute"},
        Field{"recourse", &Complaint::recourse, "where else the complainant can go, as they were told"},
        Field{"ended_because", &Complaint::ended_because, "why it was withdrawn or rejected"},
        Field{"reopened_because", &Complaint::reopened_because, "why it was reopened, the last time"},
        Field{"reinstated_because", &Complaint::reinstated_because,
              "why its rejection, withdrawal or mark as a duplicate was undone, the last time"},
        Field{"duplicate_of", &Complaint::duplicate_of, "the complaint that goes on instead"},
        Field{"before_ending", &Complaint::before_ending,
              "of one that is rejected, withdrawn or a duplicate: what it was before"},
        Field{"outcome", &Complaint::outcome, "of one that is closed: accepted, no_reply or final_position"},
        Field{"acknowledged_at", &Complaint::acknowledged_at, "when the complainant was told that it came"},
        Field{"acknowledged_by_receipt", &Complaint::acknowledged_by_receipt,
              "whether the receipt did so that goes to the complainant by itself", defaulted},
        Field{"was_question", &Complaint::was_question,
              "whether it was a question before, under the same id and number", defaulted},
        Field{"first_proposed_at", &Complaint::first_proposed_at, "when a resolution was offered, the first time"},
        Field{"proposed_at", &Complaint::proposed_at, "when a resolution was offered, the last time"},
        Field{"reminded_at", &Complaint::reminded_at, "when the complainant was reminded of the offer"},
        Field{"reply_by", &Complaint::reply_by, "from when on no reply closes it"},
        Field{"closed_at", &Complaint::closed_at, "when it was over, whichever way"},
        Field{"reopened", &Complaint::reopened, "how often it was, after it was closed"},
        Field{"clocks", &Complaint::clocks, "how long it takes, and may take"},
        Field{"due_at", &Complaint::due_at, "when the first of its running clocks is due"},
        Field{"breached", &Complaint::breached, "whether a clock has used more than its time"},
        Field{"escalation_level", &Complaint::escalation_level, "how far up it was brought, from 1"},
        Field{"escalation", &Complaint::escalation, "before whom, there"},
        Field{"satisfaction", &Complaint::satisfaction,
              "of the complainant with the handling, from 1 (not at all) to 5"},
        Field{"satisfaction_comment", &Complaint::satisfaction_comment, "why", personal});
};

}  // namespace rapport::complaints

namespace rapport::complaints::api {

/// What every event about a complaint carries: the complaint as it is now, and what changed.
struct Told {
    Complaint complaint;
    std::vector<Change> changes;
    std::optional<std::string> page = {};
    static constexpr auto fields = describe(
        Field{"complaint", &Told::complaint, "as it is now"},
        Field{"changes", &Told::changes, "before and after, field by field"},
        Field{"page", &Told::page,
              "path of the complainant's page, for letters to them: whoever has it speaks for them", personal});
};

}  // namespace rapport::complaints::api
