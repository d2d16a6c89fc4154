// SPDX-License-Identifier: MIT
#pragma once
#include "services/kit/entities/action.hpp"
#include "services/kit/entities/party_events.hpp"

namespace rapport::kit {

/// What belongs into the words of `actions_are_open`.
struct OpenActions {
    std::int64_t count = 0;
    static constexpr auto fields = describe(Field{"count", &OpenActions::count, "how many are open or in progress"});
};

/// The actions about the entities of one table: routes and rules. They are seen by those who see what they are about,
/// and belong to its party. Both tables, and what the routes of a service point to, live as long as the routes.
template <class Owner>
class Actions {
public:
    using Entity = Action<Owner>;
    using ActionId = Id<Entity>;

    /// Refuses an action that is new (version 0), or one whose day was changed. One that `follows` another is opened by
    /// the service itself.
    using Check = std::function<void(const Owner& about, const Entity& action)>;
    /// An action as an earlier version told it, in the shape of today.
    using Todays = std::function<Entity(Entity)>;

    Actions(const ActionApi<Owner>& api, const Table<Owner>& owners, Check check = {}, Todays todays = {})
        : api_(api),
          owners_(owners),
          check_(std::move(check)),
          moves_("action", &Entity::state,
                 {{{ActionState::open}, ActionState::in_progress, api.start, "somebody begins with it", usual},
                  {{ActionState::open, ActionState::in_progress}, ActionState::done, api.complete, "it is done", usual},
                  {{ActionState::done}, ActionState::verified_effective, api.verify, "it had its effect", usual},
                  {{ActionState::done},
                   ActionState::verified_ineffective,
                   api.verify,
                   "it had no effect, and another is opened"},
                  {{ActionState::open, ActionState::in_progress}, ActionState::cancelled, api.cancel, "it is not done"},
                  {{ActionState::open, ActionState::in_progress},
                   ActionState::handed_on,
                   api.hand_on,
                   "somebody else goes on with it, and nothing waits for it here"}}),
          table_(api.names().table, owners.has_owner() ? owned_by("party") : OwnedBy{}, moves_) {
        table_.formerly(std::move(todays));
    }
    Actions(const Actions&) = delete;
    Actions& operator=(const Actions&) = delete;

    Routes routes() const;
    const Table<Entity>& table() const { return table_; }
    const Moves<Entity>& moves() const { return moves_; }

    /// Opens an action because of something that happened: `about` and `what` are said. not_found, naming `about`, if
    /// the caller sees no such thing.
    void open(Unit& unit, Entity& action) const {
        complete(unit, action);
        add(unit, table_, action, api_.created);
    }
    /// Takes over an action that was kept elsewhere until now, under its id and version.
    void adopt(Unit& unit, const Entity& action) const {
        table_.adopt(unit, action);
        watch(unit, action);
    }
    /// How many about that one are open or in progress.
    std::int64_t waiting(const View& view, const decltype(Owner::id)& about) const {
        std::int64_t total = 0;
        for (const ActionState state : {ActionState::open, ActionState::in_progress}) {
            const Condition conditions[] = {{"about", about}, {"state", state}};
            total += table_.list(view, {.limit = 1}, conditions).total;
        }
        return total;
    }

    /// For kit::move of what they are about: blocks the move while some are waited for, by `actions_are_open` and their
    /// `count`.
    auto have_ended() const {
        return [this](Unit& unit, const Owner& about, const auto&) -> std::optional<Blocked> {
            const std::int64_t count = waiting(unit, about.id);
            if (count == 0) return {};
            return Blocked{"actions_are_open", any_of(OpenActions{count})};
        };
    }

private:
    void complete(Unit& unit, Entity& action) const;
    void check(const Owner& about, const Entity& action) const {
        if (check_) check_(about, action);
    }
    void verify(Unit& unit, Entity& action, const VerifyAction<Owner>& request) const;
    /// Has it looked at when its day is over, unless it has ended.
    void watch(Unit& unit, const Entity& action) const;
    void look(Unit& unit, const ActionId& id) const;
    template <class Request, class More>
    Route move(const Command<Request, Shown<Entity>>& command, More more) const {
        return kit::move(command, table_, api_.changed,
                         [this, more](Unit& unit, Entity& action, const Request& request) {
                             more(unit, action, request);
                             if (has_ended(action.state) && !action.ended_at) action.ended_at = unit.now();
                             watch(unit, action);
                         });
    }

