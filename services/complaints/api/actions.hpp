// SPDX-License-Identifier: MIT
#pragma once
#include "services/complaints/api/intake.hpp"

/// What is done because of complaints.
namespace rapport::complaints {

/// correction mends this case, corrective removes the cause, preventive keeps it from arising elsewhere.
enum class ActionKind { correction, corrective, preventive };
constexpr auto names_of(ActionKind) { return std::array{"correction"sv, "corrective"sv, "preventive"sv}; }
/// How far an action is: verified ones were looked at for their effect.
enum class ActionState { open, in_progress, done, verified_effective, verified_ineffective, cancelled };
constexpr auto names_of(ActionState) {
    return std::array{"open"sv,     "in_progress"sv, "done"sv, "verified_effective"sv, "verified_ineffective"sv,
                      "cancelled"sv};
}

/// Something that is to be done because of a complaint.
struct Action {
    ActionId id;
    std::int64_t version = 0;
    ComplaintId complaint;
    std::optional<PartyId> party = {};
    ActionKind kind = ActionKind::correction;
    ActionState state = ActionState::open;
    std::string text;
    std::optional<kit::UserId> owner;
    std::optional<std::string> former_owner, note;
    std::optional<Day> due;
    bool overdue = false;
    Instant added_at;
    std::optional<Instant> done_at, verified_at;
    std::optional<std::string> verified_by, effect, handed_on_to, handed_on_because;
    std::optional<ActionId> follows;

    static constexpr auto fields = describe(
        Field{"id", &Action::id, "unique"}, Field{"version", &Action::version, "counts its changes"},
        Field{"complaint", &Action::complaint, "of which complaint"},
        Field{"party", &Action::party, "the party that complains"},
        Field{"kind", &Action::kind, "correction, corrective or preventive"},
        Field{"state", &Action::state, "how far it is"}, Field{"text", &Action::text, "what is to be done"},
        Field{"owner", &Action::owner, "the user who does it", kit::formerly_text("former_owner")},
        Field{"former_owner", &Action::former_owner, "the name that came with it, while no user is called that"},
        Field{"note", &Action::note, "what was done, or why not"}, Field{"due", &Action::due, "by which day"},
        Field{"overdue", &Action::overdue, "whether that day passed before it was done"},
        Field{"added_at", &Action::added_at, "when it was added"},
        Field{"done_at", &Action::done_at, "when it was done or cancelled"},
        Field{"verified_at", &Action::verified_at, "when it was seen whether it had the effect"},
        Field{"verified_by", &Action::verified_by, "who saw that"},
        Field{"effect", &Action::effect, "what its effect is"},
        Field{"handed_on_to", &Action::handed_on_to, "who goes on with it, beyond the complaint"},
        Field{"handed_on_because", &Action::handed_on_because, "why it does not hold up the complaint any more"},
        Field{"follows", &Action::follows, "the action without effect that it came from"});
};

}  // namespace rapport::complaints

