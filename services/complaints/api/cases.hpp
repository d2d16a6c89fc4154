// SPDX-License-Identifier: MIT
#pragma once
#include "services/complaints/api/intake.hpp"

/// How complaints are found, kept and judged.
namespace rapport::complaints::api {

/// A page of complaints, by whatever a screen filters by.
struct List {
    std::int64_t limit = 50;
    std::optional<std::string> after, search, sort;
    std::optional<kit::UserId> owner;
    std::optional<std::string> category, subcategory;
    std::optional<State> state;
    std::optional<bool> open, breached;
    std::optional<PartyId> party;
    std::optional<ServiceId> service;
    std::optional<Severity> severity;
    std::optional<Priority> priority;
    std::optional<ReceivedVia> received_via;
    std::optional<std::int32_t> escalation_level;

    static constexpr auto fields = describe(
        Field{"limit", &List::limit, "how many at most", between(1, 200), defaulted},
        Field{"after", &List::after, "`next` of the page before", length(1, 500)},
        Field{"search", &List::search, "words in subject, text, number and former owner", length(1, 200)},
        Field{"sort", &List::sort, "received_at, priority or due_at, ascending; left out: newest first", length(1, 50)},
        Field{"state", &List::state, "only those in this state"},
        Field{"open", &List::open, "only those that are still worked on, or that are not"},
        Field{"breached", &List::breached, "only those that took longer than promised, or that did not"},
        Field{"party", &List::party, "only this party's"}, Field{"service", &List::service, "only about this service"},
        Field{"owner", &List::owner, "only this user's"},
        Field{"category", &List::category, "only of this kind", length(1, 200)},
        Field{"subcategory", &List::subcategory, "only of this kind, more precisely", length(1, 200)},
        Field{"severity", &List::severity, "only as severe as this"},
        Field{"priority", &List::priority, "only of this priority"},
        Field{"received_via", &List::received_via, "only those that came so"},
        Field{"escalation_level", &List::escalation_level, "only those that were brought up so far"});
};

/// Changes what is recorded of a complaint: what is left out stays, null empties.
struct Update {
    ComplaintId id;
    std::optional<std::int64_t> version;
    std::optional<std::string> subject;
    Patch<std::string> remedy_sought, category, subcategory;
    Patch<kit::UserId> owner;
    Patch<std::string> root_cause;
    Patch<ServiceId> service;
    Patch<ContactId> contact;
    Patch<std::int32_t> impact, complexity;
    Patch<Priority> priority;
    Patch<Money> cost;
    std::optional<bool> safety_implication, immediate_action;

    static constexpr auto fields = describe(
        Field{"id", &Update::id, "which complaint"}, Field{"version", &Update::version, "the version that was read"},
        Field{"subject", &Update::subject, "one line", length(1, 200)},
        Field{"remedy_sought", &Update::remedy_sought, "what they want done", length(0, 2'000), multiline},
        Field{"category", &Update::category, "what kind of complaint it is", length(1, 200)},
        Field{"subcategory", &Update::subcategory, "more precisely", length(1, 200)},
        Field{"owner", &Update::owner, "the user who works on it"},
        Field{"root_cause", &Update::root_cause, "why it happened", length(1, 2'000), multiline},
        Field{"service", &Update::service, "the service that it is about"},
        Field{"contact", &Update::contact,
              "the id of the registry's contact who speaks for the party (not the person's own id)"},
        Field{"impact", &Update::impact, "from 1 (hardly any) to 5 (business stands still)", between(1, 5)},
        Field{"complexity", &Update::complexity, "from 1 (answered at once) to 5 (many have to work together)",
              between(1, 5)},
        Field{"priority", &Update::priority, "set by hand; null: it follows severity and impact again"},
        Field{"cost", &Update::cost, "what it cost us to put right"},
        Field{"safety_implication", &Update::safety_implication, "whether somebody's safety is concerned"},
        Field{"immediate_action", &Update::immediate_action, "whether something must be done at once"});
};

/// What a person makes of the complaint. The rule's own opinion stays beside it.
struct Assess {
    ComplaintId id;
    std::optional<std::int64_t> version;
    std::optional<Severity> severity;
    std::optional<std::string> category, subcategory, reason;
    std::optional<std::int32_t> impact, complexity;

    static constexpr auto fields = describe(
        Field{"id", &Assess::id, "which complaint"}, Field{"version", &Assess::version, "the version that was read"},
        Field{"severity", &Assess::severity, "overrules the rule; left out, the rule's opinion holds"},
        Field{"category", &Assess::category, "what kind of complaint it is", length(1, 200)},
        Field{"subcategory", &Assess::subcategory, "more precisely", length(1, 200)},
        Field{"reason", &Assess::reason, "why the rule was overruled", length(0, 2'000), multiline},
        Field{"impact", &Assess::impact, "from 1 (hardly any) to 5 (business stands still)", between(1, 5)},
        Field{"complexity", &Assess::complexity, "from 1 (answered at once) to 5 (many have to work together)",
              between(1, 5)});
};

inline constexpr kit::Query<kit::ById<ComplaintId>, Shown<Complaint>> get{"get", GET("/complaints/{id}"), desk,
                                                                          "Get a complaint, its clocks explained."};
inline constexpr kit::Query<List, kit::Page<Shown<Complaint>>> list{
    "list", GET("/complaints"), desk, "List complaints, newest first, filtered, searched or sorted."};
inline constexpr kit::Command<Update, Shown<Complaint>> update{"update", PATCH("/complaints/{id}"), workers,
                                                               "Update a complaint: only the fields given change."};
inline constexpr kit::Command<Assess, Shown<Complaint>> assess{
    "assess", POST("/complaints/{id}/assess"), workers,
    "Assess severity, impact and category of a complaint; in a later state, assess them anew."};

inline constexpr kit::Event<Told> changed{"complaints.changed", "what is recorded of a complaint changed"};
inline constexpr kit::Event<Told> assessed{"complaints.assessed", "a person has judged it"};

}  // namespace rapport::complaints::api
