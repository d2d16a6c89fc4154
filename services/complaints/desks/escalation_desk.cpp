// SPDX-License-Identifier: MIT
#include "services/complaints/desks/escalation_desk.hpp"

#include "services/complaints/rules/escalation.hpp"

namespace rapport::complaints {

kit::Routes EscalationDesk::routes() {
    return {kit::on(api::escalate, this, &EscalationDesk::escalate),
            kit::on(api::answer_escalation, this, &EscalationDesk::answer),
            kit::timer(escalation_timer, this, &EscalationDesk::escalate_further), kit::tells(api::escalated),
            kit::tells(api::escalation_answered)};
}

kit::Shown<Complaint> EscalationDesk::escalate(Unit& unit, const api::Escalate& request) {
    const auto change = [&](const Complaint& before) {
        const auto now_at = before.escalation_level.value_or(0);
        const auto level = request.level.value_or(now_at + 1);
        if (!before.open)
            throw Error(Code::failed_precondition,
                        "it is " + std::string(name_of(before.state)) + ": nobody is to act");
        const auto top = static_cast<std::int32_t>(book_.escalation().levels.size());
        if (level > top) throw invalid("level", "must be at most " + std::to_string(top) + ", which is the last");
        if (level <= now_at) throw invalid("level", "must be above " + std::to_string(now_at) + ", where it is");
        return escalated(before, level, EscalatedBy::hand, request.reason, book_.escalation(), unit.now());
    };
    return book_.shown(unit, book_.change(unit, request.id, request.version, api::changed, change));
}

kit::Shown<Complaint> EscalationDesk::answer(Unit& unit, const api::AnswerEscalation& request) {
    const auto change = [&](const Complaint& before) { return answered(before, unit.actor().id, unit.now()); };
    return book_.shown(unit, book_.change(unit, request.id, request.version, api::escalation_answered, change));
}

void EscalationDesk::escalate_further(Unit& unit, const ComplaintId& id) {
    const auto before = book_.store().complaints.find(unit, id);
    if (before) book_.save(unit, *before, escalated_further(*before, book_.escalation(), unit.now()), api::changed);
}

}  // namespace rapport::complaints
