// SPDX-License-Identifier: MIT
#include "services/complaints/desks/category_desk.hpp"

namespace rapport::complaints {

kit::Routes CategoryDesk::routes() {
    using kit::on, kit::tells;
    return {on(api::add_category, this, &CategoryDesk::add_category),
            on(api::update_category, this, &CategoryDesk::update),
            on(api::get_category, this, &CategoryDesk::get),
            on(api::list_categories, this, &CategoryDesk::list),
            tells(api::category_added),
            tells(api::category_changed)};
}

Category CategoryDesk::add_category(Unit& unit, const api::AddCategory& request) {
    if (request.name.find('>') != request.name.npos) throw invalid("name", "must not contain `>`");
    Category category{.id = unit.new_id<CategoryId>(),
                      .scheme = request.scheme,
                      .name = request.name,
                      .path = request.name,
                      .parent = request.parent,
                      .description = request.description};
    if (request.parent) {
        const auto above = store_.categories.find(unit, *request.parent);
        if (!above) throw Error(Code::not_found, "parent: there is no such category");
        if (above->scheme != request.scheme) throw invalid("parent", "must be of the same tree");
        category.path = above->path + " > " + request.name;
        // As long as the two fields of a complaint that hold it.
        if (category.path.size() > 200) throw invalid("name", "is too long for a place that deep in the tree");
    }
    // One that is retired keeps its place, too: the figures of years are compared by it.
    if (const auto other = store_.category_at(unit, category.scheme, category.path))
        throw Error(Code::already_exists, "name: the tree has that word at that place already: " + other->path + " (" +
                                              to_text(other->id) + ")" +
                                              (other->retired ? ", which is retired: use it again instead" : ""));
    add(unit, store_.categories, category, api::category_added, category.id);
    return category;
}

Category CategoryDesk::update(Unit& unit, const api::UpdateCategory& request) {
    const Category before = store_.categories.get(unit, request.id);
    kit::check_version(request.version, before.version);
    Category after = before;
    apply_patch(after, request);
    save(unit, store_.categories, before, after, api::category_changed, after.id);
    return after;
}

Category CategoryDesk::get(View& view, const kit::ById<CategoryId>& request) {
    return store_.categories.get(view, request.id);
}

kit::Page<Category> CategoryDesk::list(View& view, const api::ListCategories& request) {
    const kit::Condition conditions[] = {
        {"scheme", request.scheme}, {"parent", request.parent}, {"retired", request.retired}};
    return store_.categories.list(view, {request.limit, request.after, {}, "path"}, conditions);
}

}  // namespace rapport::complaints
