// SPDX-License-Identifier: MIT
#pragma once
#include "services/kit/entities/moves.hpp"
#include "services/kit/user_id.hpp"

/// What is to be done about something, by whom and until when, and whether that had its effect: the same shape in every
/// service, for each kind of thing that needs it. A service takes it in by an ActionApi in its api.hpp, a member
/// Actions in its desk (action_desk.hpp), and `create action table THING_actions;` in its schema.
namespace rapport::kit {

/// correction mends this case, corrective removes the cause, preventive keeps it from arising elsewhere.
enum class ActionKind { correction, corrective, preventive };
constexpr auto names_of(ActionKind) {
    using namespace std::literals;
    return std::array{"correction"sv, "corrective"sv, "preventive"sv};
}
/// How far an action has come. Done waits for somebody to verify whether it was effective.
enum class ActionState { open, in_progress, done, verified_effective, verified_ineffective, cancelled, handed_on };
constexpr auto names_of(ActionState) {
    using namespace std::literals;
    return std::array{"open"sv,      "in_progress"sv, "done"sv, "verified_effective"sv, "verified_ineffective"sv,
                      "cancelled"sv, "handed_on"sv};
}
/// Neither open nor in progress: nobody has to do it any more.
constexpr bool has_ended(ActionState state) { return state >= ActionState::done; }

/// What is to be done about an `Owner`. The names that fields had are those of complaints' own actions, before they had
/// this shape.
template <class Owner>
struct Action {
    Id<Action> id;
    std::int64_t version = 0;
    decltype(Owner::id) about;
    std::optional<Uuid> party;
    ActionKind kind = ActionKind::correction;
    std::string what;
    std::optional<std::string> why;
    std::optional<UserId> owner;
    std::optional<std::string> former_owner;
    std::optional<Day> due;
    ActionState state = ActionState::open;
    bool overdue = false;
    std::optional<std::string> result, reason, handed_on_to, effect, verified_by;
    Instant created_at;
    std::optional<Instant> ended_at, verified_at;
    std::optional<Id<Action>> follows;

    /// `LoanAction`: a service may have actions about several things.
    static std::string title() { return std::string(shapes::short_name<Owner>()) + "Action"; }
    static constexpr auto fields = describe(
        identity(&Action::id, &Action::version),
        Field{"about", &Action::about, "what the action is about", initial, filter, was("complaint")},
        Field{"party", &Action::party, "the party that it concerns, through what it is about", filter},
        Field{"kind", &Action::kind, "correction, unless said otherwise, corrective or preventive", editable, defaulted,
              filter},
        Field{"what", &Action::what, "what is to be done", length(1, 2000), multiline, editable, was("text")},
        Field{"why", &Action::why, "why it was opened", length(1, 2000), multiline, editable},
        Field{"owner", &Action::owner, "the user who does it; whoever creates it, unless said otherwise", editable,
              filter, formerly_text("former_owner")},
        Field{"former_owner", &Action::former_owner,
              "the name that an earlier version kept, while no user is called that"},
        Field{"due", &Action::due, "by which day", editable, sorted},
        Field{"state", &Action::state, "how far it is", filter},
        Field{"overdue", &Action::overdue, "whether its day passed before it was done", filter},
        Field{"result", &Action::result, "what was done", length(1, 2000), multiline, was("note")},
        Field{"reason", &Action::reason, "why it was cancelled or handed on", length(1, 2000), multiline,
              was("handed_on_because")},
        Field{"handed_on_to", &Action::handed_on_to, "who goes on with it, or under which number", length(1, 200)},
        Field{"effect", &Action::effect, "what was seen of its effect", length(1, 2000), multiline},
        Field{"verified_by", &Action::verified_by, "who saw that"},
        Field{"created_at", &Action::created_at, "when it was created", was("added_at")},
        Field{"ended_at", &Action::ended_at, "when it was done, cancelled or handed on", was("done_at")},
        Field{"verified_at", &Action::verified_at, "when its effect was verified"},
        Field{"follows", &Action::follows, "the action without effect that it was opened for"});
};

/// Completes an action.
template <class Owner>
struct CompleteAction {
    Id<Action<Owner>> id;
    std::optional<std::int64_t> version;
    std::optional<std::string> result;
    static constexpr auto fields = describe(identity(&CompleteAction::id, &CompleteAction::version),
                                            Field{"result", &CompleteAction::result, as_in<Action<Owner>>});
};
/// Verifies the effect of an action.
template <class Owner>
struct VerifyAction {
    Id<Action<Owner>> id;
    std::optional<std::int64_t> version;
    bool effective = true;
    std::string effect;
    std::optional<Day> due;
    static constexpr auto fields = describe(
        identity(&VerifyAction::id, &VerifyAction::version),
        Field{"effective", &VerifyAction::effective, "whether it did what it was for; if not, another is opened"},
        Field{"effect", &VerifyAction::effect, as_in<Action<Owner>>},
        Field{"due", &VerifyAction::due, "of the action that is opened: by which day"});
};
/// Hands an action over to somebody outside of the service.
template <class Owner>
struct HandOnAction {
    Id<Action<Owner>> id;
    std::optional<std::int64_t> version;
    std::string handed_on_to, reason;
    static constexpr auto fields = describe(identity(&HandOnAction::id, &HandOnAction::version),
                                            Field{"handed_on_to", &HandOnAction::handed_on_to, as_in<Action<Owner>>},
                                            Field{"reason", &HandOnAction::reason, as_in<Action<Owner>>});
};

/// What the methods and events of one thing's actions are called.
struct ActionNames {
    /// What one method is called, where it is offered over HTTP, and what its documentation says.
    struct Method {
        std::string name, path, doc;
    };
    /// `thing` as the type is called: `AuditFinding`.
    ActionNames(std::string_view service, std::string_view thing);

