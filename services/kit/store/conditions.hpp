// SPDX-License-Identifier: MIT
#pragma once
#include <string_view>
#include <vector>

#include "bus/base/actor.hpp"
#include "services/kit/entities/requests.hpp"
#include "services/kit/store/db.hpp"

/// What a list is narrowed by, as a table takes it.
namespace rapport::kit {

/// A condition on a declared column, on a declared list (it holds the value), or on `id`. A null value is none.
struct Condition {
    /// How what is there compares with the value.
    enum class Test : unsigned char { equal, at_least, at_most };

    std::string_view column;
    Param value;
    Test test = Test::equal;
    std::vector<Param> others = {};  ///< for equality: more values, any of which may be there
    bool or_none = false;            ///< nothing may be there as well; alone if the value is null
};

/// A value of one field as a parameter; null for an absent optional. std::logic_error for what is no scalar.
Param param_of(const Shape& shape, const void* value);

/// The part of conditions_of() that knows no type: `scratch` is an entity to read values into; what is hidden is left
/// out where it `hides`.
std::vector<Condition> conditions_of(const Shape& list, const void* request, const Shape& entity, void* scratch,
                                     const Actor& caller, bool hides);
/// What a list request asks for, and what a field hides unless the request says it or names ids. invalid_argument,
/// naming the field, for a value that is none of its.
template <class T>
std::vector<Condition> conditions_of(const ListOf<T>& request, const Actor& caller = {}) {
    T scratch{};
    auto conditions =
        conditions_of(shape_of<ListOf<T>>(), &request, shape_of<T>(), &scratch, caller, request.ids.empty());
    if (request.ids.empty()) return conditions;
    Condition ids{"id", request.ids.front()};
    for (std::size_t i = 1; i < request.ids.size(); ++i) ids.others.emplace_back(request.ids[i]);
    conditions.push_back(std::move(ids));
    return conditions;
}

}  // namespace rapport::kit
