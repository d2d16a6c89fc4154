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
    std::optional<Instant> created_at;

    static constexpr auto fields =
        describe(identity(&Category::id, &Category::version),
                 Field{"scheme", &Category::scheme, "of which tree; complaint unless said otherwise", initial,
                       defaulted, filter},
                 Field{"name", &Category::name, "what it is called, without `>`", length(1, 100), initial},
                 Field{"path", &Category::path, "its name after those above it: `Network > VPN`", sorted, folded},
                 Field{"parent", &Category::parent, "the category that it is part of", initial, filter},
                 Field{"description", &Category::description, "when to use it", length(1, 2'000), multiline, editable},
                 Field{"retired", &Category::retired, "whether it is used no more", editable, defaulted, filter},
                 Field{"created_at", &Category::created_at, "when it was created; unknown of older ones"});
};

}  // namespace rapport::complaints

namespace rapport::complaints::api {

inline constexpr kit::Command<New<Category>, Category> create_category{"create_category", CREATE("/categories"),
                                                                       managers, "Create a category."};
inline constexpr kit::Command<Edit<Category>, Category> update_category{
    "update_category", PATCH("/categories/{id}"), managers,
    "Update a category: describe it or retire it. Its name and place stay."};
inline constexpr kit::Query<kit::ById<CategoryId>, Category> get_category{"get_category", GET("/categories/{id}"), desk,
                                                                          "Get a category."};
inline constexpr kit::Query<ListOf<Category>, kit::Page<Category>> list_categories{
    "list_categories", GET("/categories"), desk, "List categories, newest first; `sort=path` lists the trees."};

inline constexpr kit::Event<Changed<Category>> category_added{"complaints.category_added", "a category was created"};
inline constexpr kit::Event<Changed<Category>> category_changed{"complaints.category_changed",
                                                                "a category was described or retired"};

}  // namespace rapport::complaints::api
