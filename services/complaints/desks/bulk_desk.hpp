// SPDX-License-Identifier: MIT
#pragma once
#include "services/complaints/cases/casebook.hpp"

namespace rapport::complaints {

/// The same for many complaints at once.
class BulkDesk {
public:
    explicit BulkDesk(const Casebook& book) : book_(book) {}
    kit::Routes routes();

private:
    api::BulkResult move(Unit& unit, const api::BulkMove& request);
    api::BulkResult assign(Unit& unit, const api::BulkAssign& request);
    Complaint assign_one(Unit& unit, const ComplaintId& id, const std::optional<kit::UserId>& owner);

    const Casebook& book_;
};

}  // namespace rapport::complaints
