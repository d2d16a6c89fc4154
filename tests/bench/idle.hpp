// SPDX-License-Identifier: MIT
#pragma once
#include "tests/bench/bench.hpp"

namespace rapport::bench {

/// `rapport up` with every service: time until the ready line, then, at rest, the memory and processor of all its
/// processes.
std::vector<Figure> measure_idle();

}  // namespace rapport::bench