    std::string thing;  ///< `audit_finding`
    std::string table;  ///< `audit_finding_actions`
    Method create, get, update, list, start, complete, cancel, verify, hand_on;
    std::string created, changed, overdue;  ///< types of events
    std::string timer;
};

/// What events about a service's actions were called before they were those of an ActionApi.
struct FormerActionTypes {
    FormerTypes created = {}, changed = {};
};

/// What others may ask of a service's actions about an `Owner` and hear of them: `create_loan_action`,
/// `POST /loan-actions`, `loans.action_created`. For the api.hpp: `inline const kit::ActionApi<Loan> loan_actions{…};`.
template <class Owner>
class ActionApi {
    const ActionNames names_;

    template <class Method, class Http>
    static Method method(const ActionNames::Method& named, Http http, Roles roles) {
        return {named.name, http(named.path), roles, named.doc};
    }

public:
    using Entity = Action<Owner>;
    using ActionId = Id<Entity>;
    template <class Request>
    using Move = Command<Request, Shown<Entity>>;

    /// `service` is the one that tells of them, `roles` are for whom all methods are.
    ActionApi(std::string_view service, Roles roles) : ActionApi(service, roles, roles) {}
    /// The same where more may read them than create and move them.
    ActionApi(std::string_view service, Roles roles, Roles readers, const FormerActionTypes& was = {})
        : names_(service, shapes::short_name<Owner>()),
          create(method<decltype(create)>(names_.create, CREATE, roles)),
          get(method<decltype(get)>(names_.get, GET, readers)),
          update(method<decltype(update)>(names_.update, PATCH, roles)),
          list(method<decltype(list)>(names_.list, GET, readers)),
          start(method<decltype(start)>(names_.start, POST, roles)),
          complete(method<decltype(complete)>(names_.complete, POST, roles)),
          cancel(method<decltype(cancel)>(names_.cancel, POST, roles)),
          verify(method<decltype(verify)>(names_.verify, POST, roles)),
          hand_on(method<decltype(hand_on)>(names_.hand_on, POST, roles)),
          created{names_.created, "an action was created", was.created},
          changed{names_.changed, "an action was changed, or its state", was.changed},
          overdue{names_.overdue, "the day of an action passed, and it is not done"} {}
    ActionApi(const ActionApi&) = delete;
    ActionApi& operator=(const ActionApi&) = delete;

    const ActionNames& names() const { return names_; }

    const Command<New<Entity>, Shown<Entity>> create;
    const Query<ById<ActionId>, Shown<Entity>> get;
    const Command<Edit<Entity>, Shown<Entity>> update;
    const Query<ListOf<Entity>, Page<Shown<Entity>>> list;
    const Move<AtVersion<ActionId>> start;
    const Move<CompleteAction<Owner>> complete;
    const Move<WithReason<ActionId>> cancel;
    const Move<VerifyAction<Owner>> verify;
    const Move<HandOnAction<Owner>> hand_on;
    const Event<Changed<Entity>> created, changed, overdue;
};

/// From when on an action of that day is late: the midnight after it.
Instant late_from(Day due);

}  // namespace rapport::kit

template <class Owner>
struct rapport::RefersTo<rapport::kit::Action<Owner>> {
    static std::string name() { return RefersTo<Owner>::name() + "Action"; }
};
