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
    Complaint acknowledge(Unit& unit, const api::Move& request);
    Complaint investigate(Unit& unit, const api::Move& request);
    Complaint wait(Unit& unit, const api::Wait& request);
    Complaint propose(Unit& unit, const api::Propose& request);
    Complaint accept(Unit& unit, const api::Move& request);
    Complaint dispute(Unit& unit, const api::Because& request);
    Complaint close(Unit& unit, const api::Close& request);
    Complaint reopen(Unit& unit, const api::Because& request);
    Complaint reinstate(Unit& unit, const api::Because& request);
    Complaint withdraw(Unit& unit, const api::Because& request);
    Complaint reject(Unit& unit, const api::Reject& request);
    Complaint mark_duplicate(Unit& unit, const api::MarkDuplicate& request);
    api::Lifecycle lifecycle(View& view, const api::AskLifecycle& request);
    void remind(Unit& unit, const ComplaintId& id);
    void close_unanswered(Unit& unit, const ComplaintId& id);

    const Casebook& book_;
};

}  // namespace rapport::complaints
