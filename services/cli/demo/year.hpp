// SPDX-License-Identifier: MIT
#pragma once
#include "services/cli/demo/script.hpp"

namespace rapport::cli::demo {

/// Complaints of a whole year that are over, drawn from what a file says of their kinds: the same for the same seed, on
/// every machine. Some of them are rated by who complained.
void add_year(const Json& year, std::uint32_t seed, std::vector<Step>& steps);

}  // namespace rapport::cli::demo
