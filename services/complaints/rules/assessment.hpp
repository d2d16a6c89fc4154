// SPDX-License-Identifier: MIT
#pragma once
#include "services/complaints/api/cases.hpp"

/// What is made of a complaint, by the rule and by people: values and pure functions, no I/O.
namespace rapport::complaints {

/// What a score of 0 to 100 means: from 75 critical, from 50 high, from 25 medium.
Severity severity_of(double score);
/// Priority = severity × impact (ITIL's matrix; impact 3 where it is not known).
Priority priority_of(Severity severity, std::optional<std::int32_t> impact);
/// The complaint with the rule's opinion: severity and priority follow it unless a person set them.
Complaint scored(Complaint complaint, Score score);
/// The complaint as a person judged it; its state is not touched.
Complaint judged(Complaint complaint, const api::Assess& judgement);
/// Priority again from severity and impact, unless a person set it.
void follow_priority(Complaint& complaint);
/// What is recorded changes; nothing of what has been judged or decided.
Complaint updated(Complaint complaint, const kit::Edit<Complaint>& edit);
/// Whether its complainant can say how satisfied they are with the handling: it is over, and not as a duplicate.
bool may_rate(const Complaint& complaint);
/// As they said, the last time. failed_precondition unless they may.
Complaint rated(Complaint complaint, std::int32_t satisfaction, std::optional<std::string> comment);

}  // namespace rapport::complaints
