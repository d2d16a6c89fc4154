// SPDX-License-Identifier: MIT
#pragma once
#include <span>
#include <string_view>

namespace rapport::cli::up {

/// The services of this source tree, whether built or not. The build writes the list from what each service's
/// CMakeLists.txt declares.
std::span<const std::string_view> service_names();

}  // namespace rapport::cli::up
