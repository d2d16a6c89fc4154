// SPDX-License-Identifier: MIT
#pragma once
#include "services/complaints/store/tables.hpp"
#include "services/kit/routes.hpp"

namespace rapport::complaints {

/// The trees of words for what complaints are about and why they arise.
class CategoryDesk {
public:
    explicit CategoryDesk(const Store& store) : store_(store) {}
    kit::Routes routes();

private:
    /// Finds the place of a new category in its tree.
    void place(const View& view, Category& category) const;

    const Store& store_;
};

}  // namespace rapport::complaints
