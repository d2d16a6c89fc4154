// SPDX-License-Identifier: MIT
#pragma once
#include "bus/base/codec.hpp"
#include "bus/base/known_fields.hpp"

namespace rapport {

/// A request that comes in here, and was not held against a method's schema on its way: decode_request(), and names
/// that are not known are refused as well.
template <Described T>
T read_request(std::string_view bytes) {
    static const KnownFields known(shape_of<T>());
    known.check(bytes);
    return decode_request<T>(bytes);
}

}  // namespace rapport
