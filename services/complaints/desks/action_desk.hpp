// SPDX-License-Identifier: MIT
#pragma once
#include "services/complaints/cases/casebook.hpp"
#include "services/complaints/rules/action.hpp"

namespace rapport::complaints {

/// What is done because of complaints, by whom and until when, and whether it had its effect.
class ActionDesk {
public:
    explicit ActionDesk(const Casebook& book) : store_(book.store()) {}
    kit::Routes routes();

private:
    Action add_action(Unit& unit, const api::AddAction& request);
    Action get(View& view, const kit::ById<ActionId>& request);
    api::Actions of_complaint(View& view, const api::ActionsOf& request);
    kit::Page<Action> list(View& view, const api::ListActions& request);
    Action update(Unit& unit, const api::UpdateAction& request);
    Action start(Unit& unit, const api::MoveAction& request);
    Action complete(Unit& unit, const api::MoveAction& request);
    Action cancel(Unit& unit, const api::MoveAction& request);
    Action verify(Unit& unit, const api::VerifyAction& request);
    Action hand_on(Unit& unit, const api::HandOnAction& request);
    void late(Unit& unit, const ActionId& id);

    template <class Request, class Change>
    Action change(Unit& unit, const Request& request, const kit::Event<api::ActionTold>& event, Change change);
    void begin(Unit& unit, Action& action);
    void watch(Unit& unit, const Action& action);

    const Store& store_;
};

}  // namespace rapport::complaints
