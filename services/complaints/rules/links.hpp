// SPDX-License-Identifier: MIT
#pragma once
#include "services/complaints/api/links.hpp"
#include "services/complaints/rules/lifecycle.hpp"

/// Complaints that come from others: values and pure functions, no I/O.
namespace rapport::complaints {

/// What the other is to this one, where this one is `kind` to the other.
LinkKind inverse(LinkKind kind);
/// A complaint of the same complainant, because of what they said after the other was over.
Complaint follow_up(const Complaint& complaint, const std::string& text, Instant now);
/// A complaint of the same complainant, received when the other was, and acknowledged if that is. failed_precondition
/// unless the other is open.
Complaint part_of(const Complaint& complaint, const api::Part& part);
/// Where a reply leads: on with the work if that waited for it, open again if it was closed a short time ago. Silence
/// closes no complaint that was replied to.
Complaint after_reply(Complaint complaint, const Lifecycle& lifecycle, const kit::Asking& asking);

}  // namespace rapport::complaints
