// SPDX-License-Identifier: MIT
#include "services/complaints/rules/assessment.hpp"

#include "bus/base/error.hpp"

namespace rapport::complaints {

Severity severity_of(double score) {
    if (score >= 75) return Severity::critical;
    if (score >= 50) return Severity::high;
    return score >= 25 ? Severity::medium : Severity::low;
}

Priority priority_of(Severity severity, std::optional<std::int32_t> impact) {
    constexpr int unknown_impact = 3;
    const int rank = static_cast<int>(severity) + 1 + impact.value_or(unknown_impact);  // 2 to 9
    if (rank >= 8) return Priority::P1;
    if (rank >= 6) return Priority::P2;
    return rank >= 4 ? Priority::P3 : Priority::P4;
}

void follow_priority(Complaint& complaint) {
    if (complaint.priority_by_hand) return;
    complaint.priority.reset();
    if (complaint.severity) complaint.priority = priority_of(*complaint.severity, complaint.impact);
}

Complaint scored(Complaint complaint, Score score) {
    if (!complaint.severity_by_hand) complaint.severity = score.severity;
    complaint.score = std::move(score);
    complaint.score_error.reset();
    follow_priority(complaint);
    return complaint;
}

Complaint judged(Complaint complaint, const api::Assess& judgement) {
    const auto take = [](auto& field, const auto& given) {
        if (given) field = given;
    };
    take(complaint.category, judgement.category);
    take(complaint.subcategory, judgement.subcategory);
    take(complaint.impact, judgement.impact);
    take(complaint.complexity, judgement.complexity);
    if (judgement.severity) {
        complaint.severity_by_hand = !complaint.score || complaint.score->severity != *judgement.severity;
        complaint.severity = judgement.severity;
        complaint.severity_reason = judgement.reason;
    }
    follow_priority(complaint);
    return complaint;
}

Complaint updated(Complaint complaint, const kit::Edit<Complaint>& edit) {
    apply_patch(complaint, edit);
    if (edit.says(&Complaint::priority)) complaint.priority_by_hand = complaint.priority.has_value();
    follow_priority(complaint);
    return complaint;
}

bool may_rate(const Complaint& complaint) { return !complaint.open && complaint.state != State::duplicate; }

Complaint rated(Complaint complaint, std::int32_t satisfaction, std::optional<std::string> comment) {
    if (!may_rate(complaint))
        throw Error(Code::failed_precondition, "it is not over yet: rate the handling when it is");
    complaint.satisfaction = satisfaction;
    if (comment) complaint.satisfaction_comment = std::move(comment);
    return complaint;
}

}  // namespace rapport::complaints
