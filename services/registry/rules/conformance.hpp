// SPDX-License-Identifier: MIT
#pragma once
#include <vector>

#include "services/registry/api.hpp"

/// What FitSM and ISO/IEC 20000-1 ask of relationships and agreements.
namespace rapport::registry {

/// A relationship that has not ended, and what the registry has of its party.
struct Standing {
    api::Relationship relationship;
    std::string party_name;
    std::int64_t agreements_in_force = 0;
    std::int64_t contacts = 0, contacts_for_escalation = 0;  ///< that are not inactive
};

/// What is asked, and where.
struct Requirement {
    std::string_view rule, fitsm, iso20000, mended_by;
};

/// Those that the relationship does not meet.
std::vector<Requirement> missed(const Standing& standing);
/// That notice was given, or the agreement renewed on purpose, while there was time: it is not met once an active
/// agreement is past the last day on which notice would have kept it from renewing itself.
extern const Requirement notice_day_was_used;
bool is_past_notice_day(const api::Agreement& agreement, Day today);

}  // namespace rapport::registry
