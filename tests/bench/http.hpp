// SPDX-License-Identifier: MIT
#pragma once
#include "tests/bench/bench.hpp"

namespace rapport::bench {

/// POST /api/v1/complaints over 32 connections that stay open, against complaints.open through the bus of the same
/// deployment.
std::vector<Figure> measure_http();

}  // namespace rapport::bench
