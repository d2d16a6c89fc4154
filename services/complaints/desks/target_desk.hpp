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
    void check_alone(const View& view, const TargetRule& target) const;

    const Casebook& book_;
};

}  // namespace rapport::complaints
