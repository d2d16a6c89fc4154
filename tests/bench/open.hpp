// SPDX-License-Identifier: MIT
#pragma once
#include "tests/bench/bench.hpp"

namespace rapport::bench {

/// Durable complaints.open through the bus, against a bare SQLite loop that writes the same rows.
std::vector<Figure> measure_open();

}  // namespace rapport::bench
