// SPDX-License-Identifier: MIT
#pragma once
#include "services/complaints/api/complaint.hpp"
#include "services/complaints/rules/settings.hpp"

/// When a complaint is brought before somebody who can do more: values and pure functions, no I/O.
namespace rapport::complaints {

/// The policy as it is worked by: a level beyond the last is the last. invalid_argument, with the nearest, for a role
/// that no user has: nobody would be told.
EscalationPolicy checked(EscalationPolicy policy);

/// The complaint at that level, 1 at the least. One that is there already, that is over, or for which there is no such
/// level is unchanged.
Complaint escalated(Complaint complaint, std::int32_t level, EscalatedBy by, std::optional<std::string> reason,
                    const EscalationPolicy& policy, Instant now);
/// What its severity, and having been complained of before, bring about.
Complaint escalated_by_rule(Complaint complaint, const EscalationPolicy& policy, Instant now);
/// What a clock that has come to so much of its time brings about.
Complaint escalated_by_clock(Complaint complaint, std::int32_t percent, const EscalationPolicy& policy, Instant now);
/// At the next level, since nobody acted. Unchanged if somebody did, or at the last.
Complaint escalated_further(Complaint complaint, const EscalationPolicy& policy, Instant now);
/// Somebody acts. failed_precondition if it was not escalated, or somebody does already.
Complaint answered(Complaint complaint, const std::string& who, Instant now);
/// When it is escalated further unless somebody acts; nothing if it is not.
std::optional<Instant> escalates_further_at(const Complaint& complaint, const EscalationPolicy& policy);

}  // namespace rapport::complaints
