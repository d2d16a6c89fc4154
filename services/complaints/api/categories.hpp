// SPDX-License-Identifier: MIT
#pragma once
#include "services/complaints/api/intake.hpp"

/// What complaints are about, and why they arise: two trees of words that everybody uses.
namespace rapport::complaints {

struct CategoryTag;
using CategoryId = Id<CategoryTag>;

/// Of which tree: what complaints are about, or why they arise.
enum class Scheme { complaint, root_cause };
constexpr auto names_of(Scheme) { return std::array{"complaint"sv, "root_cause"sv}; }

/// A word of a tree. Name and place stay, since the figures of years are compared by them; one that is used no more is
/// retired.
struct Category {
    CategoryId id;
    std::int64_t version = 0;
    Scheme scheme = Scheme::complaint;
    std::string name, path;
    std::optional<CategoryId> parent;
    std::optional<std::string> description;
    bool retired = false;
    static constexpr auto fields = describe(
        Field{"id", &Category::id, "unique"}, Field{"version", &Category::version, "counts its changes"},
        Field{"scheme", &Category::scheme, "of which tree"}, Field{"name", &Category::name, "what it is called"},
        Field{"path", &Category::path, "its name after those above it: `Network > VPN`"},
        Field{"parent", &Category::parent, "what it is part of"},
        Field{"description", &Category::description, "when to use it"},
        Field{"retired", &Category::retired, "used no more"});
};

}  // namespace rapport::complaints

namespace rapport::complaints::api {

/// A new category, at the top of its tree or below a parent.
struct AddCategory {
    Scheme scheme = Scheme::complaint;
    std::string name;
    std::optional<CategoryId> parent;
    std::optional<std::string> description;
    static constexpr auto fields =
        describe(Field{"scheme", &AddCategory::scheme, "of which tree; complaint if left out", defaulted},
                 Field{"name", &AddCategory::name, "what it is called, without `>`", length(1, 100)},
                 Field{"parent", &AddCategory::parent, "what it is part of"},
                 Field{"description", &AddCategory::description, "when to use it", length(1, 2'000), multiline});
};
/// Changes what is given of a category; its name and place stay.
struct UpdateCategory {
    CategoryId id;
    std::optional<std::int64_t> version;
    Patch<std::string> description;
    std::optional<bool> retired;
    static constexpr auto fields =
        describe(Field{"id", &UpdateCategory::id, "which"},
                 Field{"version", &UpdateCategory::version, "the version that was read"},
                 Field{"description", &UpdateCategory::description, "when to use it", length(1, 2'000), multiline},
                 Field{"retired", &UpdateCategory::retired, "whether it is used no more"});
};
/// A page of categories, by tree, parent, and whether they are retired.
struct ListCategories {
    std::int64_t limit = 50;
    std::optional<std::string> after;
    std::optional<Scheme> scheme;
    std::optional<CategoryId> parent;
    std::optional<bool> retired;
    static constexpr auto fields =
        describe(Field{"limit", &ListCategories::limit, "how many at most", between(1, 200), defaulted},
                 Field{"after", &ListCategories::after, "`next` of the page before", length(1, 500)},
                 Field{"scheme", &ListCategories::scheme, "only of this tree"},
                 Field{"parent", &ListCategories::parent, "only what is part of this"},
                 Field{"retired", &ListCategories::retired, "only those that are used no more, or that are"});
};
/// Data of events about a category: the category as it is now, and what changed.
struct CategoryTold {
    Category category;
    std::vector<Change> changes;
    static constexpr auto fields =
        describe(Field{"category", &CategoryTold::category, "as it is now"},
                 Field{"changes", &CategoryTold::changes, "before and after, field by field"});
};

inline constexpr kit::Command<AddCategory, Category> add_category{"add_category", CREATE("/categories"), roles(),
                                                                  "Adds a word to a tree."};
inline constexpr kit::Command<UpdateCategory, Category> update_category{"update_category", PATCH("/categories/{id}"),
                                                                        roles(), "Describes or retires a word."};
inline constexpr kit::Query<kit::ById<CategoryId>, Category> get_category{"get_category", GET("/categories/{id}"), desk,
                                                                          "One word."};
inline constexpr kit::Query<ListCategories, kit::Page<Category>> list_categories{
    "list_categories", GET("/categories"), desk, "The trees, in the order of their paths."};

inline constexpr kit::Event<CategoryTold> category_added{"complaints.category_added", "a word was added to a tree"};
inline constexpr kit::Event<CategoryTold> category_changed{"complaints.category_changed",
                                                           "a word was described or retired"};

}  // namespace rapport::complaints::api
