// SPDX-License-Identifier: MIT
#pragma once
#include "services/complaints/cases/casebook.hpp"

namespace rapport::complaints {

/// How complaints move from state to state, by somebody or as time goes by.
class MoveDesk {
public:
    explicit MoveDesk(const Casebook& book) : book_(book) {}
    kit::Routes routes();

private:
    /// The route of a move, and what of its request is said with it.
    template <class Command, class Said>
    kit::Route move(const Command& command, Said said) const;
    MoveInput waiting(const View& view, const api::Wait& request) const;
    api::LifecycleMoves lifecycle(View& view, const api::AskLifecycle& request);
    void remind(Unit& unit, const ComplaintId& id);
    void close_unanswered(Unit& unit, const ComplaintId& id);

    const Casebook& book_;
};

}  // namespace rapport::complaints
