// SPDX-License-Identifier: MIT
#pragma once
#include <functional>

#include "services/kit/routes.hpp"
#include "services/kit/store/table.hpp"

/// What comes with every list of entities: answers cut to some fields, and counts by the values of a field.
namespace rapport::kit {

/// A page of records, each cut to `only` and its `id`; as it is where `only` is empty. invalid_argument, naming
/// `fields`, for one that a record of that shape has not.
std::string cut(std::string page, const std::vector<std::string>& only, const Shape& record);
/// Whether records cut to `only` still have that field.
bool keeps(const std::vector<std::string>& only, std::string_view field);

/// A request for counts of what a ListOf lists.
template <class T>
struct CountsOf : ListOf<T> {
    std::string by;

    static Shape shape();
};

namespace detail {

/// The fields of a list request that narrow it, and `by`.
MadeFields fields_of_counts(const Shape& list, const Shape& entity, std::size_t by);
/// invalid_argument, naming `by`, for a field by which nothing is counted.
void check_counted_by(const Shape& entity, const std::string& by);
/// The route beside that of a list: `list_loans` → `count_loans`, `/loans` → `/loans/counts`.
QueryRoute counts_beside(const bus::MethodInfo& list, Roles roles, const Shape& request,
                         std::function<std::string(View&, std::string_view params)> run);

}  // namespace detail

template <class T>
Shape CountsOf<T>::shape() {
    static const std::string name = "Count" + std::string(shape_of<T>().title());
    return {.kind = Shape::Kind::record, .name = name, .fields = []() -> std::span<const FieldShape> {
                static const MadeFields made =
                    detail::fields_of_counts(shape_of<ListOf<T>>(), shape_of<T>(), requests::offset_of(&CountsOf::by));
                return made.fields;
            }};
}

namespace detail {

template <Described T>
std::vector<QueryRoute> beside_list(const bus::MethodInfo& list, Roles roles, const Table<T>& table) {
    const bool counts = std::ranges::any_of(shape_of<CountsOf<T>>().fields(),
                                            [](const FieldShape& field) { return field.name == "by"; });
    if (!counts) return {};
    return {counts_beside(list, roles, shape_of<CountsOf<T>>(), [&table](View& view, std::string_view params) {
        const auto request = decode_request<CountsOf<T>>(Any{std::string(params)});
        check_counted_by(shape_of<T>(), request.by);
        return encode(table.counts(view, request, request.by));
    })};
}

}  // namespace detail

}  // namespace rapport::kit
