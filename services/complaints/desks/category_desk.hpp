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
    Category add_category(Unit& unit, const api::AddCategory& request);
    Category update(Unit& unit, const api::UpdateCategory& request);
    Category get(View& view, const kit::ById<CategoryId>& request);
    kit::Page<Category> list(View& view, const api::ListCategories& request);

    const Store& store_;
};

}  // namespace rapport::complaints
