// SPDX-License-Identifier: MIT
#pragma once
#include "services/complaints/cases/casebook.hpp"

namespace rapport::complaints {

/// Targets: how much business time complaints may take.
class TargetDesk {
public:
    explicit TargetDesk(const Casebook& book) : book_(book) {}
    kit::Routes routes();

private:
    Target create_target(Unit& unit, const api::CreateTarget& request);
    Target get_target(View& view, const kit::ById<TargetId>& request);
    kit::Page<Target> list_targets(View& view, const api::ListAll& request);
    Target update_target(Unit& unit, const api::UpdateTarget& request);

    void check_alone(const View& view, const Target& target) const;

    const Casebook& book_;
};

}  // namespace rapport::complaints
