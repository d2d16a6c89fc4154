// SPDX-License-Identifier: MIT
#pragma once
#include "bus/base/shape.hpp"

/// For sources only: what codec and schema both know of bounds.
namespace rapport {

/// What each element of a list holds in a request: a text is one that says something.
inline Bounds bounds_of_elements(const Shape& element, const Bounds& list) {
    Bounds bounds{.form = list.form};
    if (element.free_text()) bounds.min_length = 1;
    return bounds;
}

/// A request has to say what a list holds that may not be empty; what is stored may lack it.
inline bool is_required_of_request(const FieldShape& field) {
    const bool filled = field.shape->kind == Shape::Kind::list && field.bounds.min_length.value_or(0) > 0;
    return field.required() || (filled && !field.has_default);
}

}  // namespace rapport
