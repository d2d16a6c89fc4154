// SPDX-License-Identifier: MIT
#include "services/complaints/rules/escalation.hpp"

#include <algorithm>

#include "bus/base/error.hpp"
#include "bus/base/names.hpp"
#include "services/kit/method.hpp"

namespace rapport::complaints {
namespace {

std::int32_t top_of(const EscalationPolicy& policy) { return static_cast<std::int32_t>(policy.levels.size()); }

const EscalationLevel& level_of(const EscalationPolicy& policy, std::int32_t level) {
    return policy.levels.at(static_cast<std::size_t>(level - 1));
}

/// A user of ours has one of these.
constexpr std::array roles_of_users{kit::Role::admin, kit::Role::manager, kit::Role::agent, kit::Role::account_manager,
                                    kit::Role::auditor};

}  // namespace

EscalationPolicy checked(EscalationPolicy policy) {
    std::vector<std::string_view> known;
    for (const kit::Role role : roles_of_users) known.push_back(name_of(role));
    for (std::size_t i = 0; i < policy.levels.size(); ++i)
        if (const auto& role = policy.levels[i].role; std::ranges::find(known, role) == known.end())
            throw invalid("escalation.levels[" + std::to_string(i) + "].role", not_one_of(role, known));
    for (std::int32_t* level :
         {&policy.severity_level, &policy.repeats_level, &policy.warned_level, &policy.breached_level})
        *level = std::min(*level, top_of(policy));
    return policy;
}

Complaint escalated(Complaint complaint, std::int32_t level, EscalatedBy by, std::optional<std::string> reason,
                    const EscalationPolicy& policy, Instant now) {
    if (!complaint.open || level > top_of(policy) || level <= complaint.escalation_level.value_or(0)) return complaint;
    complaint.escalation_level = level;
    complaint.escalation =
        Escalation{.role = level_of(policy, level).role, .by = by, .reason = std::move(reason), .at = now};
    return complaint;
}

Complaint escalated_by_rule(Complaint complaint, const EscalationPolicy& policy, Instant now) {
    if (complaint.repeats && *complaint.repeats >= policy.repeats)
        complaint = escalated(std::move(complaint), policy.repeats_level, EscalatedBy::recurrence, {}, policy, now);
    if (complaint.severity && *complaint.severity >= policy.severity)
        complaint = escalated(std::move(complaint), policy.severity_level, EscalatedBy::severity, {}, policy, now);
    return complaint;
}

Complaint escalated_by_clock(Complaint complaint, std::int32_t percent, const EscalationPolicy& policy, Instant now) {
    const std::int32_t level = percent >= 100 ? policy.breached_level : percent >= 75 ? policy.warned_level : 0;
    return level == 0 ? complaint : escalated(std::move(complaint), level, EscalatedBy::clock, {}, policy, now);
}

std::optional<Instant> escalates_further_at(const Complaint& complaint, const EscalationPolicy& policy) {
    const auto level = complaint.escalation_level.value_or(0);
    if (!complaint.open || !complaint.escalation || complaint.escalation->answered_at) return {};
    if (level < 1 || level >= top_of(policy)) return {};
    return complaint.escalation->at + std::chrono::minutes(level_of(policy, level).answer_within_minutes);
}

Complaint escalated_further(Complaint complaint, const EscalationPolicy& policy, Instant now) {
    const auto due = escalates_further_at(complaint, policy);
    if (!due || *due > now) return complaint;
    const auto next = *complaint.escalation_level + 1;
    return escalated(std::move(complaint), next, EscalatedBy::silence, {}, policy, now);
}

Complaint answered(Complaint complaint, const std::string& who, Instant now) {
    if (!complaint.escalation) throw Error(Code::failed_precondition, "it was not escalated");
    if (complaint.escalation->answered_at) throw Error(Code::failed_precondition, "somebody acts already");
    complaint.escalation->answered_at = now;
    complaint.escalation->answered_by = who;
    return complaint;
}

}  // namespace rapport::complaints
