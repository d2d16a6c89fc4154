// SPDX-License-Identifier: MIT
#pragma once
#include "tests/bench/bench.hpp"

namespace rapport::bench {

std::vector<Figure> measure_million();

}  // namespace rapport::bench
