// SPDX-License-Identifier: MIT
#pragma once
#include <string>

namespace rapport {

/// One MessagePack value that is carried and not looked into. Empty means nil.
struct Any {
    std::string bytes;
    bool empty() const { return bytes.empty(); }
    friend bool operator==(const Any&, const Any&) = default;
};

}  // namespace rapport
