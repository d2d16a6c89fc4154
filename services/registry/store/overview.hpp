// SPDX-License-Identifier: MIT
#pragma once
#include "services/kit/period.hpp"
#include "services/kit/unit.hpp"
#include "services/registry/rules/conformance.hpp"

/// What is looked at over many parties, as SQL finds it: of those whose things the caller sees.
namespace rapport::registry::overview {

/// Relationships that have not ended and of which the user is account manager or deputy.
std::vector<api::Relationship> relationships_of(const kit::View& view, const kit::UserId& user);
/// Relationships of which that name was kept by an earlier version.
std::vector<api::Relationship> relationships_formerly_of(const kit::View& view, const std::string& name);
/// Agreements that are active, with the parties of those relationships, whose last day of notice is not after that day.
std::vector<api::Agreement> agreements_of(const kit::View& view, const kit::UserId& user, Day notice_until);
/// Customers and suppliers that are not retired.
std::vector<Standing> standings(const kit::View& view);
/// Agreements that are active and whose last day of notice is in that period.
std::vector<api::Agreement> with_notice_day_in(const kit::View& view, const kit::Period& period);

}  // namespace rapport::registry::overview
