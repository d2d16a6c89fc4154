// SPDX-License-Identifier: MIT
#pragma once
#include "bus/base/codec.hpp"
#include "bus/base/money.hpp"
#include "services/complaints/api/clock.hpp"
#include "services/kit/entities/requests.hpp"

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
    std::optional<Instant> created_at;
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
        identity(&Complaint::id, &Complaint::version),
        Field{"number", &Complaint::number, "what people quote: C-2026-000123", searched, filter},
        Field{"state", &Complaint::state, "how far it has come", filter},
        Field{"open", &Complaint::open, "whether it is still worked on", filter},
        Field{"party", &Complaint::party, "the party that complains, if the registry knows it", initial, filter},
        Field{"party_name", &Complaint::party_name, "the party's name when the complaint was opened", personal},
        Field{"contact", &Complaint::contact,
              "the id of the registry's contact who speaks for the party (not the person's own id)", editable},
        Field{"complainant", &Complaint::complainant, "who complains, given here; needed where there is no party",
              initial},
        Field{"subject", &Complaint::subject, "one line", length(1, 200), editable, searched},
        Field{"text", &Complaint::text, "what happened, in their words", length(0, 50'000), multiline, personal,
              initial, searched},
        Field{"remedy_sought", &Complaint::remedy_sought, "what they want done", length(0, 2'000), multiline, editable},
        Field{"category", &Complaint::category, "what kind of complaint it is", length(1, 200), editable, filter},
        Field{"subcategory", &Complaint::subcategory, "more precisely", length(1, 200), editable, filter},
        Field{"owner", &Complaint::owner, "the user who works on it", editable, filter,
              kit::formerly_text("former_owner")},
        Field{"former_owner", &Complaint::former_owner, "the name that came with it, while no user is called that",
              searched, filter},
        Field{"service", &Complaint::service, "the service that it is about, as the registry knows it", editable,
              filter},
        Field{"received_via", &Complaint::received_via, "how it came", initial, defaulted, filter},
        Field{"received_at", &Complaint::received_at, "when it came; now, unless said otherwise", initial, defaulted,
              sorted},
        Field{"created_at", &Complaint::created_at, "when it was entered here; unknown of older ones",
              was("entered_at")},
        Field{"impact", &Complaint::impact, "from 1 (hardly any) to 5 (business stands still)", between(1, 5),
              editable},
        Field{"complexity", &Complaint::complexity, "from 1 (answered at once) to 5 (many have to work together)",
              between(1, 5), editable},
        Field{"safety_implication", &Complaint::safety_implication, "whether somebody's safety is concerned", editable,
              defaulted},
        Field{"immediate_action", &Complaint::immediate_action, "whether something must be done at once", editable,
              defaulted},
        Field{"severity", &Complaint::severity, "a person's judgement, else the rule's", filter},
        Field{"severity_by_hand", &Complaint::severity_by_hand, "whether a person overruled the rule"},
        Field{"severity_reason", &Complaint::severity_reason, "why they did"},
        Field{"score", &Complaint::score, "the severity rule's opinion"},
        Field{"score_error", &Complaint::score_error, "why the rule has none"},
        Field{"repeats", &Complaint::repeats, "the party's complaints of that category in the 90 days before"},
        Field{"priority", &Complaint::priority,
              "P1 (first) to P4: from severity and impact, unless it is set by hand; null takes that back", editable,
              filter, sorted},
        Field{"priority_by_hand", &Complaint::priority_by_hand, "whether a person set it"},
        Field{"root_cause", &Complaint::root_cause, "why it happened", length(1, 2'000), multiline, editable},
        Field{"resolution", &Complaint::resolution, "what is offered to the complainant", length(1, 10'000), multiline},
        Field{"cost", &Complaint::cost, "what it cost us to put right", editable},
        Field{"reference", &Complaint::reference, "its id in another system; unique within that system", initial},
        Field{"waiting_for", &Complaint::waiting_for, "what it waits for, while it does"},
        Field{"waiting_on", &Complaint::waiting_on, "the supplier that it waits for, while it does"},
        Field{"dispute", &Complaint::dispute, "why the complainant does not agree with what was offered"},
        Field{"final_position", &Complaint::final_position, "our last word on a dispute", length(1, 10'000), multiline},
        Field{"recourse", &Complaint::recourse, "where else the complainant can go, as they are told", length(1, 2'000),
              multiline},
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
              "whether the receipt that goes out by itself acknowledged it", defaulted},
        Field{"was_question", &Complaint::was_question,
              "whether it was a question before, under the same id and number", defaulted},
        Field{"first_proposed_at", &Complaint::first_proposed_at, "when a resolution was offered, the first time"},
        Field{"proposed_at", &Complaint::proposed_at, "when a resolution was offered, the last time"},
        Field{"reminded_at", &Complaint::reminded_at, "when the complainant was reminded of the offer"},
        Field{"reply_by", &Complaint::reply_by, "deadline for a reply; then silence closes it"},
        Field{"closed_at", &Complaint::closed_at, "when it ended: closed, withdrawn, rejected or duplicate"},
        Field{"reopened", &Complaint::reopened, "how many times it was reopened"},
        Field{"clocks", &Complaint::clocks, "how long it takes, and may take"},
        Field{"due_at", &Complaint::due_at, "when the first of its running clocks is due", sorted},
        Field{"breached", &Complaint::breached, "whether a clock has used more than its time", filter},
        Field{"escalation_level", &Complaint::escalation_level, "how far it was escalated, from 1", filter},
        Field{"escalation", &Complaint::escalation, "who is to act at that level"},
        Field{"satisfaction", &Complaint::satisfaction,
              "of the complainant with the handling, from 1 (not at all) to 5", between(1, 5)},
        Field{"satisfaction_comment", &Complaint::satisfaction_comment, "why", length(1, 5'000), multiline, personal});
};

}  // namespace rapport::complaints

/// What is told of complaints: the complaint as it is now, what changed, and more where there is more to say.
namespace rapport::complaints::api {

/// Data of an event about what somebody outside follows on a page of their own.
template <class T>
struct WithPage : kit::Changed<T> {
    std::optional<std::string> page = {};

    static constexpr auto more =
        describe(Field{"page", &WithPage::page,
                       "path of the page on which they follow it, for letters to them: whoever has it speaks "
                       "for them",
                       personal});
    static Shape shape() { return kit::shape_with_more<WithPage, kit::Changed<T>>(); }
};
using ComplaintEvent = WithPage<Complaint>;

/// Data of an event about a clock.
struct ClockEvent : kit::Changed<Complaint> {
    ClockKind clock = ClockKind::resolve;

    static constexpr auto more = describe(Field{"clock", &ClockEvent::clock, "which of its clocks"});
    static Shape shape() { return kit::shape_with_more<ClockEvent, Changed>("ClockEvent"); }
};

}  // namespace rapport::complaints::api
