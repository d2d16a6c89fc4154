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
    using Shown = kit::Shown<Action>;

    Shown add_action(Unit& unit, const api::AddAction& request);
    api::Actions of_complaint(View& view, const api::ActionsOf& request);
    kit::Page<Shown> list(View& view, const api::ListActions& request);
    Shown verify(Unit& unit, const api::VerifyAction& request);
    void late(Unit& unit, const ActionId& id);

    /// The route of a move; `record(unit, action, request)` notes what goes with it.
    template <class Command, class Record>
    kit::Route move(const Command& command, Record record);
    template <class Request, class Change>
    Action change(Unit& unit, const Request& request, const kit::Event<api::ActionTold>& event, Change change);
    void create(Unit& unit, Action& action);
    void watch(Unit& unit, const Action& action);

    const Store& store_;
};

}  // namespace rapport::complaints
