// SPDX-License-Identifier: MIT
#pragma once
#include "services/complaints/cases/casebook.hpp"

namespace rapport::complaints {

/// How complaints are brought before somebody who can do more, by hand or because nobody acts.
class EscalationDesk {
public:
    explicit EscalationDesk(const Casebook& book) : book_(book) {}
    kit::Routes routes();

private:
    kit::Shown<Complaint> escalate(Unit& unit, const api::Escalate& request);
    kit::Shown<Complaint> answer(Unit& unit, const api::AnswerEscalation& request);
    void escalate_further(Unit& unit, const ComplaintId& id);

    const Casebook& book_;
};

}  // namespace rapport::complaints
