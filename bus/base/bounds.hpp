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

}  // namespace rapport
