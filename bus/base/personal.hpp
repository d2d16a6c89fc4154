// SPDX-License-Identifier: MIT
#pragma once
#include "bus/base/fields.hpp"

namespace rapport {

/// Blanks what is marked personal in a record, at any depth, as an erasure has to: text becomes empty, a list empty, an
/// optional absent, a number 0. The rest stays.
void blank_personal(const Shape& record, void* value);
template <Described T>
void blank_personal(T& value) {
    blank_personal(shape_of<T>(), &value);
}

/// std::logic_error naming the field for a type of which something personal cannot be blanked: an id, a time or an
/// enumeration that is always there. It has to be optional.
void check_can_blank(const Shape& record);

}  // namespace rapport
