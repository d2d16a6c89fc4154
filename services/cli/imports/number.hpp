// SPDX-License-Identifier: MIT
#pragma once
#include <optional>
#include <string_view>

namespace rapport::cli::imports {

/// The number that a text is, nothing for any other text. With a decimal mark that was named digits may stand in groups
/// of three, parted by the other one of . and , or by a blank or an apostrophe: `1.234,5`. Without one it is a point,
/// and there are no groups, since 1,234 may mean either.
std::optional<double> number_from(std::string_view text, std::optional<char> decimal);

}  // namespace rapport::cli::imports
