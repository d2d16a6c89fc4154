// SPDX-License-Identifier: MIT
#pragma once
#include "bus/base/codec.hpp"
#include "services/complaints/complaint.hpp"
#include "services/kit/method.hpp"

/// What others may ask of the complaints service and hear from it.
namespace rapport::complaints::api {

using kit::CREATE, kit::GET, kit::PATCH, kit::POST, kit::Role, kit::roles;

/// Opens a complaint. Who complains is a known party, or is given inline, or both.
struct Open {
    std::optional<PartyId> party;
    std::optional<Complainant> complainant;
    std::string subject;
    std::optional<std::string> text, remedy_sought, category, subcategory, owner;
    ReceivedVia received_via = ReceivedVia::web;
    std::optional<Instant> received_at;
    std::optional<std::int32_t> impact;
    bool safety_implication = false, immediate_action = false;
    std::optional<Reference> reference;

    static constexpr auto fields = describe(
        Field{"party", &Open::party, "who complains, if the registry knows them"},
        Field{"complainant", &Open::complainant, "who complains, given here; needed where there is no party"},
        Field{"subject", &Open::subject, "one line", length(1, 200)},
        Field{"text", &Open::text, "what happened, in their words", length(0, 50'000), personal},
        Field{"remedy_sought", &Open::remedy_sought, "what they want done", length(0, 2'000)},
        Field{"category", &Open::category, "what kind of complaint it is", length(0, 200)},
        Field{"subcategory", &Open::subcategory, "more precisely", length(0, 200)},
        Field{"owner", &Open::owner, "the user who works on it", length(0, 200)},
        Field{"received_via", &Open::received_via, "how it came", defaulted},
        Field{"received_at", &Open::received_at, "when it came, if not now"},
        Field{"impact", &Open::impact, "from 1 (hardly any) to 5 (business stands still)", between(1, 5)},
        Field{"safety_implication", &Open::safety_implication, "whether somebody's safety is concerned", defaulted},
        Field{"immediate_action", &Open::immediate_action, "whether something must be done at once", defaulted},
        Field{"reference", &Open::reference, "its id in another system; unique within that system"});
};

/// Changes what is recorded of a complaint; what is left out stays.
struct Update {
    ComplaintId id;
    std::optional<std::int64_t> version;
    std::optional<std::string> subject, remedy_sought, category, subcategory, owner, root_cause;
    std::optional<std::int32_t> impact;
    std::optional<Priority> priority;
    std::optional<bool> safety_implication, immediate_action;

    static constexpr auto fields = describe(
        Field{"id", &Update::id, "which complaint"}, Field{"version", &Update::version, "the version that was read"},
        Field{"subject", &Update::subject, "one line", length(1, 200)},
        Field{"remedy_sought", &Update::remedy_sought, "what they want done", length(0, 2'000)},
        Field{"category", &Update::category, "what kind of complaint it is", length(0, 200)},
        Field{"subcategory", &Update::subcategory, "more precisely", length(0, 200)},
        Field{"owner", &Update::owner, "the user who works on it", length(0, 200)},
        Field{"root_cause", &Update::root_cause, "why it happened", length(0, 2'000)},
        Field{"impact", &Update::impact, "from 1 (hardly any) to 5 (business stands still)", between(1, 5)},
        Field{"priority", &Update::priority, "set by hand; it then no longer follows severity and impact"},
        Field{"safety_implication", &Update::safety_implication, "whether somebody's safety is concerned"},
        Field{"immediate_action", &Update::immediate_action, "whether something must be done at once"});
};

/// A move that needs nothing but the complaint.
struct Move {
    ComplaintId id;
    std::optional<std::int64_t> version;
    static constexpr auto fields =
        describe(Field{"id", &Move::id, "which complaint"},
                 Field{"version", &Move::version, "the version that was read; aborted if it changed since"});
};

/// What a person makes of the complaint. The rule's own opinion stays beside it.
struct Assess {
    ComplaintId id;
    std::optional<std::int64_t> version;
    std::optional<Severity> severity;
    std::optional<std::string> category, reason;
    std::optional<std::int32_t> impact;

    static constexpr auto fields = describe(
        Field{"id", &Assess::id, "which complaint"}, Field{"version", &Assess::version, "the version that was read"},
        Field{"severity", &Assess::severity, "overrules the rule; left out, the rule's opinion holds"},
        Field{"category", &Assess::category, "what kind of complaint it is", length(0, 200)},
        Field{"reason", &Assess::reason, "why the rule was overruled", length(0, 2'000)},
        Field{"impact", &Assess::impact, "from 1 (hardly any) to 5 (business stands still)", between(1, 5)});
};

struct Propose {
    ComplaintId id;
    std::optional<std::int64_t> version;
    std::string resolution;
    static constexpr auto fields = describe(
        Field{"id", &Propose::id, "which complaint"}, Field{"version", &Propose::version, "the version that was read"},
        Field{"resolution", &Propose::resolution, "what is offered to the complainant", length(1, 10'000)});
};

struct List {
    std::int64_t limit = 50;
    std::optional<std::string> after, search, sort, owner, category;
    std::optional<State> state;
    std::optional<PartyId> party;
    std::optional<Priority> priority;
    std::optional<ReceivedVia> received_via;

    static constexpr auto fields = describe(
        Field{"limit", &List::limit, "how many at most", between(1, 200), defaulted},
        Field{"after", &List::after, "`next` of the page before", length(1, 500)},
        Field{"search", &List::search, "words in subject, text and number", length(1, 200)},
        Field{"sort", &List::sort, "received_at or priority, ascending; left out: newest first", length(1, 50)},
        Field{"state", &List::state, "only those in this state"}, Field{"party", &List::party, "only this party's"},
        Field{"owner", &List::owner, "only this user's", length(1, 200)},
        Field{"category", &List::category, "only of this kind", length(1, 200)},
        Field{"priority", &List::priority, "only of this priority"},
        Field{"received_via", &List::received_via, "only those that came so"});
};

struct AddAction {
    ComplaintId complaint;
    ActionKind kind = ActionKind::correction;
    std::string text;
    std::optional<std::string> owner;
    std::optional<Day> due;
    static constexpr auto fields =
        describe(Field{"complaint", &AddAction::complaint, "which complaint"},
                 Field{"kind", &AddAction::kind, "correction mends this case, corrective removes the cause", defaulted},
                 Field{"text", &AddAction::text, "what is to be done", length(1, 2'000)},
                 Field{"owner", &AddAction::owner, "the user who does it", length(1, 200)},
                 Field{"due", &AddAction::due, "by which day"});
};
struct MoveAction {
    ActionId id;
    std::optional<std::int64_t> version;
    std::optional<std::string> note;
    static constexpr auto fields =
        describe(Field{"id", &MoveAction::id, "which action"},
                 Field{"version", &MoveAction::version, "the version that was read"},
                 Field{"note", &MoveAction::note, "what was done, or why not", length(1, 2'000)});
};
struct ActionsOf {
    ComplaintId complaint;
    static constexpr auto fields = describe(Field{"complaint", &ActionsOf::complaint, "which complaint"});
};
struct Actions {
    std::vector<Action> items;
    static constexpr auto fields = describe(Field{"items", &Actions::items, "in the order in which they were added"});
};

/// A complaint as another system recorded it.
struct ImportRow {
    Reference reference;
    std::optional<PartyId> party;
    std::optional<Complainant> complainant;
    std::string subject;
    std::optional<std::string> text, category, subcategory, resolution;
    ReceivedVia received_via = ReceivedVia::other;
    Instant received_at;
    std::optional<Instant> closed_at;
    bool open = true;

    static constexpr auto fields =
        describe(Field{"reference", &ImportRow::reference, "its id there"},
                 Field{"party", &ImportRow::party, "who complains, if the registry knows them"},
                 Field{"complainant", &ImportRow::complainant, "who complains, where there is no party"},
                 Field{"subject", &ImportRow::subject, "one line", length(1, 200)},
                 Field{"text", &ImportRow::text, "what happened, in their words", length(0, 50'000), personal},
                 Field{"category", &ImportRow::category, "what kind of complaint it is", length(0, 200)},
                 Field{"subcategory", &ImportRow::subcategory, "more precisely", length(0, 200)},
                 Field{"resolution", &ImportRow::resolution, "how it ended", length(0, 10'000)},
                 Field{"received_via", &ImportRow::received_via, "how it came", defaulted},
                 Field{"received_at", &ImportRow::received_at, "when it came"},
                 Field{"closed_at", &ImportRow::closed_at, "when it was closed"},
                 Field{"open", &ImportRow::open, "whether it is still worked on", defaulted});
};
struct Import {
    std::vector<Any> rows;
    bool notify = false;
    static constexpr auto fields = describe(
        Field{"rows", &Import::rows, "each an ImportRow; one that is wrong is rejected by itself", length(1, 100)},
        Field{"notify", &Import::notify, "tell people, as if they had come just now", defaulted});
};
enum class Fate { imported, unchanged, rejected };
constexpr auto names_of(Fate) {
    using namespace std::literals;
    return std::array{"imported"sv, "unchanged"sv, "rejected"sv};
}
struct Imported {
    Fate fate = Fate::imported;
    std::optional<std::string> reason;
    static constexpr auto fields =
        describe(Field{"fate", &Imported::fate, "what became of the row; unchanged: it was imported before"},
                 Field{"reason", &Imported::reason, "why it was rejected"});
};
struct ImportResult {
    std::vector<Imported> rows;
    static constexpr auto fields = describe(Field{"rows", &ImportResult::rows, "one for each row, in order"});
};

/// What every event about a complaint carries: the complaint as it is now, and what changed.
struct Told {
    Complaint complaint;
    std::vector<Change> changes;
    static constexpr auto fields = describe(Field{"complaint", &Told::complaint, "as it is now"},
                                            Field{"changes", &Told::changes, "before and after, field by field"});
};
struct ActionTold {
    Action action;
    std::vector<Change> changes;
    static constexpr auto fields = describe(Field{"action", &ActionTold::action, "as it is now"},
                                            Field{"changes", &ActionTold::changes, "before and after, field by field"});
};

inline constexpr kit::Roles desk = roles(Role::agent, Role::account_manager);
inline constexpr kit::Roles workers = roles(Role::agent);

inline constexpr kit::Command<Open, Complaint> open{"open", CREATE("/complaints"), desk, "Opens a complaint."};
inline constexpr kit::Query<kit::ById<ComplaintId>, Complaint> get{"get", GET("/complaints/{id}"), desk,
                                                                   "One complaint."};
inline constexpr kit::Query<List, kit::Page<Complaint>> list{"list", GET("/complaints"), desk,
                                                             "Complaints, newest first, filtered, searched or sorted."};
inline constexpr kit::Command<Update, Complaint> update{"update", PATCH("/complaints/{id}"), workers,
                                                        "Changes what is recorded of a complaint."};
inline constexpr kit::Command<Move, Complaint> acknowledge{"acknowledge", POST("/complaints/{id}/acknowledge"), workers,
                                                           "The complainant was told that it came."};
inline constexpr kit::Command<Assess, Complaint> assess{"assess", POST("/complaints/{id}/assess"), workers,
                                                        "A person has judged severity, category and impact."};
inline constexpr kit::Command<Move, Complaint> investigate{"investigate", POST("/complaints/{id}/investigate"), workers,
                                                           "Work on it begins."};
inline constexpr kit::Command<Propose, Complaint> propose{"propose", POST("/complaints/{id}/propose"), workers,
                                                          "A resolution is offered to the complainant."};
inline constexpr kit::Command<Move, Complaint> accept{"accept", POST("/complaints/{id}/accept"), workers,
                                                      "The complainant accepts what was offered."};
inline constexpr kit::Command<Move, Complaint> close{"close", POST("/complaints/{id}/close"), workers,
                                                     "It is over. Refused while actions are open."};
inline constexpr kit::Command<AddAction, Action> add_action{"add_action", CREATE("/complaints/{complaint}/actions"),
                                                            workers, "Something is to be done about a complaint."};
inline constexpr kit::Query<ActionsOf, Actions> list_actions{"list_actions", GET("/complaints/{complaint}/actions"),
                                                             desk, "The actions of a complaint."};
inline constexpr kit::Command<MoveAction, Action> start_action{"start_action", POST("/actions/{id}/start"), workers,
                                                               "Somebody has begun with it."};
inline constexpr kit::Command<MoveAction, Action> complete_action{"complete_action", POST("/actions/{id}/complete"),
                                                                  workers, "It is done."};
inline constexpr kit::Command<MoveAction, Action> cancel_action{"cancel_action", POST("/actions/{id}/cancel"), workers,
                                                                "It will not be done; the note says why."};
inline constexpr kit::Command<Import, ImportResult> import_rows{"import", kit::bus_only, roles(),
                                                                "Takes over complaints of another system, once each."};

inline constexpr kit::Event<Told> opened{"complaints.opened", "a complaint came"};
inline constexpr kit::Event<Told> scored{"complaints.scored", "the severity rule has given its opinion"};
inline constexpr kit::Event<Told> changed{"complaints.changed", "what is recorded of a complaint changed"};
inline constexpr kit::Event<Told> acknowledged{"complaints.acknowledged", "its complainant was told that it came"};
inline constexpr kit::Event<Told> assessed{"complaints.assessed", "a person has judged it"};
inline constexpr kit::Event<Told> investigating{"complaints.investigating", "work on it began"};
inline constexpr kit::Event<Told> proposed{"complaints.proposed", "a resolution was offered"};
inline constexpr kit::Event<Told> accepted{"complaints.accepted", "the complainant accepted it"};
inline constexpr kit::Event<Told> closed{"complaints.closed", "a complaint is over"};
inline constexpr kit::Event<ActionTold> action_added{"complaints.action_added", "something is to be done"};
inline constexpr kit::Event<ActionTold> action_moved{"complaints.action_moved", "an action's state changed"};

}  // namespace rapport::complaints::api
