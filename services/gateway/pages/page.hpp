// SPDX-License-Identifier: MIT
#pragma once
#include <string>

#include "services/gateway/methods/catalogue.hpp"

namespace rapport::gateway {

/// The page at `/`: which services there are, how they are, and what they offer. Plain HTML; only the style sheet is
/// fetched.
std::string index_page(const Snapshot& snapshot);
/// Of both pages, as CSS.
std::string_view style_sheet();
/// The page at `/problems/CODE`: what the code means. Empty for an unknown code.
std::string problem_page(std::string_view code);

}  // namespace rapport::gateway