    const ActionApi<Owner>& api_;
    const Timer<ActionId> look_again_{api_.names().timer};
    const Table<Owner>& owners_;
    const Check check_;
    const Moves<Entity> moves_;
    Table<Entity> table_;
};

template <class Owner>
Routes Actions<Owner>::routes() const {
    const auto check = [this](Unit& unit, const Entity& before, Entity& after) {
        if (has_ended(before.state))
            throw moves_.refused(before, asking(unit), "an action that has ended is not changed any more");
        if (after.due != before.due) {
            if (after.due) this->check(owners_.get(unit.unscoped(), after.about), after);
            after.overdue = after.overdue && after.due && late_from(*after.due) <= unit.now();
        }
        watch(unit, after);
    };
    Routes routes{
        create(api_.create, table_, api_.created, [this](Unit& unit, Entity& action) { complete(unit, action); }),
        on(api_.get, table_),
        change(api_.update, table_, api_.changed, check),
        on(api_.list, table_),
        move(api_.start, nothing_more),
        move(api_.complete, [](Unit&, Entity& action, const auto& request) { action.result = request.result; }),
        move(api_.cancel, [](Unit&, Entity& action, const auto& request) { action.reason = request.reason; }),
        act(api_.verify, table_, api_.changed,
            [this](Unit& unit, Entity& action, const auto& request) { verify(unit, action, request); }),
        move(api_.hand_on,
             [](Unit&, Entity& action, const auto& request) {
                 action.handed_on_to = request.handed_on_to;
                 action.reason = request.reason;
             }),
        timer(look_again_, this, &Actions::look),
        tells(api_.overdue, table_)};
    if (table_.has_owner())
        routes.push_back(follows_merges(table_, [this](Unit& unit, const Entity& before, Entity after) {
            save(unit, table_, before, after, api_.changed);
        }));
    return routes;
}

template <class Owner>
void Actions<Owner>::complete(Unit& unit, Entity& action) const {
    const auto about = owners_.find(unit, action.about);
    if (!about) throw Error(Code::not_found, "about: there is no such " + owners_.what());
    check(*about, action);
    if (action.id.nil()) action.id = unit.new_id<ActionId>();
    action.party = owners_.owner_of(*about);
    action.created_at = unit.now();
    if (!action.owner) action.owner = user_acting(unit.actor());
    watch(unit, action);
}

template <class Owner>
void Actions<Owner>::verify(Unit& unit, Entity& action, const VerifyAction<Owner>& request) const {
    moves_.make(action, api_.verify,
                request.effective ? ActionState::verified_effective : ActionState::verified_ineffective, asking(unit));
    action.effect = request.effect;
    action.verified_by = unit.actor().id;
    action.verified_at = unit.now();
    if (request.effective) return;
    Entity next{.about = action.about,
                .kind = action.kind,
                .what = action.what,
                .why = action.effect,
                .owner = action.owner,
                .due = request.due,
                .follows = action.id};
    open(unit, next);
}

template <class Owner>
void Actions<Owner>::watch(Unit& unit, const Entity& action) const {
    if (action.due && !action.overdue && !has_ended(action.state))
        unit.at(look_again_, action.id, late_from(*action.due));
    else unit.cancel(look_again_, action.id);
}

template <class Owner>
void Actions<Owner>::look(Unit& unit, const ActionId& id) const {
    const auto before = table_.find(unit, id);
    if (!before || has_ended(before->state) || !before->due || late_from(*before->due) > unit.now()) return;
    Entity after = *before;
    after.overdue = true;
    save(unit, table_, *before, after, api_.overdue);
}

}  // namespace rapport::kit