namespace rapport::complaints::api {

/// A new action of a complaint.
struct AddAction {
    ComplaintId complaint;
    ActionKind kind = ActionKind::correction;
    std::string text;
    std::optional<kit::UserId> owner;
    std::optional<Day> due;
    static constexpr auto fields =
        describe(Field{"complaint", &AddAction::complaint, "which complaint"},
                 Field{"kind", &AddAction::kind, "correction mends this case, corrective removes the cause", defaulted},
                 Field{"text", &AddAction::text, "what is to be done", length(1, 2'000), multiline},
                 Field{"owner", &AddAction::owner, "the user who does it; left out: who adds it"},
                 Field{"due", &AddAction::due, "by which day"});
};
/// Changes what is recorded of an action: what is left out stays, null empties.
struct UpdateAction {
    ActionId id;
    std::optional<std::int64_t> version;
    std::optional<std::string> text;
    Patch<kit::UserId> owner;
    Patch<Day> due;
    static constexpr auto fields = describe(
        Field{"id", &UpdateAction::id, "which action"},
        Field{"version", &UpdateAction::version, "the version that was read"},
        Field{"text", &UpdateAction::text, "what is to be done", length(1, 2'000), multiline},
        Field{"owner", &UpdateAction::owner, "the user who does it"}, Field{"due", &UpdateAction::due, "by which day"});
};
/// Moves an action on, with a note if there is something to say.
struct MoveAction {
    ActionId id;
    std::optional<std::int64_t> version;
    std::optional<std::string> note;
    static constexpr auto fields =
        describe(Field{"id", &MoveAction::id, "which action"},
                 Field{"version", &MoveAction::version, "the version that was read"},
                 Field{"note", &MoveAction::note, "what was done", length(1, 2'000), multiline});
};
/// Cancels an action, and says why.
struct CancelAction {
    ActionId id;
    std::optional<std::int64_t> version;
    std::string note;
    static constexpr auto fields =
        describe(identity(&CancelAction::id, &CancelAction::version),
                 Field{"note", &CancelAction::note, "why it is not done", length(1, 2'000), multiline});
};
/// Whether what was done had its effect; if not, another action is opened, due then.
struct VerifyAction {
    ActionId id;
    std::optional<std::int64_t> version;
    bool effective = true;
    std::string effect;
    std::optional<Day> due;
    static constexpr auto fields = describe(
        Field{"id", &VerifyAction::id, "which action"},
        Field{"version", &VerifyAction::version, "the version that was read"},
        Field{"effective", &VerifyAction::effective, "whether it did what it was for; if not, another is opened"},
        Field{"effect", &VerifyAction::effect, "what was seen", length(1, 2'000), multiline},
        Field{"due", &VerifyAction::due, "of the one that is opened, by which day"});
};
/// Others go on with an action: to whom it goes, and why.
struct HandOnAction {
    ActionId id;
    std::optional<std::int64_t> version;
    std::string to, reason;
    static constexpr auto fields =
        describe(Field{"id", &HandOnAction::id, "which action"},
                 Field{"version", &HandOnAction::version, "the version that was read"},
                 Field{"to", &HandOnAction::to, "who goes on with it, or under which number", length(1, 200)},
                 Field{"reason", &HandOnAction::reason, "why it does not hold up the complaint any more",
                       length(1, 2'000), multiline});
};
/// Asks for the actions of one complaint.
struct ActionsOf {
    ComplaintId complaint;
    static constexpr auto fields = describe(Field{"complaint", &ActionsOf::complaint, "which complaint"});
};
/// All of them, in the order in which they were added.
struct Actions {
    std::vector<Shown<Action>> items;
    static constexpr auto fields = describe(Field{"items", &Actions::items, "in the order in which they were added"});
};
/// A page of all complaints' actions.
struct ListActions {
    std::int64_t limit = 50;
    std::optional<std::string> after, sort;
    std::optional<kit::UserId> owner;
    std::optional<ActionState> state;
    std::optional<ActionKind> kind;
    std::optional<bool> overdue;
    static constexpr auto fields =
        describe(Field{"limit", &ListActions::limit, "how many at most", between(1, 200), defaulted},
                 Field{"after", &ListActions::after, "`next` of the page before", length(1, 500)},
                 Field{"sort", &ListActions::sort, "due, soonest first; left out: newest first", length(1, 50)},
                 Field{"owner", &ListActions::owner, "only this user's"},
                 Field{"state", &ListActions::state, "only those in this state"},
                 Field{"kind", &ListActions::kind, "only of this kind"},
                 Field{"overdue", &ListActions::overdue, "only those that were late, or that were not"});
};
/// Data of events about an action: the action as it is now, and what changed.
struct ActionTold {
    Action action;
    std::vector<Change> changes;
    static constexpr auto fields = describe(Field{"action", &ActionTold::action, "as it is now"},
                                            Field{"changes", &ActionTold::changes, "before and after, field by field"});
};

template <class Request>
using ActionCommand = kit::Command<Request, Shown<Action>>;
inline constexpr ActionCommand<AddAction> add_action{"add_action", CREATE("/complaints/{complaint}/actions"), workers,
                                                     "Add an action to a complaint."};
inline constexpr kit::Query<ActionsOf, Actions> list_actions{"list_actions", GET("/complaints/{complaint}/actions"),
                                                             desk, "List the actions of a complaint."};
inline constexpr kit::Query<ListActions, kit::Page<Shown<Action>>> list_all_actions{
    "list_all_actions", GET("/complaint-actions"), desk, "List actions of all complaints."};
inline constexpr kit::Query<kit::ById<ActionId>, Shown<Action>> get_action{"get_action", GET("/complaint-actions/{id}"),
                                                                           desk, "Get an action."};
inline constexpr ActionCommand<UpdateAction> update_action{"update_action", PATCH("/complaint-actions/{id}"), workers,
                                                           "Update an action: only the fields given change."};
inline constexpr ActionCommand<MoveAction> start_action{"start_action", POST("/complaint-actions/{id}/start"), workers,
                                                        "Start an action."};
inline constexpr ActionCommand<MoveAction> complete_action{"complete_action", POST("/complaint-actions/{id}/complete"),
                                                           workers, "Complete an action."};
inline constexpr ActionCommand<CancelAction> cancel_action{"cancel_action", POST("/complaint-actions/{id}/cancel"),
                                                           workers, "Cancel an action; the note says why."};
inline constexpr ActionCommand<VerifyAction> verify_action{
    "verify_action", POST("/complaint-actions/{id}/verify"), workers,
    "Verify the effect of an action; one without effect opens another."};
inline constexpr ActionCommand<HandOnAction> hand_on_action{"hand_on_action", POST("/complaint-actions/{id}/hand-on"),
                                                            workers,
                                                            "Hand an action over; the complaint may close without it."};

inline constexpr kit::Event<ActionTold> action_added{"complaints.action_added", "something is to be done"};
inline constexpr kit::Event<ActionTold> action_changed{"complaints.action_changed", "what is recorded of it changed"};
inline constexpr kit::Event<ActionTold> action_moved{"complaints.action_moved", "an action's state changed"};
inline constexpr kit::Event<ActionTold> action_handed_on{"complaints.action_handed_on", "others go on with it"};
inline constexpr kit::Event<ActionTold> action_overdue{"complaints.action_overdue",
                                                       "its day passed and it is not done"};

}  // namespace rapport::complaints::api
