// SPDX-License-Identifier: MIT
#pragma once
#include "bus/base/codec.hpp"

namespace rapport {

/// Appends the canonical form of `value`, a record of that shape: bytes that are the same for all values that mean the
/// same, however each was written. To compare and to hash requests; nothing reads it again. Fields are sorted by name,
/// those that say what `fresh` says are left out, so that a field that is added later, with a default, changes nothing.
/// Maps that are carried unread are sorted by their keys. `fresh` is a new record of that shape, and is used up.
void canonical(const Shape& shape, const void* value, void* fresh, std::string& out);

template <Described T>
std::string canonical(const T& value) {
    T fresh{};
    std::string out;
    canonical(shape_of<T>(), &value, &fresh, out);
    return out;
}

}  // namespace rapport
