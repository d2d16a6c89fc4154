// SPDX-License-Identifier: MIT
#include "services/complaints/desks/category_desk.hpp"

#include "services/kit/entities/crud.hpp"

namespace rapport::complaints {

kit::Routes CategoryDesk::routes() {
    const auto& categories = store_.categories;
    return {kit::create(api::create_category, categories, api::category_added,
                        [this](Unit& unit, Category& category) { place(unit, category); }),
            kit::change(api::update_category, categories, api::category_changed),
            kit::on(api::get_category, categories), kit::on(api::list_categories, categories)};
}

void CategoryDesk::place(const View& view, Category& category) const {
    if (category.name.find('>') != category.name.npos) throw invalid("name", "must not contain `>`");
    category.path = category.name;
    if (category.parent) {
        const auto above = store_.categories.find(view, *category.parent);
        if (!above) throw Error(Code::not_found, "parent: there is no such category");
        if (above->scheme != category.scheme) throw invalid("parent", "must be of the same tree");
        category.path = above->path + " > " + category.name;
        // As long as the two fields of a complaint that hold it.
        if (category.path.size() > 200) throw invalid("name", "is too long for a place that deep in the tree");
    }
    // One that is retired keeps its place, too: the figures of years are compared by it.
    if (const auto other = store_.category_at(view, category.scheme, category.path))
        throw Error(Code::already_exists, "name: the tree has that word at that place already: " + other->path + " (" +
                                              to_text(other->id) + ")" +
                                              (other->retired ? ", which is retired: use it again instead" : ""));
}

}  // namespace rapport::complaints
