// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace rapport::architecture {

/// A struct, class or enumeration that a header defines for others.
struct PublicType {
    std::size_t line;  ///< where its declaration begins
    std::string name;
    bool documented = false;  ///< by `///` above it or on its line
};

/// Those of a header, in order; not what is private or protected, in a namespace without a name or called `detail`, a
/// specialisation, or only declared.
std::vector<PublicType> public_types(std::string_view header);

}  // namespace rapport::architecture
