// SPDX-License-Identifier: MIT
#pragma once
#include "tests/bench/bench.hpp"

namespace rapport::bench {

/// Rows a second through the NPS rule in process and in a child, by the size of the batch, against the same arithmetic
/// in a plain function.
std::vector<Figure> measure_plugins();

}  // namespace rapport::bench
